"""An event as a calendar file."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a calendar shows; an entry with a known uid is updated."""

    uid: str
    name: str
    start: datetime
    end: datetime
    place: str
    url: str


def calendar_file(entry: Entry, made_at: datetime) -> bytes:
    """Return a calendar file with one entry."""
    event = Event()
    values = {
        "uid": entry.uid,
        "summary": entry.name,
        "dtstart": entry.start,
        "dtend": entry.end,
        "dtstamp": made_at,
        "location": entry.place,
        "url": entry.url,
    }
    for name, value in values.items():
        event.add(name, value)
    calendar = Calendar()
    calendar.add("prodid", "-//Innoday//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
