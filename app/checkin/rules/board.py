"""What the live board makes of what it knows: scanners that are silent, guests who are late."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.checkin.rules.presence import PastScan, in_order
from app.checkin.rules.words import CheckpointKind, Direction
from app.tickets.rules.audiences import Audience

# Guests whom somebody waits for.
AWAITED = (Audience.SPEAKER, Audience.JUROR, Audience.PRESS, Audience.SPONSOR)
# Going in at one of these is being on the premises; going out at the venue is leaving them.
PREMISES = (CheckpointKind.VENUE, CheckpointKind.ROOM, CheckpointKind.SESSION)
NEAR = timedelta(minutes=45)
SILENCE = timedelta(minutes=5)
CLOCK_FAULT = timedelta(minutes=1)
PACE = timedelta(minutes=10)


class DeviceState(StrEnum):
    """How a scanner is."""

    NEVER = "never"
    HEARD = "heard"
    SILENT = "silent"


def device_state(seen_at: datetime | None, now: datetime) -> DeviceState:
    """Return whether a scanner was heard from lately."""
    if seen_at is None:
        return DeviceState.NEVER
    return DeviceState.HEARD if now - seen_at <= SILENCE else DeviceState.SILENT


def shown_fault(fault_ms: int) -> int:
    """Return by how many minutes a clock is behind; 0 where nobody would mind, less if it is ahead.

    The fault is what has to be added to the scanner's time.
    """
    fault = timedelta(milliseconds=fault_ms)
    return round(fault / timedelta(minutes=1)) if abs(fault) >= CLOCK_FAULT else 0


def slot_of(at: datetime) -> datetime:
    """Return when the ten minutes of an instant begin."""
    seconds = int(PACE.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


@dataclass(frozen=True)
class Turn:
    """A session that names its speakers, as far as lateness needs it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    names_key: str


def next_turn(name_key: str, turns: Iterable[Turn], now: datetime) -> Turn | None:
    """Return the first session that is not over and names somebody, if there is one."""
    own = [one for one in turns if one.ends_at > now and _names(one.names_key, name_key)]
    return min(own, key=lambda one: (one.starts_at, one.title), default=None)


def _names(text_key: str, name_key: str) -> bool:
    """Whether a text has every word of a name; a name without letters is in no text."""
    words = name_key.split()
    return bool(words) and set(words) <= set(text_key.replace(",", " ").replace(";", " ").split())


def is_late(turn: Turn | None, now: datetime) -> bool:
    """Whether somebody's session is so near that they should be here by now."""
    return turn is not None and turn.starts_at - now <= NEAR


def here_now(scans: Iterable[PastScan], kinds: dict[int, CheckpointKind]) -> set[int]:
    """Return the tickets on the premises: who leaves a room is still in the house.

    `kinds` are the kinds of the checkpoints by their ids.
    """
    last: dict[int, PastScan] = {}
    for scan in in_order(scans):
        if scan.ticket_id is not None and scan.passes and _tells(scan, kinds, PREMISES):
            last[scan.ticket_id] = scan
    return {ticket for ticket, scan in last.items() if scan.direction is Direction.IN}


def _tells(
    scan: PastScan, kinds: dict[int, CheckpointKind], premises: Collection[CheckpointKind]
) -> bool:
    kind = kinds.get(scan.checkpoint_id)
    return kind in premises if scan.direction is Direction.IN else kind is CheckpointKind.VENUE
