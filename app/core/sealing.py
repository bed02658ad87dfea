"""Secrets that we must be able to read again, sealed with a key of the installation.

A copy of the database alone opens none of them: each key is derived from SECRET_KEY for one
purpose, and what is sealed for one owner cannot be moved to another.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_NONCE = 12


def seal(text: str, purpose: str, owner_id: int) -> str:
    """Return a text as only this installation can read it."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(purpose)).encrypt(nonce, text.encode(), str(owner_id).encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, purpose: str, owner_id: int) -> str | None:
    """Return the text again; None if it was sealed with another key, or for somebody else."""
    raw = base64.urlsafe_b64decode(sealed)
    try:
        opened = AESGCM(_key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], str(owner_id).encode())
    except InvalidTag:
        return None
    return opened.decode()


def fingerprint(text: str, purpose: str, owner_id: int) -> str:
    """Return what is stored of a short secret: without our key nobody can try guesses on it."""
    message = f"{owner_id}:{text}".encode()
    return hmac.new(_key(purpose), message, hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"innoday:{purpose}".encode())
    return derive.derive(current_app.config["SECRET_KEY"].encode())
