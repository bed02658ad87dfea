"""Reads of the audit log, and of the names behind its numbers."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, not_, select

from app.core import audit
from app.core.audit import AuditEntry, AuditSubject
from app.core.authz import Actor, can
from app.core.db import db
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Organisation, Person

PAGE = 50
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Entries that are left out for a reader: those of these names about these things."""

    names: Collection[str] = ()
    things: Collection[int] = ()


NOTHING = Hidden()


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """Which entries are wanted: of an event or of none, of some kinds, about a thing, of a day."""

    event_id: int | None = None
    is_of_no_event: bool = False
    names: Collection[str] | None = None
    thing_id: int | None = None
    day: date | None = None
    timezone: str = "UTC"
    without: Hidden = NOTHING


@dataclass(frozen=True)
class Names:
    """The names of what some entries are about, by their ids."""

    people: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, str] = field(default_factory=dict)
    events: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)

    def of(self, thing_id: int | None) -> str | None:
        """Return what a person, an organisation or a titled thing is called."""
        known = (self.people, self.organisations, self.titles)
        return next((names[thing_id] for names in known if thing_id in names), None)


def list_entries(
    wanted: LogFilter, before: int | None = None, limit: int = PAGE
) -> Sequence[AuditEntry]:
    """Return one page of the log, the newest first."""
    query = _matching(wanted).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return db.session.scalars(query).all()


def _matching(wanted: LogFilter) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if wanted.thing_id is not None:
        query = query.join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
        query = query.where(AuditSubject.thing_id == wanted.thing_id)
    if wanted.event_id is not None:
        query = query.where(AuditEntry.event_id == wanted.event_id)
    if wanted.is_of_no_event:
        query = query.where(AuditEntry.event_id.is_(None))
    if wanted.names is not None:
        query = query.where(AuditEntry.name.in_(wanted.names))
    if wanted.without.things:
        about = exists().where(
            AuditSubject.entry_id == AuditEntry.id,
            AuditSubject.thing_id.in_(wanted.without.things),
        )
        query = query.where(not_(and_(AuditEntry.name.in_(wanted.without.names), about)))
    if wanted.day is not None:
        start, end = _span(wanted.day, wanted.timezone)
        query = query.where(AuditEntry.at >= start, AuditEntry.at < end)
    return query


def _span(day: date, timezone: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(timezone)
    ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    start, end = (one.astimezone(UTC) for one in ends)
    return start, end


def read_entries(wanted: LogFilter) -> Iterator[AuditEntry]:
    """Read all that is wanted in the order of the chain, a batch at a time."""
    query = _matching(wanted).order_by(AuditEntry.id).limit(BATCH)
    batch = db.session.scalars(query).all()
    while batch:
        yield from batch
        batch = db.session.scalars(query.where(AuditEntry.id > batch[-1].id)).all()


def names_in(entries: Sequence[AuditEntry]) -> Names:
    """Return the names of the people, organisations and events that entries are about."""
    ids = {one.event_id for one in entries if one.event_id is not None}
    for entry in entries:
        ids |= audit.things_of(entry.actor_id, entry.payload)
    if not ids:
        return Names()
    people = db.session.scalars(select(Person).where(Person.id.in_(ids)))
    return Names(
        people={one.id: one.name for one in people},
        organisations=_names(select(Organisation.id, Organisation.name), ids, Organisation),
        events=_names(select(Event.id, Event.name), ids, Event),
    )


class Named(Protocol):
    """Something with a title that not everybody may read."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def title(self) -> str:
        """What it is called."""


Hide = Callable[[Actor, int], Hidden]
_hides: list[Hide] = []


def hides_entries(hide: Hide) -> Hide:
    """Register what of an event's log is not for a reader, whatever their role."""
    _hides.append(hide)
    return hide


def log_of(actor: Actor, event: Event) -> LogFilter:
    """Return what the actor may read of the log of an event."""
    hidden = [hide(actor, event.id) for hide in _hides]
    without = Hidden(
        names=sorted({name for one in hidden for name in one.names}),
        things=sorted({thing for one in hidden for thing in one.things}),
    )
    return LogFilter(event_id=event.id, timezone=event.timezone, without=without)


Find = Callable[[Collection[int]], Sequence[Named]]
_titled: list[tuple[Permission, Find]] = []


def names_things(permission: Permission, find: Find) -> None:
    """Let the log call things of a higher feature by their titles, to those who may see them."""
    _titled.append((permission, find))


def titles_in(actor: Actor, entries: Sequence[AuditEntry]) -> dict[int, str]:
    """Return the titles of what entries are about, as far as the actor may see it."""
    ids = {id_ for one in entries for id_ in audit.things_of(None, one.payload)}
    if not ids:
        return {}
    return {
        one.id: one.title
        for permission, find in _titled
        for one in find(ids)
        if can(actor, permission, one)
    }


def _names(
    query: Select[int, str], ids: Collection[int], table: type[Organisation] | type[Event]
) -> dict[int, str]:
    return {row[0]: row[1] for row in db.session.execute(query.where(table.id.in_(ids)))}
