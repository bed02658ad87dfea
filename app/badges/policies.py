"""Who may print badges."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import may


@permits(Permission.BADGE_PRINT)
def can_print_badges(actor: Actor, event: Event) -> bool:
    """The organisers and the badge desk; each prints those of the people within its fence."""
    return may(actor, Permission.BADGE_PRINT, event)
