"""Passwords: Argon2id, and the same time spent whether or not a person exists."""

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes, one lane: OWASP's choice where several people sign in at once on one machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _hasher.hash(_normal(password))


def is_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; without a stored hash a stand-in is tried and refused."""
    try:
        _hasher.verify(stored or _stand_in(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Return the same text however the keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return _hasher.hash("nobody has this password")
