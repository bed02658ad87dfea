"""What the seats of a company can be, and when it is reminded of those that are not filled."""

from datetime import datetime, timedelta
from enum import StrEnum

MOST_SEATS = 1_000
REMINDED_DAYS = (7, 1)
# The hold outlives the cut-off, so that what ends it is the job that counts what went back.
BACKSTOP = timedelta(hours=1)


# A group that nobody gave its places has so long to name those who come, and no longer than this
# before the event begins.
GROUP_TIME = timedelta(days=14)
GROUP_ENDS_BEFORE = timedelta(days=1)
SMALLEST_GROUP = 2


class SeatsState(StrEnum):
    """Whether a company can still fill its seats."""

    OPEN = "open"
    OVER = "over"
    REVOKED = "revoked"


class SeatInvitationState(StrEnum):
    """What became of an invitation to a seat."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"


def reminder_delays(now: datetime, until: datetime) -> dict[int, timedelta]:
    """Return how long it is to each reminder that is still to come, by days before the cut-off."""
    delays = {days: until - timedelta(days=days) - now for days in REMINDED_DAYS}
    return {days: delay for days, delay in delays.items() if delay > timedelta(0)}


def is_reminder_due(days: int, reminded: int | None, until: datetime, now: datetime) -> bool:
    """Whether a reminder is due: its time has come, and neither it nor a later one was sent."""
    is_new = reminded is None or days < reminded
    return is_new and until - timedelta(days=days) <= now < until


def group_until(now: datetime, starts_at: datetime) -> datetime | None:
    """Return until when a group can name those who come; None if it is too late for one."""
    until = min(now + GROUP_TIME, starts_at - GROUP_ENDS_BEFORE)
    return until if until > now else None
