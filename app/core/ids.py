"""Identifiers: random numbers inside, thirteen letters outside.

One id serves as primary key, as address in a URL and as part of the badge token. It is random, so
that nobody learns from it how many proposals there are or when one was made.
"""

import secrets

# Crockford's base 32: no I, L, O, U, so that an id can be read out on the telephone.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LETTERS = 13
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_BITS = 63
_EVENT_BITS = 47  # an event id has six bytes in the badge token


def new_id() -> int:
    """Return a fresh positive 63-bit id."""
    return secrets.randbits(_BITS) or 1


def new_event_id() -> int:
    """Return a fresh positive id that fits into the six bytes which a badge has for it."""
    return secrets.randbits(_EVENT_BITS) or 1


def encode_id(value: int) -> str:
    """Write an id as thirteen letters of Crockford's base 32."""
    return "".join(ALPHABET[(value >> shift) & 31] for shift in range(60, -1, -5))


def decode_id(text: str) -> int:
    """Read what `encode_id` wrote; ValueError for anything else."""
    if len(text) != LETTERS:
        raise ValueError(text)
    value = 0
    for letter in text:
        if letter not in _VALUES:
            raise ValueError(text)
        value = value << 5 | _VALUES[letter]
    if value >> _BITS:
        raise ValueError(text)
    return value
