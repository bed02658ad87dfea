"""Who may see, change and publish an event."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.rules import MANAGERS, EventState, TeamRole


def role_on(actor: Actor, event: Any) -> TeamRole | None:
    """Return the actor's role on the team of an event."""
    if actor.person_id is None:
        return None
    for member in event.team:
        if member.person_id == actor.person_id:
            return TeamRole(member.role)
    return None


def is_on_team(actor: Actor, event: Any) -> bool:
    """Whether the actor has any role on an event."""
    return role_on(actor, event) is not None


@permits(Permission.EVENT_VIEW)
def can_view_event(actor: Actor, event: Any) -> bool:
    """Whether the event is public or the actor's own."""
    return event.state != EventState.DRAFT or is_on_team(actor, event)


@permits(Permission.EVENT_MANAGE)
def can_manage_event(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event: its lead or a co-organiser."""
    return role_on(actor, event) in MANAGERS


@permits(Permission.EVENT_EDIT)
def can_edit_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may change the event, its programme, team and partners."""
    return can_manage_event(actor, event)


@permits(Permission.EVENT_PUBLISH)
def can_publish_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may make the event public."""
    return can_manage_event(actor, event)


@permits(Permission.EVENT_CREATE)
def can_create_event(actor: Actor, organisation: Any) -> bool:
    """Whether the organisation is a cluster and the actor belongs to it."""
    return organisation.kind == "cluster" and organisation.id in actor.organisation_ids
