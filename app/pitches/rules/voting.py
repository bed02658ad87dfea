"""The audience's vote: how ballots are counted, how it joins the jury's result, what looks odd."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

MOST = 3  # pitches on one ballot
BURST = 10  # ballots from one network within
WITHIN = timedelta(seconds=20)
PERCENT = 100


class VoteMode(StrEnum):
    """How a ballot counts: one point for each choice, or more for the first than for the last."""

    APPROVAL = "approval"
    RANKED = "ranked"


class VoteStage(StrEnum):
    """How far a vote has come."""

    DECLARED = "declared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class VoteTerms:
    """What is declared before a vote opens: mode, choices at most, the audience's share in %."""

    mode: VoteMode = VoteMode.APPROVAL
    most: int = MOST
    share: int = 0


@dataclass(frozen=True)
class Burst:
    """Many ballots from one network at once: worth a look, and never dropped for that."""

    network: str
    first_at: datetime
    ballots: int


def points_of(choices: Sequence[int], terms: VoteTerms) -> dict[int, int]:
    """Return what a ballot gives to each of its choices."""
    if terms.mode is VoteMode.APPROVAL:
        return dict.fromkeys(choices, 1)
    return {choice: terms.most - place for place, choice in enumerate(choices)}


def tally(ballots: Iterable[Sequence[int]], terms: VoteTerms) -> dict[int, int]:
    """Return the points of everything that was chosen."""
    total: Counter[int] = Counter()
    for choices in ballots:
        total.update(points_of(choices, terms))
    return dict(total)


def combined(
    jury: Mapping[int, Fraction], points: Mapping[int, int], share: int
) -> dict[int, Fraction]:
    """Return jury and audience together, in per cent, for what the jury has scored.

    The audience's part is a pitch's points as a share of the most that any pitch has.
    """
    top = max(points.values(), default=0) or 1
    weight = Fraction(share, PERCENT)
    return {
        key: score * (1 - weight) + Fraction(points.get(key, 0), top) * PERCENT * weight
        for key, score in jury.items()
    }


def bursts(cast: Iterable[tuple[str, datetime]]) -> tuple[Burst, ...]:
    """Return where many ballots came from one network within seconds, the first of each network."""
    by_network: dict[str, list[datetime]] = defaultdict(list)
    for network, at in cast:
        by_network[network].append(at)
    found = (_burst(network, sorted(times)) for network, times in sorted(by_network.items()))
    return tuple(one for one in found if one is not None)


def _burst(network: str, times: list[datetime]) -> Burst | None:
    for first in range(len(times) - BURST + 1):
        inside = [at for at in times[first:] if at - times[first] <= WITHIN]
        if len(inside) >= BURST:
            return Burst(network, times[first], len(inside))
    return None
