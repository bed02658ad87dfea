"""What a certificate is for, and the code by which anybody checks it."""

import secrets
from enum import StrEnum

from app.core.ids import ALPHABET

LETTERS, GROUP = 16, 4
_MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0"})


class CertificateKind(StrEnum):
    """What it says of a proposal."""

    SELECTED = "selected"
    SHORTLISTED = "shortlisted"


def new_code() -> str:
    """Return a code of sixteen letters and digits that nobody can guess: 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def read_code(text: str) -> str:
    """Return a code as it is kept, however it was typed; nothing if it cannot be one."""
    plain = "".join(one for one in text.lower() if one.isalnum()).translate(_MISREAD)
    is_code = len(plain) == LETTERS and all(one in ALPHABET for one in plain)
    return plain if is_code else ""


def shown_code(code: str) -> str:
    """Return a code in groups of four, as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, LETTERS, GROUP)).upper()
