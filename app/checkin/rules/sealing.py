"""What a phone may carry of a ticket: nothing that names anybody before the badge is shown.

A ticket's id is 63 random bits that stand on its badge and nowhere on the phone. Stretched, it
gives a tag to find the ticket by, and a key that opens its holder's name. Who steals the phone has
to guess an id for each try.
"""

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.ids import ALPHABET

ROUNDS = 1000
NAMES_ROUNDS = 100_000
TAG_BYTES = 16
NONCE_BYTES = 12


def tag_of(event_id: int, ticket_id: int) -> str:
    """Return what a phone finds a ticket by, in Base64."""
    return _text(hashlib.sha256(_secret(event_id, ticket_id) + b"tag").digest()[:TAG_BYTES])


def seal(event_id: int, ticket_id: int, shown: dict[str, str]) -> str:
    """Return what a screen shows of a ticket's holder, readable with its badge alone, in Base64."""
    key = hashlib.sha256(_secret(event_id, ticket_id) + b"key").digest()
    nonce = os.urandom(NONCE_BYTES)
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return _text(nonce + AESGCM(key).encrypt(nonce, text.encode(), None))


def phrase_of(hexadecimal: str) -> str:
    """Return sixty bits of a hash as letters that are read and typed with ease."""
    value = int(hexadecimal[:15], 16)
    letters = "".join(ALPHABET[value >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def search_salt(device_id: int) -> str:
    """Return what makes the key of one scanner's names another than that of the next, in Base64."""
    return _text(b"innoday names" + device_id.to_bytes(8, "big"))


def seal_people(device_id: int, phrase: str, people: Sequence[Mapping[str, str]]) -> str:
    """Return whom a supervisor finds by name, readable with their phrase alone, in Base64."""
    nonce = os.urandom(NONCE_BYTES)
    text = json.dumps(people, ensure_ascii=False, separators=(",", ":"))
    return _text(nonce + AESGCM(_names_key(device_id, phrase)).encrypt(nonce, text.encode(), None))


@lru_cache(maxsize=100)
def _names_key(device_id: int, phrase: str) -> bytes:
    letters = phrase.replace("-", "").encode()
    salt = b64decode(search_salt(device_id))
    return hashlib.pbkdf2_hmac("sha256", letters, salt, NAMES_ROUNDS)


@lru_cache(maxsize=20_000)
def _secret(event_id: int, ticket_id: int) -> bytes:
    """Return what only a ticket's badge gives away; slow on purpose, so it is kept."""
    salt = b"innoday door" + event_id.to_bytes(8, "big")
    return hashlib.pbkdf2_hmac("sha256", ticket_id.to_bytes(8, "big"), salt, ROUNDS)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
