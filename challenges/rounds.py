"""When the rounds of a challenge close: every so many weeks or months, by the clock of a place.

Method: every deadline is counted from the first one's day, never from the one before, so that the
31st comes back after a short month. Cost: one step for each deadline that has passed.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

MOST_EVERY = 52
MONTHS_OF_A_YEAR = 12
WEEK = timedelta(weeks=1)
SHORTEST_MONTH = timedelta(days=28)


class Unit(StrEnum):
    """What the time between two deadlines is counted in."""

    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Rolling:
    """Deadlines that return: the first one's day, how often, at which local time, until when."""

    first_on: date
    at: time
    zone: str
    every: int
    unit: Unit
    until: date | None = None

    @property
    def shortest(self) -> timedelta:
        """The least time that a round takes: half of the time between two deadlines."""
        return (WEEK if self.unit is Unit.WEEKS else SHORTEST_MONTH) * self.every / 2


def deadline(rule: Rolling, number: int) -> datetime:
    """Return the deadline of that number, the first being 1, as an instant."""
    return instant_of(_day(rule, number - 1), rule.at, rule.zone)


def next_deadline(rule: Rolling, after: datetime) -> datetime | None:
    """Return the first deadline that leaves a round its least time; None once there is none."""
    return next(upcoming(rule, after + rule.shortest), None)


def upcoming(rule: Rolling, since: datetime) -> Iterator[datetime]:
    """Give the deadlines from an instant on, until the last day."""
    for number in count(1):
        if _is_over(rule, number):
            return
        at = deadline(rule, number)
        if at >= since:
            yield at


def instant_of(day: date, at: time, zone: str) -> datetime:
    """Return the instant of a local time; of two that are possible, the later one.

    A time that the clocks skip is as late as if they had not; one that they repeat is its second
    passing. So nobody has less time than the clock on the wall said.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _is_over(rule: Rolling, number: int) -> bool:
    try:
        day = _day(rule, number - 1)
    except (OverflowError, ValueError):  # beyond the calendar
        return True
    return day.year >= date.max.year or (rule.until is not None and day > rule.until)


def _day(rule: Rolling, steps: int) -> date:
    if rule.unit is Unit.WEEKS:
        return rule.first_on + timedelta(weeks=rule.every * steps)
    months = rule.first_on.year * MONTHS_OF_A_YEAR + rule.first_on.month - 1 + rule.every * steps
    year, month = divmod(months, MONTHS_OF_A_YEAR)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(rule.first_on.day, last))
