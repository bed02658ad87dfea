"""The code under the QR code, for typing when no camera can read it.

ticket (63 bits) | epoch (8) | proof (24)

95 bits are nineteen letters. The proof is the beginning of an HMAC under a key that is derived from
the event's signing key, so that nobody who knows a ticket's id can write the letters of its next
badge. It also notices mistyped letters, all but one in sixteen million.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from app.core.ids import ALPHABET

GROUPS = (5, 5, 5, 4)
LETTERS = sum(GROUPS)
EPOCH_BITS = 8
PROOF_BITS = 24
# What people write for letters that the alphabet leaves out.
MEANT = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


@dataclass(frozen=True)
class TypedCode:
    """What the letters say."""

    ticket_id: int
    epoch: int


def type_code(code: TypedCode, key: bytes) -> str:
    """Return the letters of a ticket's badge in four groups."""
    body = code.ticket_id << EPOCH_BITS | code.epoch
    value = body << PROOF_BITS | _proof(body, key)
    shifts = range(5 * (LETTERS - 1), -1, -5)
    letters = iter("".join(ALPHABET[value >> shift & 31] for shift in shifts).upper())
    return "-".join("".join(next(letters) for _ in range(length)) for length in GROUPS)


def looks_typed(text: str) -> bool:
    """Whether a text has the length and the letters of a typed code."""
    letters = _letters(text)
    return len(letters) == LETTERS and set(letters) <= set(ALPHABET)


def read_typed_code(text: str, keys: Collection[bytes]) -> TypedCode | None:
    """Return what somebody typed; None if it was mistyped, made up or proves itself by no key."""
    if not looks_typed(text):
        return None
    value = 0
    for letter in _letters(text):
        value = value << 5 | ALPHABET.index(letter)
    body, proof = value >> PROOF_BITS, value & (1 << PROOF_BITS) - 1
    if all(_proof(body, key) != proof for key in keys):
        return None
    return TypedCode(body >> EPOCH_BITS, body & (1 << EPOCH_BITS) - 1)


def _letters(text: str) -> str:
    return text.strip().lower().translate(MEANT)


def _proof(body: int, key: bytes) -> int:
    made = hmac.digest(key, body.to_bytes(9, "big"), hashlib.sha256)
    return int.from_bytes(made[: PROOF_BITS // 8], "big")
