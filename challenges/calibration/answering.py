"""From a fitted model to places, offsets and the winner card.

Method: P(best) and ranks are counted in the draws; a first place is separable when it is truly
the best with a probability of at least nine in ten. More scores are those that both leaders get
from the same further jurors, should their difference stay as it is. The next score goes where it
raises the expected score of the one then in front the most (Frazier, Powell and Dayanik, INFORMS
Journal on Computing 21, 2009). Cost: draws times proposals times its logarithm.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, erf, sqrt

from challenges.calibration.fitting import Fit, fit
from challenges.calibration.model import (
    POINTS,
    SHARES,
    Calibration,
    Mark,
    Offset,
    Place,
    Refusal,
    WinnerCard,
    to_decimal,
)
from challenges.calibration.panel import Panel, panel_of, refuse
from challenges.calibration.sampling import draw, quantiles

SEPARABLE = Decimal("0.900")
SURE = 1.2815515655446004  # nine in ten of a standard normal lie below
COVERED = 0.9
NO_CORRECTION = Decimal("0.050")
MOST_MORE = 50
CONTENDERS = 20
NODES = 64
GAIN_DIGITS = 8


def calibrate(marks: Sequence[Mark]) -> Calibration | Refusal:
    """Return what the model makes of marks, or why it says nothing."""
    refusal = refuse(marks)
    if refusal is not None:
        return refusal
    panel = panel_of(marks)
    found = fit(panel)
    places = _places(panel, found)
    share = to_decimal(found.juror_share, SHARES)
    return Calibration(
        level=to_decimal(found.level, POINTS),
        juror_share=share,
        proposal_share=to_decimal(found.proposal_share, SHARES),
        needs_correction=share >= NO_CORRECTION,
        places=places,
        offsets=_offsets(panel, found),
        winner=_winner(panel, found, places),
    )


def _places(panel: Panel, found: Fit) -> tuple[Place, ...]:
    import numpy as np

    draws = draw(found)
    ranks = np.empty(draws.shape, dtype=np.int32)
    order = np.argsort(-draws, axis=1, kind="stable")
    np.put_along_axis(ranks, order, np.arange(1, draws.shape[1] + 1, dtype=np.int32)[None], axis=1)
    del draws, order  # a large panel takes tens of megabytes
    scores = [to_decimal(found.level + mean, POINTS) for mean in found.means]
    sorted_ranks = np.sort(ranks, axis=0)
    tail = int(len(ranks) * (1 - COVERED) / 2)
    errors = np.sqrt(np.diag(found.covariance))
    rows = [
        Place(
            proposal=key,
            rank=1 + sum(other > scores[at] for other in scores),
            score=scores[at],
            error=to_decimal(errors[at], POINTS),
            best=to_decimal((ranks[:, at] == 1).mean(), SHARES),
            rank_from=int(sorted_ranks[tail, at]),
            rank_to=int(sorted_ranks[-1 - tail, at]),
        )
        for at, key in enumerate(panel.proposals)
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank, row.proposal)))


def _offsets(panel: Panel, found: Fit) -> tuple[Offset, ...]:
    import numpy as np

    fitted = found.level + found.means[panel.proposal_of] + found.offsets[panel.juror_of]
    rest = panel.values - fitted
    times = np.bincount(panel.juror_of, minlength=len(panel.jurors))
    squares = np.bincount(panel.juror_of, rest**2, len(panel.jurors))
    rows = [
        Offset(
            juror=key,
            marks=int(times[at]),
            offset=to_decimal(found.offsets[at], POINTS),
            error=to_decimal(found.offset_errors[at], POINTS),
            spread=to_decimal((squares[at] / times[at]) ** 0.5, POINTS) if times[at] > 1 else None,
        )
        for at, key in enumerate(panel.jurors)
    ]
    return tuple(sorted(rows, key=lambda row: row.juror))


def _winner(panel: Panel, found: Fit, places: Sequence[Place]) -> WinnerCard:
    first, second = places[:2]
    a, b = (panel.proposals.index(place.proposal) for place in (first, second))
    apart = float(found.means[a] - found.means[b])
    spread = float(found.covariance[a, a] + found.covariance[b, b] - 2 * found.covariance[a, b])
    ahead = 0.5 * (1 + erf(apart / sqrt(2 * spread)))
    return WinnerCard(
        first=first.proposal,
        second=second.proposal,
        best=first.best,
        ahead=to_decimal(ahead, SHARES),
        rank_from=first.rank_from,
        rank_to=first.rank_to,
        is_separable=first.best >= SEPARABLE,
        more_each=_more(apart, spread, found.rest),
        next_score=_next(panel, found),
    )


def _more(apart: float, spread: float, rest: float) -> int | None:
    """Return how many more scores each of two needs to be told apart; None beyond reason."""
    if apart <= 0:
        return None
    needed = 2 * rest * ((SURE / apart) ** 2 - 1 / spread)
    more = max(0, ceil(round(needed, GAIN_DIGITS)))
    return more if more <= MOST_MORE else None


def _next(panel: Panel, found: Fit) -> str:
    """Return the proposal whose next score raises the expected best the most."""
    import numpy as np

    order = np.argsort(-np.round(found.means, GAIN_DIGITS), kind="stable")[:CONTENDERS]
    means, covariance = found.means[order], found.covariance[np.ix_(order, order)]
    nodes = quantiles((np.arange(NODES) + 0.5) / NODES)
    moves = covariance / np.sqrt(np.diag(covariance) + found.noise)
    after = means[:, None, None] + moves[:, :, None] * nodes
    gains = np.round(after.max(axis=0).mean(axis=1) - means.max(), GAIN_DIGITS)
    best = [panel.proposals[order[at]] for at in np.flatnonzero(gains == gains.max())]
    return str(min(best))
