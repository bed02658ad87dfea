"""For how long rows may be kept: what an operator may set, and when the night's work is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.privacy import About, Erased

STARTS_AT_HOUR = 1  # UTC; most of Europe sleeps
LEAST_SHARE, MOST_SHARE = 4, 2


@dataclass(frozen=True)
class Limits:
    """The least and the most days that an operator may set for a table."""

    least: int
    most: int

    def admits(self, days: int) -> bool:
        """Whether a number of days lies within."""
        return self.least <= days <= self.most


def limits_of(about: About) -> Limits | None:
    """Return what may be set for a table; None if its rows stay as long as the account.

    What erasure keeps because a right needs it may not go earlier than declared, and nothing may be
    kept more than twice as long.
    """
    if about.days is None:
        return None
    is_needed = about.erased is Erased.KEPT
    least = about.days if is_needed else max(1, about.days // LEAST_SHARE)
    return Limits(least, about.days * MOST_SHARE)


def cutoff(now: datetime, days: int) -> datetime:
    """Return the instant before which rows are over their time."""
    return now - timedelta(days=days)
