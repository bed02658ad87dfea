"""Who may register, who may see and change tickets, who may print badges."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import may
from app.events.rules import EventState


@permits(Permission.TICKET_REGISTER)
def can_register(actor: Actor, event: Event) -> bool:
    """Anybody who can see the event; whether tickets are on offer is another question."""
    return event.state != EventState.DRAFT or may(actor, Permission.TICKET_REGISTER, event)


@permits(Permission.TICKET_VIEW)
def can_view_tickets(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk; each sees the people within its fence."""
    return may(actor, Permission.TICKET_VIEW, event)


@permits(Permission.TICKET_MANAGE)
def can_manage_tickets(actor: Actor, event: Event) -> bool:
    """The lead."""
    return may(actor, Permission.TICKET_MANAGE, event)


@permits(Permission.BADGE_PRINT)
def can_print_badges(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk; each prints those of the people within its fence."""
    return may(actor, Permission.BADGE_PRINT, event)
