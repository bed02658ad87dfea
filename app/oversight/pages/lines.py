"""Entries of the log as lines that people read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.core.ids import encode_id
from app.oversight.messages import deed_words
from app.oversight.queries import Names

BY_OPERATORS = frozenset({"GlassBroken", "EventLookedInto"})
DETAILS = ("role", "kind", "from_phase", "to_phase", "state", "outcome", "scopes", "changed")


@dataclass(frozen=True)
class Thing:
    """What an entry is about: a name, or a reference where the reader is not told one."""

    ref: str
    label: str


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    id: int
    at: datetime
    who: str
    who_ref: str
    deed: str
    details: str
    things: list[Thing]
    event: str


def as_lines(entries: Sequence[Any], names: Names, *, from_outside: bool = False) -> list[Line]:
    """Return entries in words, with the names behind their numbers.

    Whoever reads `from_outside` is told what happened at an event, and not who was in it.
    """
    return [_as_line(one, names, is_told=not (from_outside and one.event_id)) for one in entries]


def _as_line(entry: Any, names: Names, *, is_told: bool) -> Line:
    knows_who = is_told or entry.name in BY_OPERATORS
    is_linked = knows_who and entry.actor_id in names.people
    return Line(
        id=entry.id,
        at=entry.at,
        who=_who(entry.actor_id, names) if knows_who else str(_("Somebody at the event")),
        who_ref=encode_id(entry.actor_id) if is_linked else "",
        deed=deed_words(entry.name),
        details=", ".join(_details(entry.payload)),
        things=list(_things(entry, names)) if is_told else [],
        event=names.events.get(entry.event_id, ""),
    )


def _who(actor_id: int | None, names: Names) -> str:
    if actor_id is None:
        return "Innoday"
    return names.people.get(actor_id) or str(_("Somebody unknown"))


def _details(payload: dict[str, Any]) -> Iterator[str]:
    for name in DETAILS:
        value = payload.get(name)
        if value:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield text.replace("_", " ")


def _things(entry: Any, names: Names) -> Iterator[Thing]:
    for name, value in entry.payload.items():
        if not name.endswith("_id") or not isinstance(value, int):
            continue
        if value in {entry.actor_id, entry.event_id}:
            continue
        ref = encode_id(value)
        label = names.of(value) or f"{name.removesuffix('_id').replace('_', ' ')} {ref}"
        yield Thing(ref, label)
