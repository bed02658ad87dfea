"""When a ticket may go to a colleague, and until when they can take it."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.tickets.rules.sales import TicketState

TRANSFER_LASTS = timedelta(days=7)
MOST_TRANSFERS = 10  # of one ticket: each sends a mail to an address that somebody writes


class TransferState(StrEnum):
    """What became of a ticket that was to go to a colleague."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def refusal(
    *, state: TicketState, is_allowed: bool, has_come: bool, until: datetime, now: datetime
) -> str | None:
    """Return why a ticket cannot go to somebody else; None if it can.

    One that nobody has paid for or decided about yet stays with whoever asked for it.
    """
    if state != TicketState.VALID:
        return "transfer_not_valid"
    if not is_allowed:
        return "transfers_off"
    if has_come:
        return "transfer_admitted"
    return None if now < until else "names_frozen"


def transfer_ends(now: datetime, until: datetime) -> datetime:
    """Return until when a colleague can take a ticket: some days, never past the freeze."""
    return min(now + TRANSFER_LASTS, until)
