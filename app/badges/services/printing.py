"""Badges on paper: many as one PDF that the worker draws, or one at the desk."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, update

from app.badges import queries
from app.badges.facts import BadgesPutBack, BadgesRequested
from app.badges.models import BadgePrint
from app.badges.queries import Whose
from app.badges.rules.looks import Look
from app.badges.rules.prints import PrintState, ReprintReason
from app.badges.rules.sheets import SheetFormat
from app.badges.services.drawing import Badge
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.policies import fence
from app.events.queries import get_event_by_id, get_signing_key
from app.tickets.models import Ticket
from app.tickets.queries import Codes, codes_of, signing_key

MAKE_BADGES = "make_badges"
KIND = "badges"

kind_needs(
    KIND,
    Permission.BADGE_PRINT,
    get_event_by_id,
    reach=lambda actor, event: fence(actor, event).clusters,
)


def start_badges(
    actor: Actor,
    event: Event,
    *,
    layout: SheetFormat,
    both_sides: bool = False,
    whose: Whose,
    reason: ReprintReason | None = None,
    **page: str,
) -> Work:
    """Ask for badges as a PDF; whoever has one on paper gets another for a reason only."""
    authorize(actor, Permission.BADGE_PRINT, event)
    seen = fence(actor, event)
    tickets = queries.list_badge_tickets(event.id, whose, seen=seen)
    if not tickets:
        raise Conflict("no_badges")
    work = start_work(actor, KIND, event.id, clusters=seen.clusters, **page)
    db.session.flush()
    _ask(tickets, reason, work_id=work.id)
    record(BadgesRequested(actor_id=actor.person_id, event_id=event.id, work_id=work.id))
    jobs.enqueue(
        MAKE_BADGES,
        work_id=work.id,
        event_id=event.id,
        layout=layout.value,
        both_sides=both_sides,
    )
    return work


def _ask(tickets: list[Ticket], reason: ReprintReason | None, **values: Any) -> None:
    """Write down one print of each ticket; the constraints refuse what is asked for twice."""
    has_one = queries.printed_among([one.id for one in tickets])
    if has_one and reason is None:
        raise Invalid("reprint_reason", field="reason", count=len(has_one))
    now, (number, _secret) = clock.now(), get_signing_key(tickets[0].event_id)
    rows = [
        {
            "id": new_id(),
            "event_id": one.event_id,
            "ticket_id": one.id,
            "epoch": one.epoch,
            "key_number": number,
            "state": PrintState.WAITING,
            "reason": reason if one.id in has_one else None,
            "asked_at": now,
            **values,
        }
        for one in tickets
    ]
    db.session.execute(insert(BadgePrint), rows)


def end_batch(work_id: int, *, is_made: bool) -> None:
    """Note that the badges of a PDF are made, or that nobody gets them, in the current unit."""
    made = {"state": PrintState.PRINTED, "printed_at": clock.now()}
    values = made if is_made else {"state": PrintState.WITHDRAWN}
    waiting = (BadgePrint.work_id == work_id, BadgePrint.state == PrintState.WAITING)
    db.session.execute(update(BadgePrint).where(*waiting).values(values))


def put_back(actor: Actor, event: Event, work: Work) -> int:
    """Count the badges of a PDF as never printed; return how many, Conflict if there are none."""
    authorize(actor, Permission.BADGE_PRINT, event)
    change = (
        update(BadgePrint)
        .where(BadgePrint.work_id == work.id, BadgePrint.event_id == event.id)
        .where(BadgePrint.state == PrintState.PRINTED)
        .values(state=PrintState.WITHDRAWN)
        .returning(BadgePrint.id)
    )
    count = len(db.session.execute(change).all())
    if not count:
        raise Conflict("put_back_already")
    about = {"actor_id": actor.person_id, "event_id": event.id}
    record(BadgesPutBack(work_id=work.id, count=count, **about))
    return count


def load_badges(event_id: int, tickets: Iterable[Ticket], look: Look) -> list[Badge]:
    """Return what the badges of an event's tickets say."""
    key = signing_key(event_id)
    return [badge_of(ticket, codes_of(ticket, key), look) for ticket in tickets]


def badge_of(ticket: Ticket, codes: Codes, look: Look) -> Badge:
    """Return what a ticket's badge says."""
    organisation = ticket.organisation_name if look.shows_organisation else ""
    return Badge(
        given_name=printable(ticket.given_name),
        family_name=printable(ticket.family_name),
        organisation=printable(organisation),
        role=printable(ticket.role_label or ticket.ticket_type.name),
        audience=ticket.ticket_type.audience,
        code=codes.token,
        typed_code=codes.letters,
    )


def printable(text: str) -> str:
    """Return a text in whole letters, without control characters, with single spaces."""
    whole = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())
