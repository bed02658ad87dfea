"""When guests reach the door, and what the scanners make of it.

188 readings: 180 let somebody in (4 of them by hand), 6 are of badges that were read before, one is
of a badge that was replaced, one of a ticket to another event. 112 fall between 08:40 and 09:10.
From 08:52 to 09:06 the network was down; 41 readings of that time arrived later, all at once.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.demo.rules.chance import chance
from app.demo.rules.days import Day
from app.demo.rules.guests import Guest

# From, to, how many with a badge come in for the first time.
WAVES = (
    ("08:22", "08:40", 16),
    ("08:40", "08:52", 55),
    ("08:52", "09:06", 41),
    ("09:06", "09:10", 14),
    ("09:10", "09:40", 24),
    ("09:40", "15:30", 14),
)
BY_HAND = ("09:14", "09:21", "09:33", "10:05")
AGAIN = ("12:58", "13:04", "13:06", "13:11", "13:12", "14:07")
OFFLINE = ("08:52", "09:06")
BACK_ONLINE = "09:06:20"
DESK = ("09:12", "14:00")
FOREIGN_AT = "09:07:41"
REPLACED = 30  # the guest, by arrival, whose badge was replaced
SOON = timedelta(seconds=75)
UPLOAD = timedelta(milliseconds=900)
PHONES = 3


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One reading of a badge; without a guest it is a ticket to another event."""

    at: datetime
    received_at: datetime
    guest: Guest | None
    phone: int | None
    reason: str = "first_time"
    epoch: int = 0

    def shown_at(self, fast: int) -> datetime:
        """Return what a phone's clock showed that is so many seconds fast."""
        return self.at + timedelta(seconds=fast)


def read_badges(guests: Iterable[Guest], day: Day) -> list[Reading]:
    """Return every reading at the door, in the order in which the server received them."""
    dice = chance("door")
    came = [guest for guest in guests if guest.came]
    walk_ins = [guest for guest in came if guest.is_walk_in]
    others = sorted((guest for guest in came if not guest.is_walk_in), key=_eagerness)
    by_hand, others = others[-len(BY_HAND) :], others[: -len(BY_HAND)]
    times = [at for start, end, count in WAVES for at in _spread(dice, day, start, end, count)]
    first = [
        _reading(guest, at, dice.randrange(PHONES), epoch=int(number == REPLACED))
        for number, (guest, at) in enumerate(zip(others, times, strict=True))
    ]
    desk = _spread(dice, day, *DESK, len(walk_ins))
    found = [
        *first,
        *(_reading(guest, at, 0) for guest, at in zip(walk_ins, desk, strict=True)),
        *(_reading(guest, day.at(at), None) for guest, at in zip(by_hand, BY_HAND, strict=True)),
        *_read_again(first, day),
        *_refused(first[REPLACED], day),
    ]
    delayed = [_delayed(one, day) for one in found]
    return sorted(delayed, key=lambda one: (one.received_at, one.at))


def _eagerness(guest: Guest) -> tuple[bool, float]:
    """Return who comes first: those who run the Day, then by a fixed chance."""
    return not guest.is_staff, chance("eager " + guest.person.email).random()


def _spread(dice: random.Random, day: Day, start: str, end: str, count: int) -> list[datetime]:
    seconds = int((day.at(end) - day.at(start)).total_seconds())
    chosen = sorted(dice.sample(range(seconds), count))
    return [day.at(start) + timedelta(seconds=one) for one in chosen]


def _reading(guest: Guest | None, at: datetime, phone: int | None, **more: Any) -> Reading:
    return Reading(at=at, received_at=at + UPLOAD, guest=guest, phone=phone, **more)


def _read_again(first: list[Reading], day: Day) -> list[Reading]:
    """Return readings of badges whose holders had been let in before."""
    return [
        _reading(first[number * 7].guest, day.at(at), 2, reason="already_in")
        for number, at in enumerate(AGAIN)
    ]


def _refused(replaced: Reading, day: Day) -> list[Reading]:
    """Return the readings that open no door: an old badge, and a ticket to another event."""
    return [
        _reading(replaced.guest, replaced.at - SOON, 1, reason="replaced"),
        _reading(None, day.at(FOREIGN_AT), 0, reason="foreign_event"),
    ]


def _delayed(one: Reading, day: Day) -> Reading:
    """Return a reading as it arrives: those from the time without a network all at once."""
    start, end = (day.at(clock) for clock in OFFLINE)
    if not start <= one.at < end:
        return one
    return replace(one, received_at=day.at(BACK_ONLINE) + timedelta(seconds=one.phone or 0))
