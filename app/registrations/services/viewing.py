"""Keeping ways to look at the list of attendees."""

from collections.abc import Mapping
from typing import Any

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.registrations import queries
from app.registrations.facts import AttendeeViewDeleted, AttendeeViewSaved
from app.registrations.models import AttendeeView
from app.registrations.rules.columns import MOST_VIEWS, NOT_KEPT


def save_view(
    actor: Actor, event: Event, *, name: str, asked: Mapping[str, Any], is_shared: bool = False
) -> AttendeeView:
    """Keep filters, order and columns under a name; what was searched for is left out."""
    authorize(actor, Permission.TICKET_VIEW, event)
    if queries.count_views(event.id, actor.person_id) >= MOST_VIEWS:
        raise Conflict("views_enough", most=MOST_VIEWS)
    made = AttendeeView(
        id=new_id(),
        event_id=event.id,
        person_id=actor.person_id,
        name=name,
        asked={key: value for key, value in asked.items() if key not in NOT_KEPT},
        is_shared=is_shared,
    )
    db.session.add(made)
    db.session.flush()
    record(
        AttendeeViewSaved(
            actor_id=actor.person_id, event_id=event.id, view_id=made.id, is_shared=is_shared
        )
    )
    return made


def delete_view(actor: Actor, event: Event, view_id: int) -> None:
    """Drop one of the actor's own views."""
    authorize(actor, Permission.TICKET_VIEW, event)
    found = queries.get_view(actor, event, view_id)
    db.session.delete(found)
    record(AttendeeViewDeleted(actor_id=actor.person_id, event_id=event.id, view_id=view_id))
