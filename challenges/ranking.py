"""From scores to ranks, with every tie explained.

Method: standard competition ranking (1, 2, 2, 4): a rank is one more than the number of better
proposals. Equal scores go through the declared tie rules in their order; what no rule separates
shares its rank. A rule is skipped where it says nothing about one of the tied proposals. Cost:
sorting, once per rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from challenges.criteria import Criterion
from challenges.scoring import ProposalScore, Score


class TieRule(StrEnum):
    """A way to tell equal scores apart."""

    HEAVIEST_CRITERION = "heaviest_criterion"
    LOWER_SPREAD = "lower_spread"
    MORE_SCORECARDS = "more_scorecards"
    MORE_TOP_THREES = "more_top_threes"


TIE_RULE_WORDS = {
    TieRule.HEAVIEST_CRITERION: "higher score on the heaviest criterion",
    TieRule.LOWER_SPREAD: "lower spread between jurors",
    TieRule.MORE_SCORECARDS: "more complete scorecards",
    TieRule.MORE_TOP_THREES: "picked in more top threes",
}
DEFAULT_TIE_RULES = (TieRule.HEAVIEST_CRITERION, TieRule.LOWER_SPREAD)


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of one proposal, and why; no rank when it has no score."""

    proposal: str
    rank: int | None
    score: Score | None
    count: int
    tied_with: tuple[str, ...]
    tie_rule: TieRule | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Proposals that share a rank, those with an equal score, and the rule that set them apart."""

    scores: tuple[ProposalScore, ...]
    equals: tuple[str, ...]
    rule: TieRule | None


def rank(
    scores: Sequence[ProposalScore],
    criteria: Sequence[Criterion],
    tie_rules: Sequence[TieRule] = DEFAULT_TIE_RULES,
) -> tuple[Rank, ...]:
    """Return a row per proposal, best first, shared ranks by key, unscored ones last."""
    ordered = sorted(scores, key=lambda score: score.proposal)
    rows: list[Rank] = []
    for place in _places(ordered, criteria, tuple(tie_rules)):
        number = len(rows) + 1
        rows += [_row(score, place, number) for score in place.scores]
    return tuple(rows) + tuple(_unscored(score) for score in ordered if score.score is None)


def _places(
    scores: Sequence[ProposalScore], criteria: Sequence[Criterion], rules: tuple[TieRule, ...]
) -> list[_Place]:
    values = [(score.score.value, score) for score in scores if score.score is not None]
    places = []
    for group in _split(values):
        equals = tuple(score.proposal for score in group) if len(group) > 1 else ()
        places += _separate(_Place(group, equals, None), criteria, rules)
    return places


def _separate(
    place: _Place, criteria: Sequence[Criterion], rules: tuple[TieRule, ...]
) -> list[_Place]:
    """Return a shared place split by the first rule that can, and its parts by the next ones."""
    if len(place.scores) == 1 or not rules:
        return [place]
    first, *rest = rules
    values = [(_tie_value(first, score, criteria), score) for score in place.scores]
    known = [(value, score) for value, score in values if value is not None]
    groups = _split(known) if len(known) == len(values) else [place.scores]
    rule = first if len(groups) > 1 else place.rule
    parts = [_Place(group, place.equals, rule) for group in groups]
    return [found for part in parts for found in _separate(part, criteria, tuple(rest))]


def _split(values: Sequence[tuple[Fraction, ProposalScore]]) -> list[tuple[ProposalScore, ...]]:
    """Return the scores grouped by value, the highest value first."""
    groups: dict[Fraction, list[ProposalScore]] = {}
    for value, score in values:
        groups.setdefault(value, []).append(score)
    return [tuple(groups[value]) for value in sorted(groups, reverse=True)]


def _tie_value(
    rule: TieRule, score: ProposalScore, criteria: Sequence[Criterion]
) -> Fraction | None:
    """Return what a rule compares, higher being better; None when it has nothing to compare."""
    if rule is TieRule.LOWER_SPREAD:
        return None if score.variance is None else -score.variance
    if rule is TieRule.MORE_SCORECARDS:
        return Fraction(score.count)
    if rule is TieRule.MORE_TOP_THREES:
        return Fraction(score.picks)
    heaviest = max(criterion.weight for criterion in criteria)
    return score.mean_of(criterion.key for criterion in criteria if criterion.weight == heaviest)


def _row(score: ProposalScore, place: _Place, number: int) -> Rank:
    shared = tuple(other.proposal for other in place.scores if other is not score)
    reason = _reason(score, place, shared)
    return Rank(score.proposal, number, score.score, score.count, shared, place.rule, reason)


def _reason(score: ProposalScore, place: _Place, shared: tuple[str, ...]) -> str:
    shown = f"score {score.score.as_percent()} %" if score.score else ""
    others = ", ".join(key for key in place.equals if key != score.proposal)
    if shared:
        return f"{shown}, shared with {', '.join(shared)}: no tie rule separates them"
    if place.rule:
        words = TIE_RULE_WORDS[place.rule]
        return f"{shown}, equal to {others}; placed by: {words}"
    return shown


def _unscored(score: ProposalScore) -> Rank:
    reason = "no complete scorecard"
    return Rank(score.proposal, None, None, score.count, (), None, reason)
