"""When a round of a jury is judged, and by which proposals.

The first round judges what passed the screening, in the phase of the jury. Every later round
judges the shortlist, before the decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.challenges.rules.drafting import is_blank, levels_of, with_keys
from app.juries.rules.judging import ASSIGNABLE, JUDGED_STATES
from challenges.criteria import Criterion
from challenges.lifecycle import Phase, ProposalState
from challenges.ranking import TieRule
from challenges.rubric import KnockOut, Rubric

FIRST = 1
LAST = 9


class RoundKind(StrEnum):
    """How jurors meet a proposal: they read it, or see it pitched."""

    REVIEW = "review"
    PITCH = "pitch"


class Blindness(StrEnum):
    """Who is hidden from whom: nobody, applicants from jurors, or jurors as well."""

    OPEN = "open"
    BLIND = "blind"
    DOUBLE_BLIND = "double_blind"


def is_blind(blindness: str) -> bool:
    """Whether jurors do not learn who proposes."""
    return blindness != Blindness.OPEN


@dataclass(frozen=True)
class RoundTerms:
    """What an organiser sets of a round."""

    name: str
    kind: RoundKind = RoundKind.REVIEW
    blindness: Blindness = Blindness.OPEN
    per_proposal: int = 3
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class RubricTerms:
    """What an organiser writes of a rubric: rows of criteria with thresholds, and the rest."""

    criteria: tuple[Mapping[str, Any], ...] = ()
    total: int | None = None
    knock_outs: tuple[Mapping[str, Any], ...] = ()
    tie_rules: tuple[TieRule, ...] = ()


def rubric_from(terms: RubricTerms, standing: Rubric, position: int) -> Rubric:
    """Return the rubric that was written; the criteria of the first round stay the brief's."""
    rows = [row for row in terms.criteria if not is_blank(row, "name", "description", "levels")]
    keyed = with_keys(rows, "name")
    criteria = standing.criteria if position == FIRST else tuple(_criterion(row) for row in keyed)
    known = {criterion.key for criterion in criteria}
    named = terms.criteria if position == FIRST else keyed
    thresholds = {
        str(row["key"]): int(row["threshold"])
        for row in named
        if row.get("threshold") is not None and row.get("key") in known
    }
    questions = with_keys(terms.knock_outs, "text")
    return Rubric(
        criteria,
        thresholds,
        terms.total,
        tuple(KnockOut(row["key"], row["text"]) for row in questions),
        terms.tie_rules,
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        key=row["key"],
        name=row.get("name") or "",
        description=row.get("description") or "",
        weight=row.get("weight") or 0,
        levels=tuple(levels_of(row)),
    )


def phase_of_round(position: int) -> Phase:
    """Return the phase that a challenge is in while a round is judged."""
    return Phase.JURY if position == FIRST else Phase.SHORTLIST


def entrants(position: int) -> tuple[ProposalState, ...]:
    """Return the states of the proposals that a round gets to judge."""
    return JUDGED_STATES if position == FIRST else (ProposalState.SHORTLISTED,)


def is_open(one: Any, phase: Phase, now: datetime) -> bool:
    """Whether scorecards of a round may be written."""
    has_begun = one.opens_at is None or one.opens_at <= now
    return phase is phase_of_round(one.position) and has_begun and not has_closed(one, now)


def has_closed(one: Any, now: datetime) -> bool:
    """Whether the time of a round is over."""
    return one.closes_at is not None and one.closes_at <= now


def position_to_assign(phase: Phase, rounds: Iterable[Any], now: datetime) -> int | None:
    """Return which round of a challenge gets jurors now, None when none does."""
    if phase in ASSIGNABLE:
        return FIRST
    if phase is not Phase.SHORTLIST:
        return None
    later = (one.position for one in rounds if one.position > FIRST and not has_closed(one, now))
    return min(later, default=None)
