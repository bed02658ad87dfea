"""Facts: what happened, in the past tense ("event" means the Day).

A service records a fact; the unit of work stores it beside the change itself, and subscribers of
higher features react to it later.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, TypeVar, get_type_hints

from app.core.db import PENDING, db

F = TypeVar("F", bound="Fact")
_kinds: dict[str, type["Fact"]] = {}
_subscribers: dict[str, list[Callable[[Any], None]]] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened; its fields are numbers, texts, instants or None.

    `fact_id` is the number of its outbox message, known once it is stored.
    """

    actor_id: int | None = None
    event_id: int | None = None
    fact_id: int | None = None
    name: ClassVar[str] = "Fact"

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        if _kinds.get(cls.name, cls).__module__ != cls.__module__:
            raise TypeError("two facts are called " + cls.name)
        _kinds[cls.name] = cls


def record(fact: Fact) -> None:
    """Record a fact in the current unit of work."""
    if PENDING not in db.session().info:
        raise RuntimeError("a fact was recorded outside a unit of work: " + fact.name)
    db.session().info[PENDING].append(fact)


def subscribe(kind: type[F]) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Make the decorated function react to a kind of fact, in a unit of work of its own."""

    def decorate(function: Callable[[F], None]) -> Callable[[F], None]:
        _subscribers.setdefault(kind.name, []).append(function)
        return function

    return decorate


def subscribers_of(name: str) -> list[Callable[[Any], None]]:
    """Return the reactions to a kind of fact, in the order of the features."""
    return list(_subscribers.get(name, []))


def kinds() -> dict[str, type[Fact]]:
    """Return every kind of fact by its name."""
    return dict(_kinds)


def to_payload(fact: Fact) -> dict[str, Any]:
    """Return a fact's own fields as JSON values."""
    values = dataclasses.asdict(fact)
    for common in ("actor_id", "event_id", "fact_id"):
        del values[common]
    return {key: _to_json(value) for key, value in values.items()}


def from_payload(
    name: str, payload: dict[str, Any], *, actor_id: int | None, event_id: int | None, fact_id: int
) -> Fact:
    """Rebuild the fact that `to_payload` took apart."""
    kind = _kinds[name]
    hints = get_type_hints(kind)
    values = {key: _from_json(hints[key], value) for key, value in payload.items()}
    return kind(actor_id=actor_id, event_id=event_id, fact_id=fact_id, **values)


def _to_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _from_json(hint: object, value: object) -> object:
    if isinstance(value, str) and "datetime" in str(hint):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
