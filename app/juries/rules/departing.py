"""When an outcome departs from the ranking, so that it needs a reason and a second signature.

A proposal that goes ahead departs if a better-ranked one of its challenge was not selected, or if
it misses what the rubric asks. One that is not selected departs if a worse-ranked one was selected,
or was shortlisted where it never was itself. Equal ranks are never out of order; what has no rank
comes after all that have one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.juries.rules.judging import Outcome

AHEAD = frozenset({Outcome.SELECTED, Outcome.SHORTLISTED})


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands: its rank, what was decided on it, whether it misses something."""

    proposal_id: int
    rank: int | None
    outcome: str | None = None
    falls_short: bool = False


@dataclass(frozen=True)
class Departure:
    """What an outcome is out of order with: these proposals, or what the rubric asks."""

    passed: tuple[int, ...]
    falls_short: bool


def is_better(one: Standing, other: Standing) -> bool:
    """Whether the first is ranked before the second."""
    if one.rank is None:
        return False
    return other.rank is None or one.rank < other.rank


def departure(
    proposal_id: int, outcome: Outcome, standings: Sequence[Standing]
) -> Departure | None:
    """Return how an outcome would depart from the ranking; None where it follows it."""
    others = [one for one in standings if one.proposal_id != proposal_id]
    found = (one for one in standings if one.proposal_id == proposal_id)
    own = next(found, Standing(proposal_id, None))
    if outcome in AHEAD:
        passed = [one for one in others if _is_passed_over(one, own)]
        falls_short = own.falls_short
    else:
        passed = [one for one in others if _is_put_first(one, own)]
        falls_short = False
    if not passed and not falls_short:
        return None
    return Departure(tuple(one.proposal_id for one in passed), falls_short)


def _is_passed_over(other: Standing, own: Standing) -> bool:
    return other.outcome == Outcome.NOT_SELECTED and is_better(other, own)


def _is_put_first(other: Standing, own: Standing) -> bool:
    """Whether a worse one goes ahead while the own one does not."""
    if not is_better(own, other):
        return False
    was_ahead = own.outcome in AHEAD
    return other.outcome == Outcome.SELECTED or (
        other.outcome == Outcome.SHORTLISTED and not was_ahead
    )
