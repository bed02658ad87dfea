"""One badge at a time: asked for at the desk, taken by the printer it waits at, exactly once."""

from typing import Any

from sqlalchemy import update

from app.badges import queries
from app.badges.facts import (
    BadgePrinted,
    BadgePrinterAdded,
    BadgePrinterClosed,
    BadgePrintWithdrawn,
)
from app.badges.models import BadgePrint, BadgePrinter
from app.badges.rules.prints import OPEN, PrintState, ReprintReason
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.events.queries import get_signing_key
from app.tickets.rules.sales import TicketState

MOST_PRINTERS = 20


def add_printer(actor: Actor, event: Event, *, name: str) -> BadgePrinter:
    """Name a printer that badges can wait for."""
    authorize(actor, Permission.BADGE_PRINT, event)
    if len(queries.list_printers(event.id)) >= MOST_PRINTERS:
        raise Conflict("too_many_printers", most=MOST_PRINTERS)
    made = BadgePrinter(id=new_id(), event_id=event.id, name=name)
    db.session.add(made)
    db.session.flush()
    record(BadgePrinterAdded(printer_id=made.id, **_by(actor, event)))
    return made


def close_printer(actor: Actor, event: Event, printer: BadgePrinter) -> None:
    """Use a printer no more; what waits at it waits no longer and can be asked for elsewhere."""
    authorize(actor, Permission.BADGE_PRINT, event)
    rule = update(BadgePrinter).where(
        BadgePrinter.id == printer.id, BadgePrinter.is_closed.is_(False)
    )
    if db.session.scalar(rule.values(is_closed=True).returning(BadgePrinter.id)) is None:
        raise Conflict("printer_closed")
    left = update(BadgePrint).where(BadgePrint.printer_id == printer.id, BadgePrint.state.in_(OPEN))
    db.session.execute(left.values(state=PrintState.WITHDRAWN))
    record(BadgePrinterClosed(printer_id=printer.id, **_by(actor, event)))


def ask_print(
    actor: Actor,
    event: Event,
    *,
    ticket: int,
    printer: int | None = None,
    reason: ReprintReason | None = None,
) -> BadgePrint:
    """Ask for one badge: at a printer it waits its turn, without one it is opened here and now.

    Whoever has a badge on paper gets another for a reason only.
    """
    authorize(actor, Permission.BADGE_PRINT, event)
    found = queries.get_badge_ticket(event.id, ticket, fence(actor, event))
    if found.state != TicketState.VALID:
        raise Conflict("badge_not_valid")
    if printer is not None:
        queries.get_printer(printer, event.id)
    earlier = queries.printed_among([found.id]).get(found.id)
    if earlier is not None and earlier.state in OPEN:
        raise Conflict("print_waits")
    if earlier is not None and reason is None:
        raise Invalid("reprint_reason", field="reason", count=1)
    made = BadgePrint(
        id=new_id(),
        event_id=event.id,
        ticket_id=found.id,
        epoch=found.epoch,
        key_number=get_signing_key(event.id)[0],
        reason=reason if earlier else None,
        printer_id=printer,
        state=PrintState.WAITING,
        asked_at=clock.now(),
    )
    if printer is None:
        made.state, made.printed_at = PrintState.PRINTED, made.asked_at
    db.session.add(made)
    db.session.flush()
    if printer is None:
        _tell_printed(actor, event, made)
    return made


def take_next(actor: Actor, event: Event, printer: BadgePrinter) -> BadgePrint | None:
    """Take what waits longest at a printer: each is given out once, whoever asks at once."""
    authorize(actor, Permission.BADGE_PRINT, event)
    seen = fence(actor, event)
    while (print_id := queries.first_waiting(printer.id, seen)) is not None:
        change = (
            update(BadgePrint)
            .where(BadgePrint.id == print_id, BadgePrint.state == PrintState.WAITING)
            .values(state=PrintState.TAKEN, taken_at=clock.now())
            .returning(BadgePrint.id)
        )
        if db.session.scalar(change) is None:
            continue  # somebody else has it
        taken = queries.get_print(print_id, event.id, seen)
        if queries.is_of_valid_code(taken):
            return taken
        _change(taken, (PrintState.TAKEN,), {"state": PrintState.WITHDRAWN})
    return None


def note_printed(actor: Actor, event: Event, asked: BadgePrint) -> None:
    """Note that a badge which was taken is on paper; once, Conflict for the second."""
    authorize(actor, Permission.BADGE_PRINT, event)
    done = {"state": PrintState.PRINTED, "printed_at": clock.now()}
    _change(asked, (PrintState.TAKEN,), done)
    _tell_printed(actor, event, asked)


def return_print(actor: Actor, event: Event, asked: BadgePrint) -> None:
    """Let a badge that was taken, and did not come out, wait for its turn again."""
    authorize(actor, Permission.BADGE_PRINT, event)
    _change(asked, (PrintState.TAKEN,), {"state": PrintState.WAITING, "taken_at": None})


def withdraw_print(actor: Actor, event: Event, asked: BadgePrint) -> None:
    """Take back what was asked for and is not on paper yet."""
    authorize(actor, Permission.BADGE_PRINT, event)
    _change(asked, OPEN, {"state": PrintState.WITHDRAWN})
    record(BadgePrintWithdrawn(print_id=asked.id, ticket_id=asked.ticket_id, **_by(actor, event)))


def _change(asked: BadgePrint, states: tuple[PrintState, ...], values: dict[str, Any]) -> None:
    """Change a print if it is in one of some states; Conflict for whoever comes too late."""
    change = (
        update(BadgePrint)
        .where(BadgePrint.id == asked.id, BadgePrint.state.in_(states))
        .values(values)
        .returning(BadgePrint.id)
    )
    if db.session.scalar(change) is None:
        raise Conflict("print_moved_on")


def _tell_printed(actor: Actor, event: Event, asked: BadgePrint) -> None:
    record(
        BadgePrinted(
            print_id=asked.id,
            ticket_id=asked.ticket_id,
            reason=asked.reason or "",
            **_by(actor, event),
        )
    )


def _by(actor: Actor, event: Event) -> dict[str, Any]:
    return {"actor_id": actor.person_id, "event_id": event.id}
