"""When a line arrived: its time as form tools write it, in a zone that somebody chose."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_NUMBERS = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp][Mm])?"
)
_NOON = 12


def guess_order(values: Iterable[str]) -> str:
    """Return whether days or months come first: what no month can be tells, else the day."""
    for value in values:
        found = _NUMBERS.match(value)
        if found and "/" in value and int(found[2]) > _NOON:
            return MONTH_FIRST
    return DAY_FIRST


def read_moment(text: str, zone: str, order: str) -> datetime | None:
    """Return the instant that a text means; None where it means none, or one that was not.

    A time with its own offset keeps it. Of an hour that comes twice it is the first.
    """
    local = _local(text.strip(), order)
    if local is None:
        return None
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    instant = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    is_skipped = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local
    return None if is_skipped else instant


def _local(text: str, order: str) -> datetime | None:
    found = _NUMBERS.fullmatch(text)
    try:
        if found is None:
            return _iso(text)
        first, second, year, hour, minute = (int(found[place]) for place in range(1, 6))
        day, month = (first, second) if order == DAY_FIRST else (second, first)
        return datetime(  # noqa: DTZ001 - a wall clock's time, the zone comes next
            year, month, day, _hour(hour, found[7]), minute, int(found[6] or 0)
        )
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError("no such hour")
    return hour % _NOON + (_NOON if half.lower() == "pm" else 0)


def _iso(text: str) -> datetime | None:
    """Return a time as ISO 8601 writes it; a day alone is no time."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return None
    return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d|Z\Z)", "", text))
