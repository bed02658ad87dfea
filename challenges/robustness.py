"""Does the result hang on one juror or one weight, and do jurors favour their own?

Method: the exact ranking again without each juror, and with each weight a tenth more and less
while the others keep their proportions; a favour is what marks for one's own side lie above the
calibrated model, with its standard error. Cost: one ranking per juror and two per criterion.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from challenges.calibration.model import POINTS, Calibration, Mark, to_decimal
from challenges.criteria import Criterion
from challenges.ranking import TieRule, rank
from challenges.scoring import Pick, Scorecard, score_proposals

PART = 10  # a weight moves by one part in so many
FEWEST_OWN = 8
NOTABLE = 2  # standard errors


@dataclass(frozen=True, slots=True)
class Result:
    """Who is first, and who is on a shortlist of a given size."""

    winners: tuple[str, ...]
    shortlist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithoutJuror:
    """The result without one juror."""

    juror: str
    result: Result
    same_winner: bool
    same_shortlist: bool


@dataclass(frozen=True, slots=True)
class Reweighed:
    """The result with one weight moved by a tenth of itself, up or down."""

    criterion: str
    is_more: bool
    result: Result
    same_winner: bool


@dataclass(frozen=True, slots=True)
class Favour:
    """How far marks for one's own side lie above the model; None when there are too few."""

    kind: str
    marks: int
    above: Decimal | None
    error: Decimal | None
    is_notable: bool


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a ranking is made from."""

    proposals: tuple[str, ...]
    cards: tuple[Scorecard, ...]
    criteria: tuple[Criterion, ...]
    tie_rules: tuple[TieRule, ...]
    size: int = 3
    picks: tuple[Pick, ...] = ()

    def result(self) -> Result:
        """Return the winners and the shortlist."""
        scores = score_proposals(self.proposals, self.cards, self.criteria, self.picks)
        rows = [row for row in rank(scores, self.criteria, self.tie_rules) if row.rank]
        winners = tuple(row.proposal for row in rows if row.rank == 1)
        return Result(winners, tuple(r.proposal for r in rows if (r.rank or 0) <= self.size))


def without_each(sheets: Sheets) -> tuple[WithoutJuror, ...]:
    """Return the result without each juror who handed something in."""
    whole = sheets.result()
    found = []
    counting = (card for card in sheets.cards if not (card.trainee or card.recused))
    for juror in sorted({card.juror for card in counting if card.submitted}):
        left = tuple(card for card in sheets.cards if card.juror != juror)
        result = replace(sheets, cards=left).result()
        same_list = set(result.shortlist) == set(whole.shortlist)
        found.append(WithoutJuror(juror, result, result.winners == whole.winners, same_list))
    return tuple(found)


def reweigh(sheets: Sheets) -> tuple[Reweighed, ...]:
    """Return the result with each weight a tenth more, and a tenth less."""
    whole = sheets.result()
    found = []
    for moved in sheets.criteria if len(sheets.criteria) > 1 else ():
        for step in (1, -1):
            criteria = tuple(
                replace(one, weight=one.weight * (PART + (step if one is moved else 0)))
                for one in sheets.criteria
            )
            result = replace(sheets, criteria=criteria).result()
            is_same = result.winners == whole.winners
            found.append(Reweighed(moved.key, step > 0, result, is_same))
    return tuple(found)


def favour(
    kind: str,
    marks: Iterable[Mark],
    model: Calibration,
    own: Collection[tuple[str, str]],
) -> Favour:
    """Return how far the marks for one's own side lie above what the model expects."""
    places = {place.proposal: Fraction(place.score) for place in model.places}
    offsets = {one.juror: Fraction(one.offset) for one in model.offsets}
    above = [
        mark.value - places[mark.proposal] - offsets[mark.juror]
        for mark in sorted(marks)
        if (mark.juror, mark.proposal) in own
    ]
    if len(above) < FEWEST_OWN:
        return Favour(kind, len(above), None, None, is_notable=False)
    mean = sum(above, Fraction(0)) / len(above)
    error = _standard_error(above, mean)
    is_notable = abs(mean) > NOTABLE * error
    return Favour(
        kind, len(above), to_decimal(float(mean), POINTS), to_decimal(error, POINTS), is_notable
    )


def _standard_error(values: Sequence[Fraction], mean: Fraction) -> float:
    squares = sum(((value - mean) ** 2 for value in values), Fraction(0))
    return sqrt(squares / (len(values) - 1) / len(values))
