"""Days and times of an event, counted from the day on which the demo is loaded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Day:
    """A day at the venue; other days and times are told from it."""

    date: date

    @classmethod
    def from_now(cls, now: datetime, days: int) -> "Day":
        """Return the day that lies so many days after today."""
        return cls(now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days))

    def at(self, clock: str, days: int = 0) -> datetime:
        """Return the instant at which the clock of the venue shows `HH:MM[:SS]`."""
        local = datetime.combine(self.date + timedelta(days=days), time.fromisoformat(clock))
        return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
