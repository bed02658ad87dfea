"""What a signature under minutes is for: all that came up while whoever signs was in the room."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def numbers_of(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the number that each proposal has in the minutes, by its key."""
    return {str(one["proposal"]): number for number, one in enumerate(items, 1)}


def left_for(
    name: str, shown: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]
) -> list[int]:
    """Return the numbers of what somebody left the room for, of what the reader may read."""
    return [numbers[str(one["proposal"])] for one in shown if name in one["away"]]
