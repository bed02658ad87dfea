"""The programme: sessions that neither leave the event nor share a room."""

from typing import Any

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_local
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


def _editable(actor: Actor, slug: str) -> Event:
    """Return the event, its row held: programmes are written one change at a time."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    return event


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {key: (value or "") if key in TEXTS else value for key, value in values.items()}


def _check(event: Event, session: EventSession) -> None:
    if session.ends_at <= session.starts_at:
        raise Invalid("ends_before_start", field="ends_at")
    if session.starts_at < event.starts_at or session.ends_at > event.ends_at:
        field = "starts_at" if session.starts_at < event.starts_at else "ends_at"
        first, last = (to_local(at, event.timezone) for at in (event.starts_at, event.ends_at))
        start, end = f"{first:%Y-%m-%d %H:%M}", f"{last:%Y-%m-%d %H:%M}"
        raise Invalid("outside_event", field=field, start=start, end=end)
    others = queries.list_sessions(event)
    titles = {other.id: other.title for other in others}
    taken = find_collision(_slot(session), [_slot(other) for other in others])
    if taken is not None:
        raise Conflict("room_taken", field="room", title=titles[taken.id or 0])


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
