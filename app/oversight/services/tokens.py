"""Making API tokens, perhaps for one event only."""

from app.core.authz import Actor, can
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity import services
from app.identity.models import ApiToken


def create_token(
    actor: Actor, *, name: str, scopes: list[str], days: int, event: int | None = None
) -> tuple[ApiToken, str]:
    """Make an API token for the actor, limited to an event that they see if one is given."""
    event_id = None if event is None else _visible(actor, event).id
    return services.create_token(actor, name=name, scopes=scopes, days=days, event_id=event_id)


def _visible(actor: Actor, event_id: int) -> Event:
    try:
        event = get_event_by_id(event_id)
    except NotFound:
        raise Invalid("event_unknown", field="event") from None
    if not can(actor, Permission.EVENT_VIEW, event):
        raise Invalid("event_unknown", field="event")
    return event
