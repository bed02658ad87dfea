"""Entries for calendars: a file of them, and the addresses that add one elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlencode

from icalendar import Calendar
from icalendar import Event as CalendarEntry

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


class EntryKind(StrEnum):
    """What an entry of a programme is."""

    DAY = "day"
    SESSION = "session"
    ADD_ON = "add_on"
    PITCH = "pitch"
    JURY = "jury"


class Standing(StrEnum):
    """Whether somebody comes, as calendars say it."""

    SURE = "CONFIRMED"
    OPEN = "TENTATIVE"
    OFF = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something at a time; its key stays the same whatever changes about it."""

    key: str
    kind: EntryKind
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """What all entries of a file share; each change of them has a higher `version`."""

    version: int
    standing: Standing
    made_at: datetime
    url: str


def standing_of(ticket_state: str) -> Standing:
    """Return whether the holder of a ticket comes."""
    if ticket_state == "valid":
        return Standing.SURE
    return Standing.OPEN if ticket_state in ("requested", "unpaid") else Standing.OFF


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by time; what begins together by place and title."""
    return sorted(entries, key=lambda one: (one.starts_at, one.place, one.title, one.key))


def write_calendar(entries: Iterable[Entry], about: About) -> bytes:
    """Write a file for calendars; loaded again, it changes the entries that it brought before."""
    file = Calendar()
    file.add("prodid", "-//Innoday//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for one in entries:
        entry = CalendarEntry()
        entry.add("uid", f"{one.key}@innoday")
        entry.add("sequence", about.version)
        entry.add("dtstamp", about.made_at)
        entry.add("status", about.standing.value)
        entry.add("dtstart", one.starts_at)
        if one.ends_at is not None:
            entry.add("dtend", one.ends_at)
        entry.add("summary", one.title)
        if one.text:
            entry.add("description", one.text)
        if one.place:
            entry.add("location", one.place)
        entry.add("url", about.url)
        file.add_component(entry)
    return bytes(file.to_ical())


def google_calendar(entry: Entry) -> str:
    """Return the address that adds an entry to a calendar at Google."""
    end = entry.ends_at or entry.starts_at
    asked = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": f"{_compact(entry.starts_at)}/{_compact(end)}",
        "details": entry.text,
        "location": entry.place,
    }
    return f"{GOOGLE}?{urlencode(asked)}"


def outlook_calendar(entry: Entry) -> str:
    """Return the address that adds an entry to a calendar at Outlook."""
    end = entry.ends_at or entry.starts_at
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.title,
        "startdt": _written(entry.starts_at),
        "enddt": _written(end),
        "body": entry.text,
        "location": entry.place,
    }
    return f"{OUTLOOK}?{urlencode(asked)}"


def _compact(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _written(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
