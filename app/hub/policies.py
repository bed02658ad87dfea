"""Who may make hubs and bring their scans back: the lead, and a hub what it scanned itself."""

from dataclasses import dataclass

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import may


@dataclass(frozen=True, kw_only=True)
class HubActor(Actor):
    """A venue hub that sends by itself, known by its secret."""

    hub_id: int
    hub_event_id: int


@permits(Permission.HUB_MERGE)
def can_merge(actor: Actor, event: Event) -> bool:
    """The lead of an event, and its own hubs."""
    if isinstance(actor, HubActor):
        return actor.hub_event_id == event.id
    return may(actor, Permission.CHECKIN_MANAGE, event)
