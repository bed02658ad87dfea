"""Opening standing challenges of a cluster: a portal, public from its first moment."""

from datetime import date, datetime, time
from typing import Any

from app.core import clock
from app.core.authz import Actor
from app.core.errors import Invalid
from app.core.times import to_instant
from app.events.models import Event, EventKind
from app.events.queries import get_event_by_id
from app.events.services.events import change_event, create_event, publish_event

LAST_MINUTE = time(23, 59)


def open_portal(
    actor: Actor, cluster_id: int, *, name: str, until: date, timezone: str, summary: str
) -> Event:
    """Open standing challenges of a cluster until the end of a day."""
    now = clock.now()
    ends_at = end_of(until, timezone)
    if ends_at <= now:
        raise Invalid("event_is_over", field="until")
    event = create_event(
        actor,
        lead_organisation_id=cluster_id,
        kind=EventKind.PORTAL,
        name=name,
        starts_at=now,
        ends_at=ends_at,
        timezone=timezone,
        summary=summary,
        venue_name="",
        capacity=0,
    )
    return publish_event(actor, event.slug)


def change_portal(actor: Actor, event_id: int, *, until: date, **changes: Any) -> Event:
    """Change what is said of standing challenges, and until when they are open."""
    zone = changes.get("timezone") or get_event_by_id(event_id).timezone
    return change_event(actor, event_id, ends_at=end_of(until, zone), **changes)


def end_of(day: date, zone: str) -> datetime:
    """Return the last minute of a day by the clocks of a zone."""
    return to_instant(datetime.combine(day, LAST_MINUTE), zone, "until")
