"""How long API tokens last, and which of two may more."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from app.identity.rules.scopes import Scope

USUAL_DAYS = 90
MOST_DAYS = 365
MOST_DAYS_TO_OPERATE = 30
TOLD_BEFORE = timedelta(days=7)


class Grant(Protocol):
    """What a token allows, and until when."""

    @property
    def scopes(self) -> Collection[str]:
        """What it may do."""

    @property
    def event_id(self) -> int | None:
        """The event that it is limited to."""

    @property
    def expires_at(self) -> datetime | None:
        """Its end."""


def is_stronger(one: Grant, other: Grant) -> bool:
    """Whether the first may anything that the second may not, or for longer."""
    if not set(one.scopes) <= set(other.scopes):
        return True
    if other.event_id is not None and one.event_id != other.event_id:
        return True
    if other.expires_at is None:
        return False
    return one.expires_at is None or one.expires_at > other.expires_at


def most_days(scopes: Iterable[str]) -> int:
    """Return for how many days a token with these scopes may last."""
    return MOST_DAYS_TO_OPERATE if Scope.OPERATE in scopes else MOST_DAYS


def told_at(expires_at: datetime | None, now: datetime) -> datetime | None:
    """Return when the owner is told that a token ends; None if that is known anyway."""
    if expires_at is None or expires_at - now <= TOLD_BEFORE:
        return None
    return expires_at - TOLD_BEFORE


def hour_of(instant: datetime) -> datetime:
    """Return the hour that an instant is in: as exactly as the use of a token is noted."""
    return instant.replace(minute=0, second=0, microsecond=0)
