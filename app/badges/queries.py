"""Reading whose badges are to be printed, and what waits at which printer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.badges.models import BadgeLook, BadgePrint, BadgePrinter
from app.badges.rules.looks import Look
from app.badges.rules.prints import OPEN, PrintState, count_initials, is_between
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.core.work import DONE, Work
from app.events.models import BadgeKey
from app.events.policies import Fence
from app.tickets.models import Ticket, TicketState, TicketType
from app.tickets.queries.attendees import within

LATEST = 10


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose badges somebody wants: only those that were never printed, of a kind, by letter."""

    only_new: bool = True
    ticket_type: int | None = None
    first: str | None = None
    last: str | None = None


EVERYBODYS = Whose(only_new=False)
_KEY_COUNTS = exists().where(
    BadgeKey.event_id == BadgePrint.event_id,
    BadgeKey.number == BadgePrint.key_number,
    BadgeKey.retired_at.is_(None),
)
# The code of a print opens a door: its badge was not replaced, and its key was not retired.
_COUNTS = (BadgePrint.epoch == Ticket.epoch, _KEY_COUNTS)


def list_badge_tickets(event_id: int, whose: Whose = EVERYBODYS, *, seen: Fence) -> list[Ticket]:
    """Return the valid tickets to print badges for, by family name as a badge desk sorts.

    Whose badge waits at a printer is left to that printer.
    """
    query = (
        select(Ticket)
        .join(Ticket.ticket_type)
        .options(contains_eager(Ticket.ticket_type))
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID, *within(seen))
        .where(~_has_print(BadgePrint.state.in_(OPEN)))
    )
    if whose.only_new:
        query = query.where(~_was_printed())
    if whose.ticket_type is not None:
        query = query.where(Ticket.ticket_type_id == whose.ticket_type)
    found = [
        one
        for one in db.session.scalars(query)
        if is_between(one.family_name, whose.first, whose.last)
    ]
    return sorted(found, key=_order_of_desk)


