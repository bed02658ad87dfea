"""Break-glass: how long the operator's view of an event lasts, and how it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_REASON = 20  # characters: a word is no reason
MOST_HOURS = 8
SHOWN_FOR = timedelta(days=90)  # how long the event's page still tells of a view that is over


class GlassState(StrEnum):
    """How such a view stands."""

    OPEN = "open"
    ENDED = "ended"
    EXPIRED = "expired"


def glass_state(ends_at: datetime, ended_at: datetime | None, now: datetime) -> GlassState:
    """Return whether a view is open, was ended early, or ran out."""
    if ended_at is not None:
        return GlassState.ENDED
    return GlassState.OPEN if now < ends_at else GlassState.EXPIRED
