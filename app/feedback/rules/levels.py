"""Which level a letter names for each criterion: the agreed one, else the median.

Of an even number of jurors the lower of the two in the middle stands, so that the letter never
promises a level that half the jury did not give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from challenges.criteria import Criterion


@dataclass(frozen=True)
class LevelLine:
    """A criterion in a letter: its level, what that level means, and whether the jury agreed it."""

    key: str
    name: str
    level: int | None
    words: str
    is_agreed: bool


def level_lines(
    criteria: Sequence[Criterion],
    given: Sequence[Mapping[str, int]],
    agreed: Mapping[str, int],
) -> tuple[LevelLine, ...]:
    """Return a line for each criterion, from the levels of every juror that counts."""
    return tuple(
        _line(one, [card[one.key] for card in given if one.key in card], agreed) for one in criteria
    )


def _line(criterion: Criterion, given: Sequence[int], agreed: Mapping[str, int]) -> LevelLine:
    level = agreed.get(criterion.key, median_low(given) if given else None)
    words = "" if level is None else criterion.levels[level].removeprefix(f"{level} ")
    return LevelLine(criterion.key, criterion.name, level, words, criterion.key in agreed)
