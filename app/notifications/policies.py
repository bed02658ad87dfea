"""Who may see the mails of an event, and send them again."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may


@permits(Permission.DELIVERY_VIEW)
def can_view_deliveries(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event; a co-organiser sees the mails to its own people."""
    return may(actor, Permission.DELIVERY_VIEW, event)


@permits(Permission.DELIVERY_RESEND)
def can_resend_delivery(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event; a co-organiser sees the mails to its own people."""
    return may(actor, Permission.DELIVERY_RESEND, event)
