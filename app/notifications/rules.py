"""How a delivery goes on: pending, sending, then sent or failed; and what names may say."""

import re
from enum import StrEnum

MAX_ATTEMPTS = 8
_NO_NAME = re.compile(r"[\s\\<>]|//+|(?<!\d):(?=\S)|:(?=[^\s\d])")
_DOT_IN_WORD = re.compile(r"(?<=\w)[.。．｡](?=\w)(?!(?<=\d\.)\d)")


class DeliveryState(StrEnum):
    """How far a mail has come."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


def state_after_failure(attempts: int, *, is_final: bool) -> DeliveryState:
    """Return where a failed attempt leads: another try, unless it was the last or is refused."""
    if is_final or attempts >= MAX_ATTEMPTS:
        return DeliveryState.FAILED
    return DeliveryState.PENDING


def masked(address: str) -> str:
    """Return an address so that it tells no more than its first letter and its domain."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def inert(name: str) -> str:
    """Return a name that somebody chose, so that no mail program makes a link of it.

    What people write stays as it is: "Industry 4.0: and/or", "14:30".
    """
    spaced = _NO_NAME.sub(" ", name.replace("@", " at "))
    return " ".join(_DOT_IN_WORD.sub(". ", spaced).split())
