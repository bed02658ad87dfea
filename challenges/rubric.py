"""The rubric of a judging round: what jurors score by, what a proposal must reach, what ends it.

Beside weighted criteria a rubric may ask for a least mean per criterion and in total, and pose
knock-out questions: a proposal is out when more than half of the jurors who answered said no.
Thresholds and knock-outs never change a score; they say who cannot be placed on a shortlist, and
why. Source: the thresholds of the EIC Accelerator's evaluation (4 of 5 each, 13 of 15 in total).
Cost: linear in scorecards times criteria.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from challenges.canonical import digest, to_plain
from challenges.criteria import KEY, SCALE, Criterion, check_criteria
from challenges.findings import Finding
from challenges.ranking import DEFAULT_TIE_RULES, TieRule
from challenges.scoring import TOP, ProposalScore, Scorecard, why_excluded

MAX_KNOCK_OUTS = 6
MAX_TEXT = 300
PERCENT = 100


@dataclass(frozen=True, slots=True)
class KnockOut:
    """A question that jurors answer with yes or no; a no speaks against the proposal."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """The form of a round; `thresholds` are least means by criterion, `total` in per cent."""

    criteria: tuple[Criterion, ...]
    thresholds: Mapping[str, int]
    total: int | None = None
    knock_outs: tuple[KnockOut, ...] = ()
    tie_rules: tuple[TieRule, ...] = DEFAULT_TIE_RULES


class Lack(StrEnum):
    """What keeps a proposal off the shortlist."""

    CRITERION = "below_threshold"
    TOTAL = "below_total"
    KNOCK_OUT = "knocked_out"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One requirement that a proposal misses: the criterion or question, reached and asked."""

    lack: Lack
    key: str
    reached: Fraction
    asked: Fraction


def plain_rubric(criteria: Sequence[Criterion]) -> Rubric:
    """Return the rubric that a brief asks for: its criteria, and nothing to reach."""
    return Rubric(tuple(criteria), {})


def rubric_digest(rubric: Rubric) -> str:
    """Return the SHA-256 of a rubric, which names its version."""
    return digest(to_plain(rubric))


def check_rubric(rubric: Rubric) -> tuple[Finding, ...]:
    """Return everything wrong with a rubric, in order; nothing means usable."""
    return (*check_criteria(rubric.criteria), *_check_thresholds(rubric), *_check_questions(rubric))


def _check_thresholds(rubric: Rubric) -> list[Finding]:
    keys = {criterion.key for criterion in rubric.criteria}
    found = []
    for key, least in sorted(rubric.thresholds.items()):
        if key not in keys:
            found.append(Finding(f"thresholds.{key}", None, "unknown", f"no criterion {key!r}"))
        elif type(least) is not int or least not in SCALE:
            message = "a threshold is a whole number from 0 to 5"
            found.append(Finding(f"thresholds.{key}", None, "threshold_range", message))
    total = rubric.total
    if total is not None and (type(total) is not int or not 0 <= total <= PERCENT):
        message = "the threshold in total is a whole number from 0 to 100 per cent"
        found.append(Finding("total", None, "total_range", message))
    return found


def _check_questions(rubric: Rubric) -> list[Finding]:
    found = []
    if len(rubric.knock_outs) > MAX_KNOCK_OUTS:
        message = f"there may be {MAX_KNOCK_OUTS} knock-out questions, not {len(rubric.knock_outs)}"
        found.append(Finding("knock_outs", None, "too_many", message))
    for position, question in enumerate(rubric.knock_outs):
        path = f"knock_outs[{position}]"
        if not KEY.fullmatch(question.key):
            found.append(Finding(f"{path}.key", None, "bad_key", "not a key"))
        if not 1 <= len(question.text.strip()) <= MAX_TEXT:
            message = f"a question has 1 to {MAX_TEXT} characters"
            found.append(Finding(f"{path}.text", None, "empty", message))
    keys = [question.key for question in rubric.knock_outs]
    if len(set(keys)) != len(keys):
        found.append(Finding("knock_outs", None, "key_twice", "a key is used twice"))
    return found


def shortfalls(
    score: ProposalScore, cards: Sequence[Scorecard], rubric: Rubric
) -> tuple[Shortfall, ...]:
    """Return what a proposal misses, in the rubric's order; nothing while it has no score."""
    if score.score is None:
        return ()
    means = dict(score.criterion_means)
    found = [
        Shortfall(Lack.CRITERION, criterion.key, means[criterion.key], Fraction(least))
        for criterion in rubric.criteria
        if (least := rubric.thresholds.get(criterion.key)) is not None
        and means[criterion.key] < least
    ]
    percent = score.score.value * PERCENT / TOP
    if rubric.total is not None and percent < rubric.total:
        found.append(Shortfall(Lack.TOTAL, "", percent, Fraction(rubric.total)))
    if not rubric.knock_outs:
        return tuple(found)
    counting = [card for card in cards if why_excluded(card, rubric.criteria) is None]
    return (*found, *_knocked_out(counting, rubric))


def _knocked_out(cards: Sequence[Scorecard], rubric: Rubric) -> list[Shortfall]:
    found = []
    for question in rubric.knock_outs:
        said = [card.answers[question.key] for card in cards if question.key in card.answers]
        yes = Fraction(sum(said), len(said)) if said else Fraction(1)
        if yes < (half := Fraction(1, 2)):
            found.append(Shortfall(Lack.KNOCK_OUT, question.key, yes, half))
    return found


def read_rubric(values: Mapping[str, Any]) -> Rubric:
    """Return the rubric in plain values that `to_plain` made of one; they were checked then."""
    return Rubric(
        criteria=tuple(
            Criterion(**{**row, "levels": tuple(row["levels"])}) for row in values["criteria"]
        ),
        thresholds=dict(values["thresholds"]),
        total=values["total"],
        knock_outs=tuple(KnockOut(**row) for row in values["knock_outs"]),
        tie_rules=tuple(TieRule(rule) for rule in values["tie_rules"]),
    )


def reweighted(rubric: Rubric, weights: Mapping[str, int]) -> Rubric:
    """Return the rubric with other weights."""
    criteria = (replace(one, weight=weights[one.key]) for one in rubric.criteria)
    return replace(rubric, criteria=tuple(criteria))
