"""Seats as their organiser gives them: how many, to whom, until when; and their end."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.seats.facts import SeatsChanged, SeatsGiven, SeatsReturned, SeatsUnfilled
from app.seats.models import CompanySeats, SeatInvitation
from app.seats.queries import list_group_offers
from app.seats.rules import (
    BACKSTOP,
    SMALLEST_GROUP,
    SeatInvitationState,
    SeatsState,
    group_until,
    is_reminder_due,
    reminder_delays,
)
from app.tickets.queries import get_ticket_type, list_offers
from app.tickets.rules.places import HoldPurpose
from app.tickets.services.places import A_MOMENT, set_aside, take_places

CLOSE_SEATS = "close_seats"
REMIND_SEATS = "remind_seats"


def give_seats(
    actor: Actor,
    event: Event,
    *,
    ticket_type: int,
    seats: int,
    until: datetime,
    **who: str,
) -> CompanySeats:
    """Set seats of a ticket type aside for a company, which fills them until the cut-off."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    _check_until(event, until)
    kind = get_ticket_type(ticket_type, event.id)
    return _give(actor, event, ticket_type=kind, seats=seats, until=until, **who)


def take_group(
    actor: Actor, event: Event, *, ticket_type: int, seats: int, **who: str
) -> CompanySeats:
    """Take places for a group that names its people later, by the link that its address gets."""
    authorize(actor, Permission.TICKET_REGISTER, event)
    now = clock.now()
    kinds = {
        one.ticket_type.id: one for one in list_group_offers(list_offers(event, now), event, now)
    }
    until = group_until(now, event.starts_at)
    if ticket_type not in kinds or until is None:
        raise Invalid("not_for_groups", field="ticket_type")
    kind = kinds[ticket_type].ticket_type
    least = max(SMALLEST_GROUP, kind.least)
    if not least <= seats <= kind.most:
        raise Invalid("group_size", field="seats", least=least, most=kind.most)
    return _give(actor, event, ticket_type=kind, seats=seats, until=until, **who)


def _give(actor: Actor, event: Event, *, seats: int, **values: Any) -> CompanySeats:
    counts = {"seats": seats, "filled": 0, "invited": 0, "returned": 0}
    made = CompanySeats(id=new_id(), event_id=event.id, **counts, **values)
    db.session.add(made)
    db.session.flush()
    _keep(made)
    _plan(made)
    _tell_link(actor, made)
    return made


def change_seats(
    actor: Actor, given: CompanySeats, *, seats: int | None = None, until: datetime | None = None
) -> CompanySeats:
    """Give a company more or fewer seats, never fewer than it filled, or another cut-off."""
    authorize(actor, Permission.TICKET_MANAGE, given.event)
    lock(given)
    if given.state != SeatsState.OPEN:
        raise Conflict("seats_over")
    if until is not None and until != given.until:
        _check_until(given.event, until)
        given.until, given.reminded = until, None
        _plan(given)
    if seats is not None:
        least = given.filled + given.invited + given.returned
        if seats < least:
            raise Conflict("seats_below_filled", field="seats", least=least)
        given.seats = seats
    db.session.flush()
    _keep(given)
    about = {"event_id": given.event_id, "seats_id": given.id}
    record(SeatsChanged(actor_id=actor.person_id, seats=given.seats, **about))
    return given


def renew_link(actor: Actor, given: CompanySeats) -> None:
    """Send a company a new secret address; the old one opens nothing any more."""
    authorize(actor, Permission.TICKET_MANAGE, given.event)
    lock(given)
    given.link_epoch += 1
    _tell_link(actor, given)


def revoke_seats(actor: Actor, given: CompanySeats) -> None:
    """Take back what a company did not fill; who has a seat keeps it."""
    authorize(actor, Permission.TICKET_MANAGE, given.event)
    lock(given)
    if given.state != SeatsState.OPEN:
        raise Conflict("seats_over")
    _end(actor.person_id, given, SeatsState.REVOKED)


def close_when_over(seats_id: int, now: datetime) -> timedelta | None:
    """Return what a company did not fill by its cut-off; else how long that still is."""
    given = db.session.get(CompanySeats, seats_id)
    if given is None:
        return None
    lock(given)
    if given.state != SeatsState.OPEN:
        return None
    if given.until > now:
        return given.until - now + A_MOMENT
    _end(None, given, SeatsState.OVER)
    return None


def remind_when_unfilled(seats_id: int, days: int, now: datetime) -> None:
    """Remind a company some days before its cut-off, once, if seats are not filled."""
    given = db.session.get(CompanySeats, seats_id)
    if given is None:
        return
    lock(given)
    if given.state != SeatsState.OPEN or not given.held:
        return
    if is_reminder_due(days, given.reminded, given.until, now):
        given.reminded = days
        record(
            SeatsUnfilled(
                event_id=given.event_id,
                seats_id=given.id,
                unfilled=given.held,
                email=given.email,
            )
        )


def lock(given: CompanySeats) -> None:
    """Let all who change a company's seats wait for each other, and see what is there now."""
    locked = select(CompanySeats).where(CompanySeats.id == given.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()


def _end(actor_id: int | None, given: CompanySeats, state: SeatsState) -> None:
    """End seats that are locked: what is held goes back, invitations open nothing any more."""
    unfilled = given.held
    given.state, given.invited = state, 0
    given.returned += unfilled
    rule = update(SeatInvitation).where(
        SeatInvitation.seats_id == given.id, SeatInvitation.state == SeatInvitationState.OPEN
    )
    db.session.execute(rule.values(state=SeatInvitationState.WITHDRAWN))
    db.session.flush()
    take_places({}, client_key=given.hold_key)
    if unfilled:
        record(
            SeatsReturned(
                actor_id=actor_id,
                event_id=given.event_id,
                seats_id=given.id,
                returned=unfilled,
                email=given.email,
            )
        )


def _check_until(event: Event, until: datetime) -> None:
    if not clock.now() < until <= event.ends_at:
        raise Invalid("seats_until_past", field="until")


def _keep(given: CompanySeats) -> None:
    """Hold exactly what is not filled; the quotas refuse more than they have."""
    until = given.until + BACKSTOP
    purpose = HoldPurpose.COMPANY
    set_aside(given.ticket_type, given.held, key=given.hold_key, purpose=purpose, until=until)


def _plan(given: CompanySeats) -> None:
    now = clock.now()
    jobs.enqueue(CLOSE_SEATS, delay=given.until - now + A_MOMENT, seats_id=given.id)
    for days, delay in reminder_delays(now, given.until).items():
        jobs.enqueue(REMIND_SEATS, delay=delay + A_MOMENT, seats_id=given.id, days=days)


def _tell_link(actor: Actor, given: CompanySeats) -> None:
    record(
        SeatsGiven(
            actor_id=actor.person_id,
            event_id=given.event_id,
            seats_id=given.id,
            seats=given.seats,
            email=given.email,
        )
    )
