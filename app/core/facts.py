"""Facts: what happened, in the past tense ("event" means the Day).

A service records a fact; the unit of work stores it beside the change itself, and subscribers of
higher features react to it later.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_type_hints

from app.core.db import PENDING, db

F = TypeVar("F", bound="Fact")
WORDS, CODE = "words", "code"

# A text of ours with a meaning of its own: a state, a role, a hash. It says nothing of a person.
Code = Annotated[str, CODE]
# What somebody wrote, a name, an address. It reaches the subscribers and is then forgotten; the
# audit log, which is for ever, never holds it.
Words = Annotated[str, WORDS]
ManyWords = Annotated[tuple[str, ...], WORDS]
COMMON = ("actor_id", "event_id", "fact_id")
_kinds: dict[str, type["Fact"]] = {}
_subscribers: dict[str, list[Callable[[Any], None]]] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened; its fields are numbers, codes, words, instants or None.

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
    """Return a fact's own fields as JSON values, but for its words."""
    return _fields(fact, are_words=False)


def words_of(fact: Fact) -> dict[str, Any]:
    """Return the words of a fact as JSON values."""
    return _fields(fact, are_words=True)


def _fields(fact: Fact, *, are_words: bool) -> dict[str, Any]:
    own = _own_fields(type(fact))  # type: ignore[arg-type]  # mypy takes its rows' hash for its own
    return {name: _to_json(getattr(fact, name)) for name, is_words in own if is_words is are_words}


@cache
def _own_fields(kind: type[Fact]) -> tuple[tuple[str, bool], ...]:
    """Return the fields that a kind has of its own, and whether they hold words."""
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in dataclasses.fields(kind) if field.name not in COMMON]
    return tuple((name, holds_words(hints[name])) for name in names)


def holds_words(hint: object) -> bool:
    """Whether a field of this type holds words."""
    return WORDS in get_args(hint) or any(holds_words(part) for part in get_args(hint))


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
