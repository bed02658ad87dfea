"""When a scan really was, and when doors are open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

# Doors open before an event begins, and it takes a while until the last have left.
BEFORE = timedelta(hours=12)
AFTER = timedelta(hours=12)
# Uploads of the last hours may still come after the event.
SCANNING_TIME = timedelta(hours=24)
# A scanner's clock is believed within these bounds; a larger step is a broken or a lying clock.
STEP = timedelta(minutes=10)


@dataclass(frozen=True)
class Days:
    """The days on which a ticket opens the door, as the event's place counts them."""

    first: date | None = None
    last: date | None = None

    def have(self, day: date) -> bool:
        """Whether a day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVERY_DAY = Days()


@dataclass(frozen=True)
class Hours:
    """When the doors of an event are open, and in which zone its days begin."""

    opens_at: datetime
    closes_at: datetime
    zone: str

    def day_of(self, at: datetime) -> date:
        """Return the day of an instant at the event's place."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def admit(self, at: datetime, days: Days) -> bool:
        """Whether the doors are open at an instant for a ticket of some days."""
        if not self.opens_at <= at <= self.closes_at:
            return False
        return days == EVERY_DAY or days.have(self.day_of(at))


def door_hours(starts_at: datetime, ends_at: datetime, zone: str) -> Hours:
    """Return the doors' hours: from twelve before the event begins until twelve after its end."""
    return Hours(starts_at - BEFORE, ends_at + AFTER, zone)


def corrected_time(
    scanned_at: datetime | None,
    sent_at: datetime | None,
    received_at: datetime,
    paired_at: datetime,
) -> datetime:
    """Return when a scan really was, from a clock that may be wrong, broken or lying.

    The difference between the scanner's time of sending and ours is taken off. No scan is later
    than its arrival nor earlier than the pairing of its scanner.
    """
    if scanned_at is None:
        return received_at
    fault = received_at - sent_at if sent_at is not None else timedelta(0)
    return min(max(scanned_at + fault, paired_at), received_at)


def is_clock_odd(scanned_at: datetime | None, corrected: datetime) -> bool:
    """Whether a scanner's own time had to be moved so far that somebody should look at it."""
    return scanned_at is None or abs(scanned_at - corrected) > STEP
