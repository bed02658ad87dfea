"""Making, changing and publishing an event."""

from datetime import datetime
from typing import Any

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import slugify
from app.events import facts, queries
from app.events.models import Event, EventState, TeamMember, TeamRole
from app.events.rules import missing_for_publication
from app.events.services.keys import new_key
from app.events.services.programme import take_along
from app.identity.queries import get_organisation

PLACE = ("venue_name", "venue_address", "capacity")
TEXTS = ("summary", "description", "venue_address")


def create_event(
    actor: Actor,
    *,
    lead_organisation_id: int,
    name: str,
    starts_at: datetime,
    slug: str | None = None,
    **details: Any,
) -> Event:
    """Plan an event of a cluster: a draft with its own signing key, led by whoever makes it."""
    lead = get_organisation(lead_organisation_id)
    authorize(actor, Permission.EVENT_CREATE, lead)
    event = Event(
        name=name,
        slug=slug or suggest_slug(name, starts_at),
        starts_at=starts_at,
        lead_organisation_id=lead.id,
        **_texts(details),
    )
    _check_order(event)
    db.session.add(event)
    db.session.flush()
    db.session.add(new_key(event.id))
    record(
        facts.EventCreated(
            actor_id=actor.person_id,
            event_id=event.id,
            slug=event.slug,
            lead_organisation_id=lead.id,
        )
    )
    if actor.person_id is not None:
        place = {"event_id": event.id, "person_id": actor.person_id, "organisation_id": lead.id}
        db.session.add(TeamMember(**place, role=TeamRole.LEAD))
        db.session.flush()
    return event


def suggest_slug(name: str, starts_at: datetime) -> str:
    """Return an address made of the name; of the year for names in a script we cannot spell."""
    return slugify(name) or f"day-{starts_at:%Y-%m-%d}"


def change_event(actor: Actor, event_id: int, **changes: Any) -> Event:
    """Change what is said of an event; the address stays once the event is public."""
    event = queries.get_event_by_id(event_id)
    authorize(actor, Permission.EVENT_EDIT, event)
    _check_kind(event, changes)
    queries.lock_event(event)
    before = event.starts_at, event.ends_at, event.timezone
    if event.state != EventState.DRAFT or not changes.get("slug", ""):
        changes.pop("slug", None)
    new = {name: value for name, value in _texts(changes).items() if getattr(event, name) != value}
    for name, value in new.items():
        setattr(event, name, value)
    _check_order(event)
    if new.keys() & {"starts_at", "ends_at"}:
        take_along(event, *before)
    if new:
        changed = tuple(sorted(new))
        record(facts.EventChanged(actor_id=actor.person_id, event_id=event.id, changed=changed))
    return event


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    """Return values whose texts that may be empty are empty rather than missing."""
    return {key: (value or "") if key in TEXTS else value for key, value in values.items()}


def _check_kind(event: Event, changes: dict[str, Any]) -> None:
    """Refuse a place for what takes place nowhere."""
    asked = [name for name in PLACE if event.is_portal and name in changes]
    if asked:
        raise Invalid("not_on_portal", field=asked[0])


def _check_order(event: Event) -> None:
    if event.ends_at <= event.starts_at:
        raise Invalid("ends_before_start", field="ends_at")


def publish_event(actor: Actor, slug: str) -> Event:
    """Make an event public, if nothing is missing."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_PUBLISH, event)
    if event.state != EventState.DRAFT:
        raise Conflict("already_published")
    for code in missing_for_publication(event, clock.now()):
        raise Invalid(code)
    event.state = EventState.PUBLISHED
    event.published_at = clock.now()
    record(facts.EventPublished(actor_id=actor.person_id, event_id=event.id, slug=event.slug))
    return event
