"""Whether somebody may pass: the one rule of every gate, of every kind.

The same rule stands in `app/static/js/checkin/rules.js`, for phones without a network. The cases of
`tests/vectors/door.json` hold the two together: each must decide every one of them alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.checkin.rules.clocks import EVERY_DAY, Days, Hours
from app.checkin.rules.reading import Reading
from app.checkin.rules.words import Direction, Entries, Reason, Verdict
from app.tickets.rules.sales import TicketState

NO_RIGHT = {
    TicketState.REQUESTED: Reason.NOT_APPROVED,
    TicketState.DECLINED: Reason.NOT_APPROVED,
    TicketState.UNPAID: Reason.UNPAID,
    TicketState.CANCELLED: Reason.CANCELLED,
}


@dataclass(frozen=True)
class EntryRule:
    """What the gates of one place ask: how often, both ways or in alone, for whom, how many.

    No ticket types and no add-ons mean that every ticket is for here.
    """

    hours: Hours
    entries: Entries = Entries.ONCE
    has_exit: bool = False
    capacity: int | None = None
    ticket_types: frozenset[int] = frozenset()
    add_ons: frozenset[int] = frozenset()


@dataclass(frozen=True)
class KnownTicket:
    """What the door must know of a ticket."""

    ticket_id: int
    epoch: int
    state: TicketState = TicketState.VALID
    days: Days = EVERY_DAY
    ticket_type: int | None = None
    add_ons: frozenset[int] = frozenset()


@dataclass(frozen=True, order=True)
class Pass:
    """Somebody went through a gate: when, by which scan, which way, and where."""

    at: datetime
    client_id: str = ""
    direction: Direction = Direction.IN
    gate: str = ""


@dataclass(frozen=True)
class Decision:
    """What comes of one reading; `previous` is the entry that makes it one too many."""

    verdict: Verdict
    reason: Reason
    previous: Pass | None = None


@dataclass(frozen=True)
class Attempt:
    """Somebody at a gate: which way they go, when, and how many are inside."""

    at: datetime
    direction: Direction = Direction.IN
    inside: int = 0


def decide(
    reading: Reading,
    ticket: KnownTicket | None,
    checkpoint: EntryRule,
    passes: Sequence[Pass],
    attempt: Attempt,
) -> Decision:
    """Decide one reading: green to pass, amber to think about, red for what opens no door.

    `passes` are the ticket's own at this checkpoint, whatever their order. What is wrong with the
    code comes first, then the ticket, then the place, then the day, then earlier passes.
    """
    if ticket is None:
        return Decision(Verdict.RED, reading.refusal or Reason.UNKNOWN)
    refusal = reading.refusal or _no_right(reading, ticket)
    if refusal is not None:
        return Decision(Verdict.RED, refusal)
    if attempt.direction is Direction.OUT:
        return _let_out(passes)
    if not _is_for(checkpoint, ticket):
        return Decision(Verdict.RED, Reason.NOT_HERE)
    if not checkpoint.hours.admit(attempt.at, ticket.days):
        return Decision(Verdict.AMBER, Reason.NOT_TODAY)
    return _let_in(checkpoint, passes, attempt)


def _no_right(reading: Reading, ticket: KnownTicket) -> Reason | None:
    """Return why a ticket opens no door at all, if it does not."""
    if ticket.state in NO_RIGHT:
        return NO_RIGHT[ticket.state]
    if reading.epoch is not None and reading.epoch != ticket.epoch:
        return Reason.REPLACED
    return None


def _let_out(passes: Sequence[Pass]) -> Decision:
    """Nobody is kept in; who was never seen coming in is looked at."""
    if passes and max(passes).direction is Direction.IN:
        return Decision(Verdict.GREEN, Reason.WENT_OUT)
    return Decision(Verdict.AMBER, Reason.NEVER_IN)


def _is_for(checkpoint: EntryRule, ticket: KnownTicket) -> bool:
    """Whether a ticket is for here: by its type, or by something that was added to it."""
    if not checkpoint.ticket_types and not checkpoint.add_ons:
        return True
    is_of_type = ticket.ticket_type in checkpoint.ticket_types
    return is_of_type or not checkpoint.add_ons.isdisjoint(ticket.add_ons)


def _let_in(checkpoint: EntryRule, passes: Sequence[Pass], attempt: Attempt) -> Decision:
    standing = standing_entry(checkpoint, passes, attempt)
    if standing is not None:
        return Decision(Verdict.AMBER, Reason.ALREADY_IN, standing)
    if checkpoint.capacity is not None and attempt.inside >= checkpoint.capacity:
        return Decision(Verdict.AMBER, Reason.FULL)
    came_before = any(one.direction is Direction.IN for one in passes)
    return Decision(Verdict.GREEN, Reason.CAME_BACK if came_before else Reason.FIRST_TIME)


def standing_entry(checkpoint: EntryRule, passes: Sequence[Pass], attempt: Attempt) -> Pass | None:
    """Return the entry that still stands in the way of another one, if there is one.

    An entry stands until the ticket came out again; where entry is daily, until the day is over.
    """
    counted = sorted(passes)
    if checkpoint.entries is Entries.ANY:
        return None
    if checkpoint.entries is Entries.DAILY:
        today = checkpoint.hours.day_of(attempt.at)
        counted = [one for one in counted if checkpoint.hours.day_of(one.at) == today]
    if checkpoint.has_exit:
        counted = counted[-1:]
    entries = [one for one in counted if one.direction is Direction.IN]
    return entries[0] if entries else None
