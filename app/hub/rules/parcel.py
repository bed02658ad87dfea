"""An event in one file that only its phrase opens: it names everybody who comes.

mark | salt (16 bytes) | nonce (12) | AES-256-GCM of the compressed contents

The key is the phrase, stretched by scrypt (RFC 7914), so that whoever finds the file cannot try
phrases in bulk. The mark is authenticated, too.
"""

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"innoday hub 1\n"
SALT_BYTES = 16
NONCE_BYTES = 12
KEY_BYTES = 32
WORK = 2**15  # with blocks of 8 some 32 MB and a tenth of a second for each try
MOST_BYTES = 200 * 1024 * 1024  # unpacked; a parcel of 5,000 tickets has two


class BadParcel(ValueError):  # noqa: N818 - reads as a kind of failure
    """A file that is no parcel, was cut or changed, or another phrase's."""


def seal_parcel(phrase: str, contents: bytes) -> bytes:
    """Return contents as a file that the phrase opens."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(phrase, salt)).encrypt(nonce, zlib.compress(contents), MARK)
    return MARK + salt + nonce + sealed


def open_parcel(phrase: str, parcel: bytes) -> bytes:
    """Return the contents of a file; BadParcel if it is none or this is not its phrase."""
    head = len(MARK) + SALT_BYTES
    if not parcel.startswith(MARK):
        raise BadParcel
    salt, nonce = parcel[len(MARK) : head], parcel[head : head + NONCE_BYTES]
    try:
        packed = AESGCM(_key(phrase, salt)).decrypt(nonce, parcel[head + NONCE_BYTES :], MARK)
    except (InvalidTag, ValueError) as error:
        raise BadParcel from error
    return _unpack(packed)


def _unpack(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        contents = unpacking.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise BadParcel from error
    if not unpacking.eof:
        raise BadParcel
    return contents


def _key(phrase: str, salt: bytes) -> bytes:
    letters = phrase.replace("-", "").replace(" ", "").lower().encode()
    return Scrypt(salt=salt, length=KEY_BYTES, n=WORK, r=8, p=1).derive(letters)
