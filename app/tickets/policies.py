"""Who may register, and who may see and change tickets."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence, has, is_looking_in, may
from app.events.rules import EventState


@permits(Permission.TICKET_REGISTER)
def can_register(actor: Actor, event: Event) -> bool:
    """Anybody who can see the Day; whether tickets are on offer is another question."""
    if not has(event, Permission.TICKET_REGISTER):
        return False
    return event.state != EventState.DRAFT or may(actor, Permission.TICKET_REGISTER, event)


@permits(Permission.TICKET_VIEW)
def can_view_tickets(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk; each sees the people within its fence."""
    return may(actor, Permission.TICKET_VIEW, event)


@permits(Permission.TICKET_MANAGE)
def can_manage_tickets(actor: Actor, event: Event) -> bool:
    """The lead."""
    return may(actor, Permission.TICKET_MANAGE, event)


@permits(Permission.ATTENDEE_VIEW)
def can_view_attendee(actor: Actor, ticket: Any) -> bool:
    """Whoever sees attendees, if this one is within their fence."""
    event = ticket.event
    within = fence(actor, event).admits(ticket.supported_by_id)
    return within and may(actor, Permission.ATTENDEE_VIEW, event)


@permits(Permission.ATTENDEE_EDIT)
def can_edit_attendee(actor: Actor, ticket: Any) -> bool:
    """The organiser who looks after the attendee."""
    event = ticket.event
    within = fence(actor, event).admits(ticket.supported_by_id)
    return within and may(actor, Permission.ATTENDEE_EDIT, event)


@permits(Permission.NEED_VIEW)
def can_view_needs(actor: Actor, event: Event) -> bool:
    """The lead, who tells the kitchen and the door; never through a broken glass."""
    return may(actor, Permission.NEED_VIEW, event) and not is_looking_in(actor, event)


@permits(Permission.SUPPORT_MANAGE)
def can_manage_support(actor: Actor, event: Event) -> bool:
    """The organisers, each for the participants within its fence."""
    return may(actor, Permission.SUPPORT_MANAGE, event)
