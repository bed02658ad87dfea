"""Ticks on paper: what the desk types in later, a line for each, read before anything is kept."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid5

from app.checkin.rules.words import Direction
from app.core.times import to_instant
from app.tickets.rules.typed_code import read_typed_code

MOST_TICKS = 500
# Names the ticks of a sheet, so that typing it in twice is typing it in once.
SHEETS = UUID("6f0f3f0e-1a57-4f5e-9d9c-6d3f7c1b2a90")
LINE = re.compile(r"(?P<code>.+?)(?:[\s,;]+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?")


@dataclass(frozen=True)
class Tick:
    """One tick: whose, by the letters beside the name, and when."""

    code: str
    ticket_id: int
    at: datetime

    def client_id(self, gate_id: int, direction: Direction) -> str:
        """Return the id of its scan: the same for the same tick, however often it is typed in."""
        said = f"{gate_id} {self.ticket_id} {direction.value} {self.at.isoformat()}"
        return str(uuid5(SHEETS, said))


@dataclass(frozen=True)
class Sheet:
    """What was typed: the ticks, and the numbers of the lines that nobody can make sense of."""

    ticks: tuple[Tick, ...]
    unreadable: tuple[int, ...]


def read_sheet(lines: Iterable[str], usual: datetime, zone: str, keys: Collection[bytes]) -> Sheet:
    """Read lines such as `ABCDE-FGHJK-MNPQR-STVW 9:05`; the time is `usual` where none stands.

    `usual` is a local time, and the day of every tick; the letters have to prove themselves.
    """
    ticks, unreadable = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        tick = _read(line.strip(), usual, zone, keys)
        if tick is None:
            unreadable.append(number)
        else:
            ticks.append(tick)
    return Sheet(tuple(ticks), tuple(unreadable))


def _read(line: str, usual: datetime, zone: str, keys: Collection[bytes]) -> Tick | None:
    found = LINE.fullmatch(line)
    typed = read_typed_code(found["code"], keys) if found else None
    if found is None or typed is None:
        return None
    at = usual
    if found["hour"]:
        try:
            clock = time(int(found["hour"]), int(found["minute"]))
        except ValueError:
            return None
        at = datetime.combine(usual.date(), clock)
    return Tick(found["code"], typed.ticket_id, to_instant(at, zone, field="at"))
