"""Who may see an event's figures, and who may freeze and publish them."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import can_manage_event, role_on
from app.events.rules import MANAGERS, TeamRole

READERS = MANAGERS | {TeamRole.REPORT_READER}


@permits(Permission.REPORT_VIEW)
def can_view_reports(actor: Actor, event: Event) -> bool:
    """The lead, the co-organisers, and those whom the team lets read its reports."""
    return role_on(actor, event) in READERS


@permits(Permission.REPORT_MAKE)
def can_make_reports(actor: Actor, event: Event) -> bool:
    """The lead and the co-organisers."""
    return can_manage_event(actor, event)
