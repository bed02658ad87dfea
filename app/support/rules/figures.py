"""Figures in which nobody can be told: small groups are left out, and cannot be worked out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FLOOR = 5  # a group of fewer is not shown


@dataclass(frozen=True)
class Group:
    """A group of a table; `people` is None where it is left out."""

    key: str
    people: int | None


@dataclass(frozen=True)
class Breakdown:
    """A total and its groups, the largest first; the total is None where it is too small."""

    total: int | None
    groups: tuple[Group, ...]


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
        return Breakdown(None if total else 0, tuple(Group(key, None) for key, _ in filled))
    shown = list(filled)
    hidden = [row for row in filled if row[1] < FLOOR]
    shown = shown[: len(shown) - len(hidden)]
    while hidden and shown and not _is_safe([people for _key, people in hidden]):
        hidden.insert(0, shown.pop())
    left_out = {key for key, _people in hidden}
    return Breakdown(
        total, tuple(Group(key, None if key in left_out else people) for key, people in filled)
    )


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
