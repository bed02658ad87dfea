"""Who compares the proposals to a challenge."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.proposals.policies import is_reading_owner


@permits(Permission.COMPARISON_VIEW)
def can_compare(actor: Actor, challenge: Any) -> bool:
    """The owner's people after the deadline; their marks and notes are nobody else's."""
    return actor.is_signed_in and is_reading_owner(actor, challenge)
