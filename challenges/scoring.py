"""From scorecards to the score of a proposal.

Method: a scorecard's score is the weighted mean of its scores; a proposal's score is the plain
mean over its complete scorecards, with the sample variance between them. All in exact
fractions, so that a recount cannot differ by rounding. Cost: linear in scorecards times criteria.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from challenges.criteria import SCALE, Criterion

TOP = max(SCALE)
EXACT = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one juror said about one proposal: a score from 0 to 5 per criterion key.

    `answers` are those to the knock-out questions of the rubric, by key. The marks of a trainee
    never count.
    """

    juror: str
    proposal: str
    scores: Mapping[str, int]
    recused: bool = False
    submitted: bool = True
    answers: Mapping[str, bool] = field(default_factory=dict)
    trainee: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Pick:
    """A proposal in the top three of a juror, and at which place."""

    juror: str
    proposal: str
    place: int


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """A score on the scale 0 to 5, exactly."""

    value: Fraction

    def as_percent(self, digits: int = 1) -> Decimal:
        """Return the score as per cent of the highest possible, rounded half up."""
        return round_fraction(self.value * 100 / TOP, digits)


@dataclass(frozen=True, slots=True)
class CardScore:
    """The score of one scorecard that counts."""

    juror: str
    score: Score


@dataclass(frozen=True, slots=True)
class Excluded:
    """A scorecard that does not count, and why."""

    juror: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalScore:
    """The score of a proposal and everything it was made from; no complete card, no score.

    `picks` says in how many top threes of those jurors it is.
    """

    proposal: str
    score: Score | None
    count: int
    variance: Fraction | None
    criterion_means: tuple[tuple[str, Fraction], ...]
    cards: tuple[CardScore, ...]
    excluded: tuple[Excluded, ...]
    picks: int = 0

    @property
    def spread(self) -> Decimal | None:
        """Return the sample standard deviation in percentage points; two cards are needed."""
        if self.variance is None:
            return None
        points = self.variance * (100 // TOP) ** 2
        ratio = EXACT.divide(Decimal(points.numerator), Decimal(points.denominator))
        return EXACT.sqrt(ratio).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def mean_of(self, keys: Iterable[str]) -> Fraction | None:
        """Return the plain mean over some criteria, or None when nothing was scored."""
        means = dict(self.criterion_means)
        found = [means[key] for key in keys if key in means]
        return _mean(found) if found else None


def round_fraction(value: Fraction, digits: int) -> Decimal:
    """Return a fraction of at least 0 as a decimal, rounded half up."""
    scaled = value * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-digits)


def score_proposals(
    proposals: Iterable[str],
    cards: Iterable[Scorecard],
    criteria: Sequence[Criterion],
    picks: Iterable[Pick] = (),
) -> tuple[ProposalScore, ...]:
    """Return the score of every proposal, sorted by its key."""
    by_proposal: dict[str, list[Scorecard]] = {key: [] for key in sorted(set(proposals))}
    for card in cards:
        if card.proposal in by_proposal:
            by_proposal[card.proposal].append(card)
    picked = {(pick.juror, pick.proposal) for pick in picks}
    found = (score_proposal(key, own, criteria) for key, own in by_proposal.items())
    return tuple(_with_picks(score, picked) for score in found) if picked else tuple(found)


def _with_picks(score: ProposalScore, picked: Collection[tuple[str, str]]) -> ProposalScore:
    """Count the picks by whom a scorecard counts, so that no trainee or conflict breaks a tie."""
    return replace(score, picks=sum((card.juror, score.proposal) in picked for card in score.cards))


def score_proposal(
    proposal: str, cards: Sequence[Scorecard], criteria: Sequence[Criterion]
) -> ProposalScore:
    """Return the score of one proposal from its scorecards, in the order of the jurors' keys."""
    ordered = sorted(cards, key=lambda card: card.juror)
    times = Counter(card.juror for card in ordered)
    counted: list[Scorecard] = []
    excluded: list[Excluded] = []
    for card in ordered:
        found = why_excluded(card, criteria, twice=times[card.juror] > 1)
        if found is None:
            counted.append(card)
        else:
            excluded.append(found)
    return _summarise(proposal, counted, tuple(excluded), criteria)


def why_excluded(
    card: Scorecard, criteria: Sequence[Criterion], *, twice: bool = False
) -> Excluded | None:
    """Return why a scorecard does not count, or None when it does."""
    keys = [criterion.key for criterion in criteria]
    missing = [key for key in keys if key not in card.scores]
    unknown = sorted(set(card.scores) - set(keys))
    wrong = [key for key in keys if key not in missing and not is_score(card.scores[key])]
    reasons = (
        (card.trainee, "trainee", "the juror is a trainee"),
        (card.recused, "recused", "the juror is recused"),
        (twice, "twice", "the juror has more than one scorecard for this proposal"),
        (not card.submitted, "not_submitted", "the scorecard was not submitted"),
        (missing, "incomplete", "no score for " + ", ".join(missing)),
        (unknown, "unknown_criterion", "there is no criterion " + ", ".join(unknown)),
        (wrong, "off_scale", "not a whole number from 0 to 5: " + ", ".join(wrong)),
    )
    for holds, code, reason in reasons:
        if holds:
            return Excluded(card.juror, code, reason)
    return None


def is_score(value: object) -> bool:
    """Say whether a value is a whole number on the scale."""
    return type(value) is int and value in SCALE


def score_card(card: Scorecard, criteria: Sequence[Criterion]) -> Score:
    """Return the weighted mean of a complete scorecard."""
    weights = sum(criterion.weight for criterion in criteria)
    points = sum(criterion.weight * card.scores[criterion.key] for criterion in criteria)
    return Score(Fraction(points, weights))


def _summarise(
    proposal: str,
    cards: Sequence[Scorecard],
    excluded: tuple[Excluded, ...],
    criteria: Sequence[Criterion],
) -> ProposalScore:
    if not cards:
        return ProposalScore(proposal, None, 0, None, (), (), excluded)
    scored = tuple(CardScore(card.juror, score_card(card, criteria)) for card in cards)
    values = [card.score.value for card in scored]
    means = tuple(
        (criterion.key, _mean([Fraction(card.scores[criterion.key]) for card in cards]))
        for criterion in criteria
    )
    return ProposalScore(
        proposal=proposal,
        score=Score(_mean(values)),
        count=len(scored),
        variance=_sample_variance(values),
        criterion_means=means,
        cards=scored,
        excluded=excluded,
    )


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _sample_variance(values: Sequence[Fraction]) -> Fraction | None:
    if len(values) == 1:
        return None
    mean = _mean(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
