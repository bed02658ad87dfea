"""Codes that people bring to the registration: checked once, by a form that is sent, not a link.

A look at a page never tries a code, so that guesses are counted; the address that a right code
leads to carries a proof that it was right.
"""

import hmac
from typing import Any

from flask import request

from app.core import tokens
from app.tickets.rules.vouchers import MOST_LETTERS, code_key
from app.tickets.services import Terms
from app.tickets.services.redeeming import find_terms, terms_for


def given_code() -> str:
    """Return the code that somebody came with, in the address or with the form."""
    said = request.values.get("access_code", "").replace("\x00", "").strip()
    return said if len(said) <= MOST_LETTERS else ""


def proof_of(event: Any, code: str) -> str:
    """Return what shows that a code was right once."""
    return tokens.keyed_hash("access_code", f"{event.id}:{code_key(code)}")[:32]


def terms_of(event: Any, code: str, proof: str = "") -> Terms:
    """Return on what terms somebody orders who sends a code, or refuse it at its field."""
    network = None if _is_proven(event, code, proof) else request.remote_addr or ""
    return terms_for(event, code, network=network)


def terms_shown(event: Any) -> Terms:
    """Return what a page shows to somebody with a code: of a voucher nothing without its proof."""
    code = given_code()
    if code and _is_proven(event, code, request.values.get("proof", "")):
        return find_terms(event, code) or Terms()
    return Terms(access_code=code)


def _is_proven(event: Any, code: str, proof: str) -> bool:
    return hmac.compare_digest(proof.encode(), proof_of(event, code).encode())
