"""Who keeps the books of an event."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may


@permits(Permission.BILLING_VIEW)
def can_view_billing(actor: Actor, event: Any) -> bool:
    """The lead."""
    return may(actor, Permission.BILLING_VIEW, event)


@permits(Permission.BILLING_MANAGE)
def can_manage_billing(actor: Actor, event: Any) -> bool:
    """The lead."""
    return may(actor, Permission.BILLING_MANAGE, event)
