"""Figures in which nobody can be told: small groups are left out, and cannot be worked out.

Nor can somebody be told from two readings: what is published of a group is kept until it is off by
at least as many people as the floor.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

FLOOR = 5  # a group of fewer is not shown


@dataclass(frozen=True)
class Group:
    """A group of a table; `people` is None where it is left out."""

    key: str
    people: int | None


@dataclass(frozen=True)
class Breakdown:
    """A total and its groups, the largest first; the total is None where it is too small.

    Groups that are left out come last.
    """

    total: int | None
    groups: tuple[Group, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The groups of which nothing is shown but that they are there."""
        return tuple(group.key for group in self.groups if group.people is None)


def break_down(counts: Mapping[str, int]) -> Breakdown:
    """Return groups of which none is small and none can be had by taking the others from the total.

    Where small groups are left out, further ones go with them, the smallest first, until at least
    two are left out that hold at least as many people as the floor together.
    """
    filled = sorted(
        ((key, people) for key, people in counts.items() if people), key=lambda it: (-it[1], it[0])
    )
    total = sum(people for _key, people in filled)
    if total < FLOOR:
        return Breakdown(None if total else 0, tuple(Group(key, None) for key, _ in sorted(filled)))
    shown = list(filled)
    hidden = [row for row in filled if row[1] < FLOOR]
    shown = shown[: len(shown) - len(hidden)]
    while hidden and shown and not _is_safe([people for _key, people in hidden]):
        hidden.insert(0, shown.pop())
    left_out = sorted(key for key, _people in hidden)  # not by size, which would tell of it
    groups = [Group(key, people) for key, people in shown] + [Group(key, None) for key in left_out]
    return Breakdown(total, tuple(groups))


def _is_safe(hidden: list[int]) -> bool:
    return len(hidden) > 1 and sum(hidden) >= FLOOR


def share(found: Breakdown, keys: Collection[str]) -> int | None:
    """Return the share of some groups in per cent, unless one of them is left out.

    So it says nothing that the groups which are shown do not say.
    """
    parts = [group.people for group in found.groups if group.key in keys]
    if not found.total or None in parts:
        return None
    return round(100 * sum(people or 0 for people in parts) / found.total)


# What was ever published of each group of a table, what is published now last.
Levels = Mapping[str, Sequence[int]]


def settle(counts: Mapping[str, int], before: Levels | None) -> dict[str, list[int]]:
    """Return the levels of a table after a new reading; `before` is None at the first one.

    Any two levels of a group are as far apart as the floor, so that whoever takes one reading from
    another learns nothing about fewer people. A group that was not there before was read as 0.
    """
    known = before or {}
    start = [] if before is None else [0]
    return {
        key: _settled(counts.get(key, 0), [*known.get(key, start)])
        for key in sorted({*counts, *known})
    }


def _settled(people: int, levels: list[int]) -> list[int]:
    nearest = min(reversed(levels), key=lambda level: abs(level - people), default=None)
    if nearest is None or abs(nearest - people) >= FLOOR:
        return [*levels, people]
    levels.remove(nearest)
    return [*levels, nearest]


def published(levels: Levels) -> dict[str, int]:
    """Return what is published of each group now."""
    return {key: seen[-1] for key, seen in levels.items()}


def show_all(counts: Mapping[str, int]) -> Breakdown:
    """Return groups of what is public anyway, all of them."""
    filled = sorted(((key, n) for key, n in counts.items() if n), key=lambda it: (-it[1], it[0]))
    return Breakdown(sum(counts.values()), tuple(Group(key, n) for key, n in filled))
