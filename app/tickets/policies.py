"""Who may register, who may see and change tickets, who may print badges."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import role_on
from app.events.rules import MANAGERS, EventState, TeamRole

AT_THE_DESK = MANAGERS | {TeamRole.DESK}


@permits(Permission.TICKET_REGISTER)
def can_register(actor: Actor, event: Event) -> bool:
    """Anybody who can see the event; whether tickets are on offer is another question."""
    return event.state != EventState.DRAFT or _has_role(actor, event, AT_THE_DESK)


@permits(Permission.TICKET_VIEW)
def can_view_tickets(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk."""
    return _has_role(actor, event, AT_THE_DESK)


@permits(Permission.TICKET_MANAGE)
def can_manage_tickets(actor: Actor, event: Event) -> bool:
    """The organisers."""
    return _has_role(actor, event, MANAGERS)


@permits(Permission.BADGE_PRINT)
def can_print_badges(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk."""
    return _has_role(actor, event, AT_THE_DESK)


def _has_role(actor: Actor, event: Event, roles: frozenset[TeamRole]) -> bool:
    return role_on(actor, event) in roles
