"""Registrations counted: by week, by channel, by country and by kind of ticket."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

K = TypeVar("K", str, int)

WEEK = timedelta(days=7)
MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Registered:
    """What a valid registration counts as."""

    at: datetime
    channel: str
    country: str
    ticket_type_id: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many registrations there are, and how they are spread."""

    total: int
    weeks: Sequence[tuple[date, int]]
    channels: Sequence[tuple[str, int]]
    countries: Sequence[tuple[str, int]]
    types: Sequence[tuple[int, int]]


def count_up(rows: Iterable[Registered], zone: str) -> Counted:
    """Count registrations; weeks begin on Monday at the venue, and those without any are told."""
    found = list(rows)
    weeks = Counter(monday_of(one.at, zone) for one in found)
    return Counted(
        total=len(found),
        weeks=[(week, weeks[week]) for week in _every_week(weeks)],
        channels=_most_first(Counter(one.channel for one in found)),
        countries=_most_first(Counter(one.country for one in found)),
        types=_most_first(Counter(one.ticket_type_id for one in found)),
    )


def monday_of(at: datetime, zone: str) -> date:
    """Return the Monday of the week in which an instant lies, by the clock of a zone."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())


def _every_week(weeks: Counter[date]) -> list[date]:
    """Return the weeks from the first to the last, the latest ones where there are very many."""
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    number = min((last - first) // WEEK + 1, MOST_WEEKS)
    return [last - n * WEEK for n in reversed(range(number))]


def _most_first(counts: Counter[K]) -> list[tuple[K, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
