"""Secrets that travel: random ones kept as hashes, and signed links that need no table."""

import hashlib
import hmac
import secrets

from flask import current_app

from app.core.errors import NotFound
from app.core.ids import LETTERS, decode_id, encode_id

_MAC_LETTERS = 32


def new_secret(prefix: str) -> str:
    """Return a fresh random secret of 192 bits that begins with a prefix such as `ind_`."""
    return prefix + secrets.token_urlsafe(24)


def hash_secret(secret: str) -> str:
    """Return what is stored of a random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_hash(purpose: str, text: str) -> str:
    """Return a hash of a text that can be guessed, such as an address; only the key makes it."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def sign_link(purpose: str, thing_id: int, epoch: int = 0) -> str:
    """Return the last part of a secret address for one thing and one purpose."""
    return encode_id(thing_id) + _mac(purpose, thing_id, epoch)


def linked_id(text: str) -> int:
    """Return the id inside a secret address, not yet trusted; NotFound if there is none."""
    try:
        return decode_id(text[:LETTERS])
    except ValueError as error:
        raise NotFound from error


def check_link(text: str, purpose: str, thing_id: int, epoch: int = 0) -> None:
    """Pass if the address was signed for this purpose and thing, else NotFound."""
    if not hmac.compare_digest(text.encode(), sign_link(purpose, thing_id, epoch).encode()):
        raise NotFound


def _mac(purpose: str, thing_id: int, epoch: int) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    message = f"{purpose}:{thing_id}:{epoch}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:_MAC_LETTERS]
