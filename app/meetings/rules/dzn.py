"""Instances in the form of the published benchmark: MiniZinc data, counted from 1."""

import re
from collections.abc import Iterator, Sequence

from app.meetings.rules.instance import Instance, Meeting

MORNING, AFTERNOON, ANY = 1, 2, 3
PAIR = 2
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


def write_dzn(instance: Instance) -> str:
    """Return an instance as `read_dzn` reads it, so that others can check what we found.

    The form knows pairs, and slots of the morning, the afternoon or both; InstanceError for what
    it cannot say. Weights and fairness are not in it.
    """
    if any(len(one.participants) != PAIR for one in instance.meetings):
        raise InstanceError("participants")
    morning = _morning_of(instance)
    rows = "\n".join(
        "|" + ", ".join(map(str, (*(one + 1 for one in each.participants), kind)))
        for each, kind in zip(instance.meetings, _kinds(instance, morning), strict=True)
    )
    slots = (0 if one.fixed is None else one.fixed + 1 for one in instance.meetings)
    fixed = ", ".join(map(str, slots))
    away = [instance.forbidden.get(one, frozenset()) for one in range(instance.participants)]
    return (
        f"nBusiness = {instance.participants};\n"
        f"nMeetings = {len(instance.meetings)};\n"
        f"nTables = {instance.tables};\n"
        f"nTotalSlots = {instance.slots};\n"
        f"nMorningSlots = {morning};\n"
        f"requested = [{rows}|];\n"
        f"forbidden = [{_written(away)}];\n"
        f"fixed = [{fixed}];\n"
        f"precedences = [{_written([one.after for one in instance.meetings])}];\n"
    )


def _written(sets: Sequence[frozenset[int]]) -> str:
    """Return sets of numbers from 1, an empty one as the benchmark writes it."""
    return ", ".join("{" + ", ".join(str(one + 1) for one in sorted(own)) + "}" for own in sets)


def _morning_of(instance: Instance) -> int:
    """Return how many slots the morning has: where the slots of some meeting end or begin."""
    whole = range(instance.slots)
    parts = {one.slots for one in instance.meetings} - {frozenset(whole)}
    ends = {len(one) if 0 in one else instance.slots - len(one) for one in parts}
    if len(ends) > 1:
        raise InstanceError("slots")
    return ends.pop() if ends else instance.slots


def _kinds(instance: Instance, morning: int) -> Iterator[int]:
    """Return of each meeting whether it is for the morning, the afternoon or both."""
    names = {
        frozenset(range(morning, instance.slots)): AFTERNOON,
        frozenset(range(morning)): MORNING,
        frozenset(range(instance.slots)): ANY,
    }
    for one in instance.meetings:
        if one.slots not in names:
            raise InstanceError("slots")
        yield names[one.slots]
