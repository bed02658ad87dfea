"""How long a browser stays signed in, and what is kept of the device."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_SESSION = timedelta(days=30)
LONGEST_REST = timedelta(days=14)
LONGEST_BETWEEN_STEPS = timedelta(minutes=15)
NOTED_EVERY = timedelta(hours=1)


class SignInWay(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a secret
    LINK = "link"
    SIGN_UP = "sign_up"
    INVITATION = "invitation"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    SECOND_STEP = "second_step"


# Whoever has a passkey has the device and its owner's finger or PIN: both steps in one.
BOTH_STEPS = frozenset({SignInWay.PASSKEY, SignInWay.SECOND_STEP})


# The first that is found counts: Edge and Opera call themselves Chrome, and Chrome calls itself
# Safari; an iPad is a Mac and an Android is a Linux, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"^[A-Za-z][A-Za-z-]{1,30}(?=/)")


def device_of(user_agent: str) -> str:
    """Return browser and system in a few words, an empty text when nothing is known of them."""
    known = [
        next((name for part, name in table if part in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    if any(known):
        return ", ".join(name for name in known if name)
    program = _PROGRAM.match(user_agent)
    return program[0] if program else ""


def is_session_over(used_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session rested too long, or lasted as long as any may."""
    return now >= expires_at or now - used_at >= LONGEST_REST


def is_use_noted(used_at: datetime, now: datetime) -> bool:
    """Whether the last use was noted so lately that this one need not be."""
    return now - used_at < NOTED_EVERY
