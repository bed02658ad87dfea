"""Who may see an event's figures, and who may freeze and publish them."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import may


@permits(Permission.REPORT_VIEW)
def can_view_reports(actor: Actor, event: Event) -> bool:
    """The lead, and those whom the team lets read its reports."""
    return may(actor, Permission.REPORT_VIEW, event)


@permits(Permission.REPORT_MAKE)
def can_make_reports(actor: Actor, event: Event) -> bool:
    """The lead."""
    return may(actor, Permission.REPORT_MAKE, event)
