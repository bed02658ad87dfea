"""Events as privacy needs them."""

from app.core.authz import Actor, authorize
from app.core.permissions import Permission
from app.events.queries import get_event_by_id


def known_event_id(actor: Actor, event_id: int | None) -> int | None:
    """Return the id of an event that the actor may see; None for the whole site."""
    if event_id is None:
        return None
    authorize(actor, Permission.EVENT_VIEW, get_event_by_id(event_id))
    return event_id
