"""A snapshot: records and figures as canonical text, its digest, and the way back.

What is read back is checked twice: the text against its digest, and the figures against a recount
of the records beside them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from app.reports.rules.catalogue import CATALOGUE, Definition
from app.reports.rules.outcome import Outcome, count_outcome
from app.reports.rules.records import EventRecords
from challenges.canonical import canonical_json

# Raised whenever a figure is counted in another way: older snapshots keep what they say.
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A snapshot: its number, its time, who took it and why; the digest of those before."""

    version: int
    taken_at: datetime
    taken_by: str
    reason: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a snapshot holds: the records, what was counted from them, and what it means."""

    format: int
    revision: Revision
    earlier: tuple[Revision, ...]
    definitions: tuple[Definition, ...]
    records: EventRecords
    outcome: Outcome


def freeze(records: EventRecords, revision: Revision, earlier: tuple[Revision, ...] = ()) -> str:
    """Return the canonical text of a snapshot of these records, after those taken earlier."""
    frozen = Frozen(
        format=FORMAT,
        revision=revision,
        earlier=earlier,
        definitions=tuple(CATALOGUE.values()),
        records=records,
        outcome=count_outcome(records),
    )
    return canonical_json(frozen)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a snapshot's text, as `sha256sum` of its file gives it."""
    return sha256(text.encode()).hexdigest()


def thaw(text: str) -> Frozen:
    """Return what the text of a snapshot says; TypeError, KeyError or ValueError if it cannot."""
    return cast("Frozen", _read(Frozen, json.loads(text)))


def is_recounted(frozen: Frozen) -> bool:
    """Whether counting the records again gives the very figures of the snapshot."""
    return count_outcome(frozen.records) == frozen.outcome


def _read(kind: Any, plain: Any) -> Any:
    """Return a plain value as the annotated kind."""
    if get_origin(kind) is UnionType:
        return _read_optional(kind, plain)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in plain)
    if is_dataclass(kind):
        return _read_fields(cast("type[Any]", kind), plain)
    if kind is datetime:
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if kind is date else kind(plain)


def _read_optional(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    return _read(next(part for part in get_args(kind) if part is not NoneType), plain)


def _read_fields(kind: type[Any], plain: Mapping[str, Any]) -> Any:
    return kind(
        **{name: _read(hint, plain[name]) for name, hint in _hints(cast("Any", kind)).items()}
    )


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
