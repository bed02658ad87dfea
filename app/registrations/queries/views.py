"""Reading views of the list of attendees."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.registrations.models import AttendeeView


def list_views(actor: Actor, event: Event) -> Sequence[AttendeeView]:
    """Return the actor's own views of an event's list and those that the team shares, by name."""
    authorize(actor, Permission.TICKET_VIEW, event)
    query = select(AttendeeView).where(AttendeeView.event_id == event.id)
    own = or_(AttendeeView.person_id == actor.person_id, AttendeeView.is_shared)
    return db.session.scalars(query.where(own).order_by(AttendeeView.name, AttendeeView.id)).all()


def get_view(actor: Actor, event: Event, view_id: int) -> AttendeeView:
    """Return one of the actor's own views of an event's list."""
    query = select(AttendeeView).where(
        AttendeeView.id == view_id,
        AttendeeView.event_id == event.id,
        AttendeeView.person_id == actor.person_id,
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def count_views(event_id: int, person_id: int | None) -> int:
    """Return how many views somebody has of an event's list."""
    query = select(func.count()).select_from(AttendeeView)
    mine = query.where(AttendeeView.event_id == event_id, AttendeeView.person_id == person_id)
    return db.session.scalar(mine) or 0
