"""Filling the seats of a panel: from the pool, and by alternates who step in."""

from sqlalchemy import select, update

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.experts.queries import get_expert
from app.identity.models import Invitation
from app.juries.facts import AlternateSteppedIn
from app.juries.models import DeclinedSeat, Juror
from app.juries.queries import panel
from app.juries.rules.judging import Invitee
from app.juries.rules.roles import JurorRole
from app.juries.services.panel import invite_juror


def ask_expert(
    actor: Actor, event: Event, expert_id: int, *, role: JurorRole = JurorRole.MEMBER
) -> Invitation:
    """Ask an expert whom the leading cluster may see onto the panel."""
    authorize(actor, Permission.JURY_MANAGE, event)
    person = get_expert(actor, event.lead_organisation_id, expert_id).profile.person
    asked = Invitee(person.email, person.given_name, person.family_name, role=role)
    return invite_juror(actor, event, asked)


def fill_seat(actor: Actor, event: Event, declined_id: int) -> Juror:
    """Let the next alternate, the one asked first, take a declined seat, once."""
    authorize(actor, Permission.JURY_MANAGE, event)
    seat = db.session.get(DeclinedSeat, declined_id)
    if seat is None or seat.event_id != event.id:
        raise NotFound
    alternate = find_next_alternate(event)
    if alternate is None:
        raise Conflict("no_alternate")
    taken = (
        update(DeclinedSeat)
        .where(DeclinedSeat.id == declined_id, DeclinedSeat.filled_by_id.is_(None))
        .values(filled_by_id=alternate.id)
        .returning(DeclinedSeat.id)
    )
    if db.session.scalar(taken, execution_options={"synchronize_session": False}) is None:
        raise Conflict("seat_filled")
    db.session.refresh(seat)
    step_in(actor, alternate)
    return alternate


def find_next_alternate(event: Event) -> Juror | None:
    """Return the alternate who was asked first."""
    query = select(Juror.id).where(Juror.event_id == event.id, Juror.role == JurorRole.ALTERNATE)
    found = db.session.scalar(query.order_by(Juror.invited_at, Juror.id).limit(1))
    return None if found is None else panel.get_juror(event, found)


def step_in(
    actor: Actor, alternate: Juror, *, late: Juror | None = None, scorecards: int = 0
) -> None:
    """Make an alternate a member, once: of two organisers at the same moment one comes late."""
    became = (
        update(Juror)
        .where(Juror.id == alternate.id, Juror.role == JurorRole.ALTERNATE)
        .values(role=JurorRole.MEMBER)
        .returning(Juror.id)
    )
    if db.session.scalar(became, execution_options={"synchronize_session": False}) is None:
        raise Conflict("no_alternate")
    db.session.refresh(alternate)
    fact = AlternateSteppedIn(
        actor_id=actor.person_id,
        event_id=alternate.event_id,
        juror_id=alternate.id,
        from_juror_id=late.id if late else None,
        scorecards=scorecards,
    )
    record(fact)
