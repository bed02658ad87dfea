"""Codes of authenticator apps (RFC 6238), and recovery codes on paper.

It knows no account: who has which secret is a matter of the services.
"""

import hmac
import re
import secrets
from datetime import datetime

import pyotp

from app.core.ids import ALPHABET

SECONDS = 30
AROUND = (0, -1, 1)  # clocks differ: the step before and the step after count too
RECOVERY_CODES = 10
_GROUPS, _GROUP = 3, 4
_DIGITS = re.compile(r"[0-9]{6}")
_LOOK_ALIKE = str.maketrans("ilo", "110")


def new_secret() -> str:
    """Return a fresh secret of 160 bits, as apps take it."""
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """Return a secret as it is typed: in groups of four."""
    return " ".join(re.findall(".{1,4}", secret))


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Return what the QR code says to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def step_at(now: datetime) -> int:
    """Return the number of the half minute."""
    return int(now.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the code of a half minute."""
    return pyotp.TOTP(secret).at(step * SECONDS)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the half minute whose code this is, None if it is none of those around now."""
    digits = re.sub(r"\s", "", code)
    if not _DIGITS.fullmatch(digits):
        return None
    for offset in AROUND:
        step = step_at(now) + offset
        if hmac.compare_digest(code_at(secret, step), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return fresh codes of 60 bits, each different."""
    found: set[str] = set()
    while len(found) < RECOVERY_CODES:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_GROUPS * _GROUP))
        found.add("-".join(re.findall(f".{{{_GROUP}}}", letters)))
    return sorted(found)


def normal_code(typed: str) -> str:
    """Return a recovery code as it was made, however it was copied from the paper."""
    letters = re.sub(r"[\s-]", "", typed.casefold()).translate(_LOOK_ALIKE)
    return "-".join(re.findall(f".{{1,{_GROUP}}}", letters))
