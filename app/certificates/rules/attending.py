"""What somebody attended: a pure function of the set of their scans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.checkin.rules import Direction, PastScan
from app.checkin.rules.presence import in_order

# Doors open before a session begins: who enters then attends it.
DOORS_OPEN = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Door:
    """A checkpoint, as far as attendance needs it: that of a session, of the house, or neither."""

    session_id: int | None = None
    has_exit: bool = False
    is_exclusive: bool = False
    is_house: bool = False


@dataclass(frozen=True)
class Span:
    """When a session ran."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it was, in whole minutes."""
        return (self.ends_at - self.starts_at) // MINUTE


@dataclass(frozen=True)
class Terms:
    """What counts at an event: its sessions that do, the clock at the venue, the least share."""

    sessions: Mapping[int, Span]
    zone: str
    least_share: int = 0

    def day_of(self, instant: datetime) -> date:
        """Return the day at the venue."""
        return instant.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Attended:
    """A session that somebody attended; the minutes are known where its doors have exits."""

    session_id: int
    minutes: int | None


@dataclass(frozen=True)
class Attendance:
    """What one person attended: sessions in their order, and days that only the house scanned."""

    sessions: tuple[Attended, ...] = ()
    days: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        """Whether it is anything."""
        return bool(self.sessions or self.days)


@dataclass
class Stay:
    """From when until when somebody was inside; without an end nobody scanned them out."""

    begun_at: datetime
    ended_at: datetime | None = None


def attended(scans: Iterable[PastScan], doors: Mapping[int, Door], terms: Terms) -> Attendance:
    """Return what one person attended, whatever the order their scans came in.

    A day counts by itself only where no session that counts has a door of its own.
    """
    passed = [one for one in in_order(scans) if one.passes]
    with_doors = sessions_with_doors(doors, terms)
    found = []
    stays, entries = _stays(passed, doors), _entries(passed, doors)
    for session_id in with_doors:
        span = terms.sessions[session_id]
        if is_measured(session_id, doors):
            minutes = minutes_inside(stays.get(session_id, ()), span)
            if minutes and minutes * 100 >= terms.least_share * span.minutes:
                found.append(Attended(session_id, minutes))
        elif any(_is_in_time(at, span) for at in entries.get(session_id, ())):
            found.append(Attended(session_id, None))
    covered = {terms.day_of(terms.sessions[one].starts_at) for one in with_doors}
    days = {
        terms.day_of(one.scanned_at)
        for one in passed
        if one.direction is Direction.IN and _door(one, doors).is_house
    }
    return Attendance(tuple(found), tuple(sorted(days - covered)))


def sessions_with_doors(doors: Mapping[int, Door], terms: Terms) -> list[int]:
    """Return the sessions that count and have a door of their own, in the order in which they ran.

    The others nobody can prove to have attended.
    """
    scanned = {one.session_id for one in doors.values()}
    known = [one for one in terms.sessions if one in scanned]
    return sorted(known, key=lambda one: (terms.sessions[one].starts_at, one))


def is_measured(session_id: int, doors: Mapping[int, Door]) -> bool:
    """Whether minutes inside are known: every door of the session is scanned on the way out."""
    return all(one.has_exit for one in doors.values() if one.session_id == session_id)


def minutes_inside(stays: Iterable[Stay], span: Span) -> int:
    """Return the whole minutes of some stays, no two of which overlap, within a session's times.

    A stay without an end lasts as long as the session, unless it began long before it.
    """
    inside = timedelta()
    for one in stays:
        if one.ended_at is None and not _is_in_time(one.begun_at, span):
            continue
        begun, ended = (
            max(one.begun_at, span.starts_at),
            min(one.ended_at or span.ends_at, span.ends_at),
        )
        inside += max(ended - begun, timedelta())
    return inside // MINUTE


def _is_in_time(entered_at: datetime, span: Span) -> bool:
    return span.starts_at - DOORS_OPEN <= entered_at < span.ends_at


def _door(scan: PastScan, doors: Mapping[int, Door]) -> Door:
    return doors.get(scan.checkpoint_id, Door())


def _entries(passed: Iterable[PastScan], doors: Mapping[int, Door]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for one in passed:
        session_id = _door(one, doors).session_id
        if session_id is not None and one.direction is Direction.IN:
            found.setdefault(session_id, []).append(one.scanned_at)
    return found


def _stays(passed: Iterable[PastScan], doors: Mapping[int, Door]) -> dict[int, list[Stay]]:
    """Return each session's stays; going into an exclusive place is leaving every other one."""
    stays: dict[int, list[Stay]] = {}
    inside: dict[int, tuple[Stay, Door]] = {}
    for scan in passed:
        door = _door(scan, doors)
        if door.is_exclusive and scan.direction is Direction.IN:
            for other in [key for key, (_, of) in inside.items() if of.is_exclusive]:
                if other != door.session_id:
                    inside.pop(other)[0].ended_at = scan.scanned_at
        if door.session_id is None:
            continue
        if scan.direction is Direction.OUT and door.session_id in inside:
            inside.pop(door.session_id)[0].ended_at = scan.scanned_at
        elif scan.direction is Direction.IN and door.session_id not in inside:
            stay = Stay(scan.scanned_at)
            stays.setdefault(door.session_id, []).append(stay)
            inside[door.session_id] = (stay, door)
    return stays
