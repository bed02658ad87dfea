"""How complete a draft is, without a word of what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.proposals.rules import find_problems

OWN_PARTS = 3  # the title, the summary, and how mature the solution is
HALF, WHOLE = 50, 100


class Band(StrEnum):
    """How far drafts are, in three parts."""

    BEGUN = "begun"
    HALFWAY = "halfway"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Completeness:
    """How many of the parts that a proposal needs are there."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """The share in per cent, rounded down, so that only a complete draft has a hundred."""
        return WHOLE * self.done // self.total

    @property
    def band(self) -> Band:
        """The part it falls into."""
        if self.percent == WHOLE:
            return Band.COMPLETE
        return Band.HALFWAY if self.percent >= HALF else Band.BEGUN


def completeness(draft: Any, questions: Sequence[Any]) -> Completeness:
    """Return how complete a draft is; an answer that is too long still needs work."""
    total = OWN_PARTS + len(questions)
    return Completeness(total - len(find_problems(draft, questions)), total)


def count_bands(found: Iterable[Completeness]) -> dict[str, int]:
    """Return how many drafts are how far."""
    bands = [one.band for one in found]
    return {str(band): bands.count(band) for band in Band}
