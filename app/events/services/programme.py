"""The programme: sessions that neither leave the event nor share a room."""

from datetime import datetime, timedelta
from typing import Any

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_instant, to_local
from app.events import facts, queries
from app.events.models import Event, EventSession
from app.events.rules import Slot, find_collision

TEXTS = ("room", "speakers", "description")


def add_session(actor: Actor, slug: str, **values: Any) -> EventSession:
    """Add an entry to the programme of an event."""
    event = _editable(actor, slug)
    session = EventSession(event_id=event.id, **_texts(values))
    _check(event, session)
    db.session.add(session)
    db.session.flush()
    _note(actor, session, "added")
    return session


def change_session(actor: Actor, slug: str, session_id: int, **changes: Any) -> EventSession:
    """Change an entry of the programme."""
    event = _editable(actor, slug)
    session = queries.get_session(event, session_id)
    with db.session.no_autoflush:
        for name, value in _texts(changes).items():
            setattr(session, name, value)
        _check(event, session)
    _note(actor, session, "changed")
    return session


def remove_session(actor: Actor, slug: str, session_id: int) -> None:
    """Take an entry out of the programme."""
    event = _editable(actor, slug)
    session = queries.get_session(event, session_id)
    db.session.delete(session)
    _note(actor, session, "removed")


def take_along(event: Event, starts_at: datetime, ends_at: datetime, timezone: str) -> None:
    """Move the programme with an event that was then and there; what is left outside is refused.

    An event that keeps its hours on other days takes its sessions along; else they stay.
    """
    sessions = queries.list_sessions(event)
    days = _days_between(event, starts_at, ends_at) if event.timezone == timezone else 0
    for session in sessions if days else ():
        session.starts_at = _days_later(session.starts_at, days, timezone, "starts_at")
        session.ends_at = _days_later(session.ends_at, days, timezone, "ends_at")
    for session in sessions:
        field = _field_outside(event, session)
        if field is not None:
            start, end = (to_local(at, timezone) for at in (session.starts_at, session.ends_at))
            raise Invalid("session_outside", field=field, title=session.title, start=start, end=end)


def _days_between(event: Event, starts_at: datetime, ends_at: datetime) -> int:
    """Return by how many days an event moved by the clock on the wall; 0 if its hours changed."""
    zone = event.timezone
    moved = to_local(event.starts_at, zone) - to_local(starts_at, zone)
    is_whole = moved == timedelta(days=moved.days)
    is_same = moved == to_local(event.ends_at, zone) - to_local(ends_at, zone)
    return moved.days if is_whole and is_same else 0


def _days_later(at: datetime, days: int, zone: str, field: str) -> datetime:
    return to_instant(to_local(at, zone) + timedelta(days=days), zone, field)


def _editable(actor: Actor, slug: str) -> Event:
    """Return the event, its row held: programmes are written one change at a time."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_SCHEDULE, event)
    return queries.lock_event(event)


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {key: (value or "") if key in TEXTS else value for key, value in values.items()}


def _check(event: Event, session: EventSession) -> None:
    if session.ends_at <= session.starts_at:
        raise Invalid("ends_before_start", field="ends_at")
    field = _field_outside(event, session)
    if field is not None:
        start, end = (to_local(at, event.timezone) for at in (event.starts_at, event.ends_at))
        raise Invalid("outside_event", field=field, start=start, end=end)
    others = queries.list_sessions(event)
    titles = {other.id: other.title for other in others}
    taken = find_collision(_slot(session), [_slot(other) for other in others])
    if taken is not None:
        raise Conflict("room_taken", field="room", title=titles[taken.id or 0])


def _field_outside(event: Event, session: EventSession) -> str | None:
    """Return which end of a session lies outside of its event, if one does."""
    if session.starts_at < event.starts_at:
        return "starts_at"
    return "ends_at" if session.ends_at > event.ends_at else None


def _slot(session: EventSession) -> Slot:
    return Slot(session.id, session.room or "", session.starts_at, session.ends_at)


def _note(actor: Actor, session: EventSession, change: str) -> None:
    record(
        facts.ProgrammeChanged(
            actor_id=actor.person_id,
            event_id=session.event_id,
            session_id=session.id,
            change=change,
        )
    )
