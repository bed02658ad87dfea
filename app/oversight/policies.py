"""Who may look into the log."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import role_on
from app.events.rules import TeamRole


@permits(Permission.LOG_VIEW)
def can_view_log(actor: Actor, event: Any) -> bool:
    """The leads of an event see its log; the operator that of the installation."""
    if event is None:
        return actor.is_operator
    return role_on(actor, event) is TeamRole.LEAD
