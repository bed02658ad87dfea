"""Who may see the mails of an event, and send them again."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import can_manage_event


@permits(Permission.DELIVERY_VIEW)
def can_view_deliveries(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event."""
    return can_manage_event(actor, event)


@permits(Permission.DELIVERY_RESEND)
def can_resend_delivery(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event."""
    return can_manage_event(actor, event)
