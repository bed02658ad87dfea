"""Who imports proposals."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may
from app.identity.policies import manages
from app.identity.rules import Purpose


@permits(Permission.CHALLENGE_IMPORT)
def can_import(actor: Actor, challenge: Any) -> bool:
    """The event's lead."""
    return may(actor, Permission.CHALLENGE_IMPORT, challenge.event)


@manages(Purpose.APPLICANT)
def can_manage_claim(actor: Actor, invitation: Any) -> bool:
    """The event's lead, who had the proposal imported."""
    return may(actor, Permission.CHALLENGE_IMPORT, invitation.event)
