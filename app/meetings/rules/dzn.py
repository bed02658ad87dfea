"""Instances in the form of the published benchmark: MiniZinc data, counted from 1."""

import re
from collections.abc import Sequence

from app.meetings.rules.instance import Instance, Meeting

MORNING, AFTERNOON, ANY = 1, 2, 3
PART = re.compile(r"(\w+)\s*=\s*([^;]*);")
MOST_CHARACTERS = 2_000_000
MOST = {"nBusiness": 2_000, "nMeetings": 20_000, "nTables": 2_000, "nTotalSlots": 200}


class InstanceError(ValueError):
    """A text that is no instance; says which part of it is wrong."""


def read_dzn(text: str, fairness: int | None = 2) -> Instance:
    """Return the instance that a text describes; InstanceError where it describes none."""
    if len(text) > MOST_CHARACTERS:
        raise InstanceError("too long")
    text = re.sub(r"%.*", "", text)
    parts = dict(PART.findall(text))
    if PART.sub("", text).strip():
        raise InstanceError("unfinished")
    people, count, tables, slots = (_number(parts, name) for name in MOST)
    morning = _number(parts, "nMorningSlots", slots) if "nMorningSlots" in parts else slots
    asked = _rows(parts, "requested", count)
    fixed = _numbers(parts.get("fixed", ""), count) or [0] * count
    orders = _sets(parts.get("precedences", ""), count)
    sessions = {
        MORNING: frozenset(range(morning)),
        AFTERNOON: frozenset(range(morning, slots)),
        ANY: frozenset(range(slots)),
    }
    meetings = tuple(
        Meeting(
            _pair(one, people),
            sessions[_within(one[2], 1, 3, "requested")],
            fixed=_within(slot, 0, slots, "fixed") - 1 if slot else None,
            after=frozenset(_within(number, 1, count, "precedences") - 1 for number in before),
        )
        for one, slot, before in zip(asked, fixed, orders, strict=True)
    )
    away = {
        person: frozenset(_within(slot, 1, slots, "forbidden") - 1 for slot in own)
        for person, own in enumerate(_sets(parts.get("forbidden", ""), people))
        if own
    }
    return Instance(people, slots, tables, meetings, away, fairness)


def _number(parts: dict[str, str], name: str, most: int | None = None) -> int:
    text = parts.get(name, "").strip()
    if not re.fullmatch(r"\d{1,9}", text):
        raise InstanceError(name)
    return _within(int(text), 0 if most is not None else 1, most or MOST[name], name)


def _within(number: int, least: int, most: int, name: str) -> int:
    if not least <= number <= most:
        raise InstanceError(name)
    return number


def _pair(row: Sequence[int], people: int) -> tuple[int, int]:
    first, second = (_within(one, 1, people, "requested") - 1 for one in row[:2])
    if first == second:
        raise InstanceError("requested")
    return first, second


def _rows(parts: dict[str, str], name: str, count: int) -> list[list[int]]:
    flat = [int(one) for one in re.findall(r"\d{1,9}", parts.get(name, ""))]
    if len(flat) != 3 * count:
        raise InstanceError(name)
    return [flat[at : at + 3] for at in range(0, len(flat), 3)]


def _numbers(text: str, count: int) -> list[int]:
    found = [int(one) for one in re.findall(r"\d{1,9}", text)]
    if found and len(found) != count:
        raise InstanceError("fixed")
    return found


def _sets(text: str, count: int) -> list[list[int]]:
    """Return sets of numbers, of which 0 stands for none."""
    found = [
        [int(one) for one in re.findall(r"\d{1,9}", own) if int(one)]
        for own in re.findall(r"\{([^}]*)\}", text)
    ]
    if found and len(found) != count:
        raise InstanceError("sets")
    return found or [[] for _ in range(count)]
