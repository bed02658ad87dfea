"""Asking people a week before whether they come; who does not gives the place back.

The job that asks may run as often as it likes: a row says who was asked, and when.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, jobs
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.events.rules import EventState
from app.tickets import queries
from app.tickets.facts import ComingAsked, ComingConfirmed
from app.tickets.models import Confirmation, HolderRules, Ticket
from app.tickets.queries.coming import get_confirmation
from app.tickets.rules.coming import wait_to_ask, wait_to_remind
from app.tickets.rules.sales import TicketState
from app.tickets.services.places import A_MOMENT

ASK_COMING = "ask_coming"
AT_ONCE = 200


def confirm_coming(actor: Actor, link: str, ticket_id: int) -> Confirmation:
    """Say that one comes, as whoever has the secret address; said twice, it counts once."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    if ticket.state != TicketState.VALID:
        raise Conflict("ticket_not_valid")
    asked = get_confirmation(ticket_id)
    if note_coming(ticket_id):
        about = {"event_id": ticket.event_id, "ticket_id": ticket.id}
        record(ComingConfirmed(actor_id=actor.person_id, **about))
        db.session.refresh(asked)
    return asked


def note_coming(ticket_id: int) -> bool:
    """Note once that whoever has a ticket comes; False if it was said, or nobody asked."""
    rule = update(Confirmation).where(
        Confirmation.ticket_id == ticket_id, Confirmation.confirmed_at.is_(None)
    )
    done = rule.values(confirmed_at=clock.now()).returning(Confirmation.ticket_id)
    return db.session.scalar(done) is not None


def plan_asking(event: Event) -> None:
    """Have people asked when it is time, if the organiser wants that."""
    rules = db.session.get(HolderRules, event.id)
    wait = wait_to_ask(event.starts_at, clock.now())
    if rules is not None and rules.asks_coming and wait is not None:
        jobs.enqueue(ASK_COMING, delay=wait + A_MOMENT, event_id=event.id)


def ask_when_due(event_id: int, now: datetime) -> timedelta | None:
    """Ask whom it is time to ask; return how long it is until there is more to do."""
    event, rules = get_event_by_id(event_id), db.session.get(HolderRules, event_id)
    wait = wait_to_ask(event.starts_at, now)
    is_on = rules is not None and rules.asks_coming and event.state == EventState.PUBLISHED
    if rules is None or not is_on or wait is None:
        return None
    if rules.asked_at is None:
        if wait:
            return wait + A_MOMENT
        rules.asked_at = now
    asked = _ask(event, rules.asked_at)
    if len(asked) == AT_ONCE:
        return A_MOMENT
    wait = wait_to_remind(rules.asked_at, now)
    if wait:
        return wait + A_MOMENT
    return A_MOMENT if len(_remind(event, now)) == AT_ONCE else None


def _ask(event: Event, asked_at: datetime) -> Sequence[int]:
    """Ask some who were not; who registers later knows that they come."""
    waiting = (
        select(Ticket.id)
        .where(
            Ticket.event_id == event.id,
            Ticket.state == TicketState.VALID,
            Ticket.created_at <= asked_at,
            Ticket.id.not_in(select(Confirmation.ticket_id)),
        )
        .order_by(Ticket.id)
        .limit(AT_ONCE)
    )
    ids = db.session.scalars(waiting).all()
    if not ids:
        return ids
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    rows = insert(Confirmation).values([{"ticket_id": one, "asked_at": asked_at} for one in ids])
    rows = rows.on_conflict_do_nothing().returning(Confirmation.ticket_id)
    _tell(event, db.session.scalars(rows).all(), is_reminder=False)
    return ids


def _remind(event: Event, now: datetime) -> Sequence[int]:
    """Ask some who said nothing once more."""
    silent = (
        select(Confirmation.ticket_id)
        .join(Ticket, Ticket.id == Confirmation.ticket_id)
        .where(
            Ticket.event_id == event.id,
            Ticket.state == TicketState.VALID,
            Confirmation.confirmed_at.is_(None),
            Confirmation.reminded_at.is_(None),
        )
        .order_by(Ticket.id)
        .limit(AT_ONCE)
    )
    rule = update(Confirmation).where(
        Confirmation.ticket_id.in_(silent), Confirmation.reminded_at.is_(None)
    )
    done = rule.values(reminded_at=now).returning(Confirmation.ticket_id)
    ids = db.session.scalars(done.execution_options(synchronize_session=False)).all()
    _tell(event, ids, is_reminder=True)
    return ids


def _tell(event: Event, ticket_ids: Sequence[int], *, is_reminder: bool) -> None:
    tickets = db.session.execute(
        select(Ticket.id, Ticket.email).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id)
    )
    for ticket_id, email in tickets:
        about = {"event_id": event.id, "ticket_id": ticket_id}
        record(ComingAsked(email=email, is_reminder=is_reminder, **about))