def _has_print(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(BadgePrint.ticket_id == Ticket.id, *conditions)


def _was_printed() -> ColumnElement[bool]:
    """Whether the code that counts is on paper, or on its way there."""
    return _has_print(*_COUNTS, BadgePrint.state != PrintState.WITHDRAWN)


def _order_of_desk(ticket: Ticket) -> tuple[str, int]:
    return search_key(ticket.family_name, ticket.given_name), ticket.id


def count_new(event_id: int, seen: Fence) -> int:
    """Return how many valid tickets have no badge on paper, nor one on its way there."""
    query = select(func.count()).where(
        Ticket.event_id == event_id,
        Ticket.state == TicketState.VALID,
        *within(seen),
        ~_was_printed(),
    )
    return db.session.scalar(query) or 0


def list_of_work(work_id: int) -> list[Ticket]:
    """Return the tickets that somebody waits for the badges of, those that are still valid."""
    query = (
        select(Ticket)
        .join(BadgePrint, BadgePrint.ticket_id == Ticket.id)
        .options(joinedload(Ticket.ticket_type))
        .where(BadgePrint.work_id == work_id, BadgePrint.state != PrintState.WITHDRAWN)
        .where(Ticket.state == TicketState.VALID, *_COUNTS)
    )
    return sorted(db.session.scalars(query), key=_order_of_desk)


def printed_among(ticket_ids: Collection[int]) -> dict[int, BadgePrint]:
    """Return of tickets whose badge is on paper, or on its way, the latest print."""
    query = (
        select(BadgePrint)
        .join(Ticket, Ticket.id == BadgePrint.ticket_id)
        .where(BadgePrint.ticket_id.in_(ticket_ids), *_COUNTS)
        .where(BadgePrint.state != PrintState.WITHDRAWN)
        .order_by(BadgePrint.asked_at, BadgePrint.id)
    )
    return {one.ticket_id: one for one in db.session.scalars(query)}


def initials(event_id: int, seen: Fence) -> list[tuple[str, int]]:
    """Return the letters that family names begin with, with how many people have each."""
    query = select(Ticket.family_name).where(
        Ticket.event_id == event_id, Ticket.state == TicketState.VALID, *within(seen)
    )
    return count_initials(db.session.scalars(query))


def get_badge_ticket(event_id: int, ticket_id: int, seen: Fence) -> Ticket:
    """Return a ticket within a fence, whatever its state; NotFound where there is none."""
    query = (
        select(Ticket)
        .where(Ticket.id == ticket_id, Ticket.event_id == event_id, *within(seen))
        .options(joinedload(Ticket.ticket_type), joinedload(Ticket.event))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def look_of(event_id: int) -> Look:
    """Return how the badges of an event look, as its lead decided or as ours do."""
    kept = db.session.get(BadgeLook, event_id)
    if kept is None:
        return Look()
    return Look(
        colours=kept.colours,
        shows_organisation=kept.shows_organisation,
        shows_logo=kept.shows_logo,
        motto=kept.motto,
    )


def list_audiences(event_id: int) -> list[str]:
    """Return for whom there are tickets of an event."""
    query = select(TicketType.audience).where(TicketType.event_id == event_id).distinct()
    return sorted(db.session.scalars(query))


def list_printers(event_id: int) -> Sequence[BadgePrinter]:
    """Return the printers that badges can wait for, by name."""
    query = select(BadgePrinter).where(
        BadgePrinter.event_id == event_id, BadgePrinter.is_closed.is_(False)
    )
    return db.session.scalars(query.order_by(BadgePrinter.name, BadgePrinter.id)).all()


def get_printer(printer_id: int, event_id: int) -> BadgePrinter:
    """Return a printer that is in use; NotFound where the event has no such."""
    found = db.session.get(BadgePrinter, printer_id)
    if found is None or found.event_id != event_id or found.is_closed:
        raise NotFound
    return found


def get_print(print_id: int, event_id: int, seen: Fence) -> BadgePrint:
    """Return a print of somebody within a fence."""
    query = (
        select(BadgePrint)
        .join(BadgePrint.ticket)
        .where(BadgePrint.id == print_id, BadgePrint.event_id == event_id, *within(seen))
        .options(contains_eager(BadgePrint.ticket).joinedload(Ticket.ticket_type))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def get_drawable(print_id: int, event_id: int, seen: Fence) -> BadgePrint:
    """Return a print whose badge counts: NotFound where it was taken back or is of an old code."""
    found = get_print(print_id, event_id, seen)
    if found.state == PrintState.WITHDRAWN or not is_of_valid_code(found):
        raise NotFound
    return found


def is_of_valid_code(asked: BadgePrint) -> bool:
    """Whether the code of a print that was read with its ticket opens a door."""
    if asked.ticket.state != TicketState.VALID:
        return False
    query = select(BadgePrint.id).join(BadgePrint.ticket).where(BadgePrint.id == asked.id, *_COUNTS)
    return db.session.scalar(query) is not None


def count_by_key(event_id: int) -> dict[int, int]:
    """Return how many valid tickets have a badge on paper that counts, by the number of its key."""
    query = (
        select(BadgePrint.key_number, func.count(BadgePrint.ticket_id.distinct()))
        .join(BadgePrint.ticket)
        .where(BadgePrint.event_id == event_id, BadgePrint.state == PrintState.PRINTED)
        .where(Ticket.state == TicketState.VALID, *_COUNTS)
        .group_by(BadgePrint.key_number)
    )
    return dict(db.session.execute(query).all())


def list_queue(printer_id: int, seen: Fence) -> Sequence[BadgePrint]:
    """Return what waits at a printer or is being printed there, what was asked first at first."""
    return _at_printer(printer_id, seen, BadgePrint.state.in_(OPEN), oldest_first=True)


def first_waiting(printer_id: int, seen: Fence) -> int | None:
    """Return the number of what waits longest at a printer."""
    query = (
        select(BadgePrint.id)
        .join(BadgePrint.ticket)
        .where(BadgePrint.printer_id == printer_id, BadgePrint.state == PrintState.WAITING)
        .where(*within(seen))
        .order_by(BadgePrint.asked_at, BadgePrint.id)
        .limit(1)
    )
    return db.session.scalar(query)


def list_just_printed(printer_id: int, seen: Fence) -> Sequence[BadgePrint]:
    """Return what a printer printed last, the latest first."""
    return _at_printer(printer_id, seen, BadgePrint.state == PrintState.PRINTED)


def _at_printer(
    printer_id: int, seen: Fence, condition: ColumnElement[bool], *, oldest_first: bool = False
) -> Sequence[BadgePrint]:
    query = (
        select(BadgePrint)
        .join(BadgePrint.ticket)
        .where(BadgePrint.printer_id == printer_id, condition, *within(seen))
        .options(contains_eager(BadgePrint.ticket).joinedload(Ticket.ticket_type))
    )
    if oldest_first:
        return db.session.scalars(query.order_by(BadgePrint.asked_at, BadgePrint.id)).all()
    latest = query.order_by(BadgePrint.printed_at.desc(), BadgePrint.id.desc()).limit(LATEST)
    return db.session.scalars(latest).all()


def list_prints_after(
    event_id: int, seen: Fence, *, after: int | None, limit: int
) -> Sequence[BadgePrint]:
    """Return prints of an event for a page of them, by number."""
    query = (
        select(BadgePrint)
        .join(BadgePrint.ticket)
        .where(BadgePrint.event_id == event_id, *within(seen))
        .options(contains_eager(BadgePrint.ticket))
        .order_by(BadgePrint.id)
        .limit(limit)
    )
    return db.session.scalars(query if after is None else query.where(BadgePrint.id > after)).all()


def list_batches(event_id: int, person_id: int | None) -> list[tuple[Work, int]]:
    """Return the PDFs of badges that somebody had made last, with how many prints each stands for.

    Those whose badges were all put back are not among them.
    """
    query = (
        select(Work, func.count())
        .join(BadgePrint, BadgePrint.work_id == Work.id)
        .where(Work.event_id == event_id, Work.requested_by_id == person_id, Work.state == DONE)
        .where(BadgePrint.state == PrintState.PRINTED)
        .group_by(Work.id)
        .order_by(Work.created_at.desc(), Work.id.desc())
        .limit(LATEST)
    )
    return [(work, count) for work, count in db.session.execute(query)]
