"""How far a jury agrees: Krippendorff's alpha, and the ICC of a proposal's mean.

Method: alpha for interval data compares how far marks of one proposal differ with how far any
marks differ (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011); ICC(1,k) is the
share of the means' variance that is the proposals' own (Shrout and Fleiss, Psychological
Bulletin 86, 1979), with Spearman and Brown's step where the proposals have not all k marks. In
exact fractions, rounded last. Cost: linear in marks.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from challenges.calibration.model import SHARES, Mark, to_decimal


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two measures of agreement, 1 being perfect; None where there is nothing to compare."""

    marks: int
    alpha: Decimal | None
    icc: Decimal | None


def agreement(marks: Iterable[Mark]) -> Agreement:
    """Return how far the jurors of one challenge agree."""
    by_proposal: dict[str, list[Fraction]] = defaultdict(list)
    for mark in marks:
        by_proposal[mark.proposal].append(mark.value)
    groups = [by_proposal[key] for key in sorted(by_proposal)]
    return Agreement(sum(map(len, groups)), _rounded(alpha(groups)), _rounded(icc(groups)))


def alpha(groups: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Return Krippendorff's alpha for interval data; a lone mark cannot be compared."""
    paired = [group for group in groups if len(group) > 1]
    values = [value for group in paired for value in group]
    expected = _pairs(values) / (len(values) - 1) if values else Fraction(0)
    if not expected:
        return None
    observed = sum((_pairs(group) / (len(group) - 1) for group in paired), Fraction(0))
    return 1 - observed / expected


def icc(groups: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Return ICC(1,k), k being the mean number of marks of a proposal."""
    number = sum(map(len, groups))
    if not 1 < len(groups) < number:
        return None
    total = _mean([value for group in groups for value in group])
    between = sum((len(one) * (_mean(one) - total) ** 2 for one in groups), Fraction(0))
    within = sum(((value - _mean(one)) ** 2 for one in groups for value in one), Fraction(0))
    between, within = between / (len(groups) - 1), within / (number - len(groups))
    size = (number - Fraction(sum(len(one) ** 2 for one in groups), number)) / (len(groups) - 1)
    below = between + (size - 1) * within
    if not below:
        return None
    single = (between - within) / below
    each = Fraction(number, len(groups))
    stepped = 1 + (each - 1) * single
    return each * single / stepped if stepped > 0 else None


def _pairs(values: Sequence[Fraction]) -> Fraction:
    """Return the sum of the squared differences of all ordered pairs."""
    squares = sum((value * value for value in values), Fraction(0))
    return 2 * (len(values) * squares - sum(values, Fraction(0)) ** 2)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else to_decimal(float(value), SHARES)
