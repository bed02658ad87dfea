"""The times of a pitch day, the order of its pitches, and when one of them may be scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """How far a pitch has come."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class Light(StrEnum):
    """How many of a pitch's jurors handed in: nobody, some, or all of them."""

    NOBODY = "nobody"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class Minutes:
    """How long a pitch takes, the questions after it, and the change to the next."""

    pitch: int = 5
    questions: int = 5
    change: int = 2

    @property
    def whole(self) -> int:
        """From the start of one pitch to the start of the next."""
        return self.pitch + self.questions + self.change


@dataclass(frozen=True)
class Terms:
    """What an organiser sets of a pitch day."""

    starts_at: datetime
    minutes: Minutes


def stage_of(opened_at: datetime | None, closed_at: datetime | None) -> Stage:
    """Return how far a pitch has come."""
    if opened_at is None:
        return Stage.WAITING
    return Stage.OPEN if closed_at is None else Stage.CLOSED


def timetable(terms: Terms, count: int) -> tuple[datetime, ...]:
    """Return when each of so many pitches begins."""
    step = timedelta(minutes=terms.minutes.whole)
    return tuple(terms.starts_at + number * step for number in range(count))


def swapped(order: Sequence[int], one: int, by: int) -> tuple[int, ...]:
    """Return an order in which one has changed places with the neighbour before or after it."""
    found = list(order)
    here = found.index(one)
    there = min(max(here + by, 0), len(found) - 1)
    found[here], found[there] = found[there], found[here]
    return tuple(found)


def light(done: int, due: int) -> Light:
    """Return the light of a pitch of which so many of the jurors due handed in."""
    if done == 0:
        return Light.NOBODY
    return Light.ALL if done >= due else Light.SOME
