"""A lot that anybody can draw again: proposals in the order of a digest of a public seed."""

from collections.abc import Iterable
from hashlib import sha256


def draw(seed: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Return keys in the order of the SHA-256 of the seed, a colon and the key."""
    return tuple(sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest()))
