"""Until when somebody who holds a ticket may change what stands on it."""

from datetime import datetime, timedelta

from app.tickets.rules.sales import OPEN, TicketState

NAMES_FREEZE = timedelta(days=2)  # badges are printed then, unless the organiser says when


def may_change(state: TicketState, until: datetime, now: datetime) -> bool:
    """Whether the holder may still change names: not once the badges are printed."""
    return state in OPEN and now < until
