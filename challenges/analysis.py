"""How far the result of a jury carries: calibration, agreement, and what it hangs on.

Method: see `calibration`, `agreement` and `robustness`; all from the scorecards that count.
Cost: a tenth of a second for the calibration, and one ranking per juror and two per criterion.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from challenges.agreement import Agreement, agreement
from challenges.calibration import Calibration, Mark, Refusal, calibrate
from challenges.robustness import (
    Favour,
    Reweighed,
    Sheets,
    WithoutJuror,
    favour,
    reweigh,
    without_each,
)
from challenges.scoring import ProposalScore, score_proposals

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What stands beside a ranking, so that it can be defended."""

    model: Calibration | Refusal
    agreement: Agreement
    without: tuple[WithoutJuror, ...]
    reweighed: tuple[Reweighed, ...]
    favours: tuple[Favour, ...]


def marks_of(scores: Iterable[ProposalScore]) -> tuple[Mark, ...]:
    """Return the marks of the scorecards that count, sorted."""
    return tuple(
        sorted(
            Mark(card.juror, score.proposal, card.score.value)
            for score in scores
            for card in score.cards
        )
    )


def analyse(sheets: Sheets, own: Mapping[str, Pairs]) -> Analysis:
    """Return the analysis of a jury; `own` are the pairs of one side, by the kind of side."""
    marks = marks_of(score_proposals(sheets.proposals, sheets.cards, sheets.criteria))
    model = calibrate(marks)
    favours = [
        favour(kind, marks, model, pairs)
        for kind, pairs in sorted(own.items())
        if isinstance(model, Calibration)
    ]
    return Analysis(
        model=model,
        agreement=agreement(marks),
        without=without_each(sheets),
        reweighed=reweigh(sheets),
        favours=tuple(favours),
    )
