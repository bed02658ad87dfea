"""Which tickets look like one person's."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from app.core.addresses import email_key
from app.core.text import search_key

MOST_PAIRS = 200
MOST_ALIKE = 20  # of one address or name; more than that are no doubles


class Alike(StrEnum):
    """Why two tickets look like one person's."""

    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Holder:
    """What tells one holder of a ticket from another."""

    id: int
    given_name: str
    family_name: str
    email: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class Double:
    """Two tickets, the older first, and why they look like one person's."""

    first_id: int
    second_id: int
    reason: Alike


def find_doubles(holders: Iterable[Holder], apart: Collection[tuple[int, int]]) -> Sequence[Double]:
    """Return the pairs with one address, or one name at one organisation, but for those apart."""
    found: dict[tuple[int, int], Alike] = {}
    known = set(apart)
    people = list(holders)
    for reason in Alike:
        for pair in _pairs(people, reason):
            if pair not in known:
                found.setdefault(pair, reason)
    return [Double(*pair, reason) for pair, reason in sorted(found.items())][:MOST_PAIRS]


def _pairs(people: Sequence[Holder], reason: Alike) -> Iterator[tuple[int, int]]:
    groups = defaultdict(list)
    for one in people:
        if (key := _key(one, reason)) is not None:
            groups[key].append(one.id)
    for ids in groups.values():
        if len(ids) <= MOST_ALIKE:
            yield from combinations(sorted(ids), 2)


def _key(one: Holder, reason: Alike) -> object | None:
    if reason is Alike.EMAIL:
        return email_key(one.email) or None
    name = tuple(sorted(search_key(one.given_name, one.family_name).split()))
    home = search_key(one.organisation_name)
    return (name, home) if name and home else None
