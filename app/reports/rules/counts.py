"""A figure, a count, a median: what all countings share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure's value and its denominator; None where there is nothing to count from."""

    key: str
    value: int | None
    of: int | None = None

    @property
    def per_mille(self) -> int | None:
        """Return the share in tenths of a per cent, rounded half up."""
        if self.value is None or not self.of:
            return None
        return (2000 * self.value + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something occurs."""

    key: str
    count: int


def count_by(keys: Iterable[str]) -> tuple[Count, ...]:
    """Return how often each key occurs, the most frequent first."""
    found = Counter(keys)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(key=key, count=count) for key, count in ordered)


def median_tenths(values: Sequence[Fraction | int]) -> int | None:
    """Return ten times the median, rounded half up; None of nothing."""
    if not values:
        return None
    ordered = sorted(Fraction(value) for value in values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return round_half_up(ordered[middle] * 10)
    return round_half_up((ordered[middle - 1] + ordered[middle]) * 5)


def round_half_up(value: Fraction) -> int:
    """Return the nearest whole number of one that is not negative."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
