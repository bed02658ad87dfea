"""What calibration is asked and what it answers, every number rounded, so that it has one text."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

Array = Any  # of numpy, which is imported only where something is calibrated
POINTS = 4  # digits of a score on the scale 0 to 5
SHARES = 3  # digits of a probability or a share


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What one juror gave one proposal, on the scale 0 to 5."""

    juror: str
    proposal: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is calibrated: a code, what was found and what is needed, and both in words."""

    code: str
    found: int
    needed: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A proposal's place by the model: score, how sure it is, and which ranks it may have."""

    proposal: str
    rank: int
    score: Decimal
    error: Decimal
    best: Decimal
    rank_from: int
    rank_to: int


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a juror is above the others, how sure that is, and how far their marks scatter."""

    juror: str
    marks: int
    offset: Decimal
    error: Decimal
    spread: Decimal | None


@dataclass(frozen=True, slots=True)
class WinnerCard:
    """Whether the first place can be told from the second, and what would help."""

    first: str
    second: str
    best: Decimal
    ahead: Decimal
    rank_from: int
    rank_to: int
    is_separable: bool
    more_each: int | None
    next_score: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the model makes of a panel's marks, beside the plain mean and never in its place."""

    level: Decimal
    juror_share: Decimal
    proposal_share: Decimal
    needs_correction: bool
    places: tuple[Place, ...]
    offsets: tuple[Offset, ...]
    winner: WinnerCard


def to_decimal(value: float, digits: int) -> Decimal:
    """Return a number rounded far above the noise of a machine's arithmetic."""
    found = Decimal(repr(round(float(value), digits))).quantize(Decimal(1).scaleb(-digits))
    return found or abs(found)  # no minus before a zero
