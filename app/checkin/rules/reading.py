"""What a code says, before anybody is asked whether its ticket opens a door."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.checkin.rules.words import Direction, Reason, Verdict
from app.tickets.rules.badge_token import Refusal, TicketToken
from app.tickets.rules.typed_code import read_typed_code


@dataclass(frozen=True)
class IncomingScan:
    """A scan as a scanner sends it; its time is what the scanner's clock said, if it is one.

    `told` is what a scanner that decided by itself showed, `was_full` that it sent somebody away
    for want of room; `sequence` is its own count of scans.
    A supervisor's has no code but the ticket that was found by its holder's name, and a reason.
    """

    client_id: str
    code: str
    scanned_at: datetime | None = None
    direction: Direction = Direction.IN
    told: Verdict | None = None
    sequence: int | None = None
    ticket_id: int | None = None
    note: str = ""
    was_full: bool = False


@dataclass(frozen=True)
class Reading:
    """What a code says: a ticket and its badge's epoch, or why it is none of ours.

    Somebody let in by hand shows no badge, so the epoch is None.
    """

    ticket_id: int | None = None
    epoch: int | None = None
    refusal: Reason | None = None


def reading_of(read: TicketToken | Refusal, text: str, keys: Collection[bytes]) -> Reading:
    """Return what a code says: a badge's, or else one that was typed and proves itself."""
    if isinstance(read, TicketToken):
        return Reading(read.ticket_id, read.epoch)
    typed = read_typed_code(text, keys) if read is Refusal.MALFORMED else None
    if typed is not None:
        return Reading(typed.ticket_id, typed.epoch)
    return Reading(refusal=Reason(read.value))
