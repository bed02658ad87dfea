"""The live board: who is inside where, what each gate does, which scanners are silent, who is late.

The same number of statements however many scans, gates and guests there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Subquery, and_, case, func, or_, select, true

from app.checkin.models import Checkpoint, Gate, Scan, ScannerDevice
from app.checkin.queries.live import LiveView, first_entries, of_people_within, view_live
from app.checkin.queries.setup import list_scanners
from app.checkin.rules import (
    IN_REASONS,
    PASSING,
    CheckpointKind,
    Direction,
)
from app.checkin.rules.board import (
    AWAITED,
    PACE,
    PREMISES,
    DeviceState,
    Turn,
    device_state,
    is_late,
    next_turn,
    shown_fault,
    slot_of,
)
from app.core import clock
from app.core.db import db
from app.core.text import search_key
from app.events.models import Event
from app.events.policies import Fence
from app.events.queries import list_sessions
from app.tickets.models import Ticket, TicketState, TicketType
from app.tickets.queries import within

IN = Direction.IN.value
COMING = sorted(reason.value for reason in IN_REASONS)
PASSED = sorted(reason.value for reason in PASSING)
EVERY = true()
MOST_AWAITED = 50


@dataclass(frozen=True)
class PlaceCount:
    """A checkpoint: how many came, how many are inside if people are seen out, and how many fit."""

    checkpoint_id: int
    name: str
    people: int
    inside: int | None
    capacity: int | None


@dataclass(frozen=True)
class GateCount:
    """A gate: how many came to the event there, and how many it let through a moment ago."""

    gate_id: int
    name: str
    checkpoint: str
    people: int
    lately: int


@dataclass(frozen=True)
class SeenDevice:
    """A scanner that may scan: when it spoke, what it has to send, how far its clock is off."""

    device_id: int
    name: str
    gate: str
    state: DeviceState
    seen_at: datetime | None
    waiting: int
    minutes_behind: int


@dataclass(frozen=True)
class Awaited:
    """A guest who is not in yet, and the session that waits for them if one names them."""

    ticket_id: int
    name: str
    organisation: str
    audience: str
    turn: Turn | None
    is_late: bool


@dataclass(frozen=True)
class Board:
    """What the organisers see on the day; scanners are shown to those who see everybody."""

    live: LiveView
    inside: int
    places: Sequence[PlaceCount]
    gates: Sequence[GateCount]
    devices: Sequence[SeenDevice]
    awaited: Sequence[Awaited]
    at: datetime

    @property
    def lately(self) -> int:
        """How many were let through a moment ago, at all gates."""
        return sum(gate.lately for gate in self.gates)

    @property
    def waiting(self) -> int:
        """How many scans lie on scanners that could not send them yet."""
        return sum(device.waiting for device in self.devices)

    @property
    def silent(self) -> int:
        """How many scanners have not spoken for a while."""
        return sum(device.state is DeviceState.SILENT for device in self.devices)

    @property
    def late(self) -> int:
        """How many guests should be here by now, and are not."""
        return sum(guest.is_late for guest in self.awaited)

    @cached_property
    def by_slot(self) -> dict[datetime, Counter[int]]:
        """How many came at each gate, by the beginning of each ten minutes."""
        found: dict[datetime, Counter[int]] = {}
        for gate_id, at in self.live.came:
            found.setdefault(slot_of(at), Counter())[gate_id] += 1
        return found


def view_board(event: Event, seen: Fence) -> Board:
    """Return the board of this moment, of people within a fence."""
    now = clock.now()
    live = view_live(event.id, seen)
    return Board(
        live=live,
        inside=_here(event.id, seen),
        places=_places(event.id, seen),
        gates=_gates(event.id, seen, Counter(gate for gate, _at in live.came), now),
        devices=_devices(event.id, now) if seen.is_open else (),
        awaited=_awaited(event, seen, now),
        at=now,
    )


def _last_passes(event_id: int, seen: Fence, *groups: Any, tells: Any = EVERY) -> Subquery:
    """Return each ticket's last pass, or its last within each group of checkpoints."""
    place = func.row_number().over(
        partition_by=(Scan.ticket_id, *groups),
        order_by=(Scan.scanned_at.desc(), Scan.client_id.desc()),
    )
    query = (
        select(Scan.ticket_id, Scan.direction, Gate.checkpoint_id, place.label("place"))
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Checkpoint, Checkpoint.id == Gate.checkpoint_id)
        .where(Scan.event_id == event_id, Scan.ticket_id.is_not(None), tells)
        .where(Scan.reason.in_(PASSED), *of_people_within(event_id, seen))
    )
    return query.subquery()


def _here(event_id: int, seen: Fence) -> int:
    """Return how many are on the premises, as `rules.board.here_now` has it."""
    goes_in = and_(Scan.direction == IN, Checkpoint.kind.in_(PREMISES))
    leaves = and_(Scan.direction != IN, Checkpoint.kind == CheckpointKind.VENUE)
    last = _last_passes(event_id, seen, tells=or_(goes_in, leaves))
    query = select(func.count()).where(last.c.place == 1, last.c.direction == IN)
    return int(db.session.scalar(query) or 0)


def _places(event_id: int, seen: Fence) -> list[PlaceCount]:
    """Return what is controlled, with who came and who is inside, as `rules.inside` has it."""
    group = case((Checkpoint.is_exclusive, 0), else_=Checkpoint.id)
    last = _last_passes(event_id, seen, group)
    inside = (
        select(func.count())
        .where(last.c.place == 1, last.c.direction == IN)
        .where(last.c.checkpoint_id == Checkpoint.id)
        .scalar_subquery()
    )
    people = (
        select(Gate.checkpoint_id, func.count(func.distinct(Scan.ticket_id)).label("people"))
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.event_id == event_id, Scan.reason.in_(COMING))
        .where(*of_people_within(event_id, seen))
        .group_by(Gate.checkpoint_id)
        .subquery()
    )
    query = (
        select(
            Checkpoint, func.coalesce(people.c.people, 0).label("people"), inside.label("inside")
        )
        .outerjoin(people, people.c.checkpoint_id == Checkpoint.id)
        .where(Checkpoint.event_id == event_id)
    )
    found = [_place(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (-one.people, search_key(one.name), one.checkpoint_id))


def _place(one: Checkpoint, people: int, inside: int) -> PlaceCount:
    is_seen_out = one.has_exit or one.is_exclusive
    return PlaceCount(one.id, one.name, people, inside if is_seen_out else None, one.capacity)


def _gates(event_id: int, seen: Fence, came: Mapping[int, int], now: datetime) -> list[GateCount]:
    lately = (
        select(Scan.gate_id, func.count().label("scans"))
        .where(Scan.event_id == event_id, Scan.scanned_at > now - PACE)
        .where(Scan.reason.in_(PASSED), *of_people_within(event_id, seen))
        .group_by(Scan.gate_id)
        .subquery()
    )
    query = (
        select(Gate.id, Gate.name, Checkpoint.name, func.coalesce(lately.c.scans, 0))
        .join(Checkpoint, Checkpoint.id == Gate.checkpoint_id)
        .outerjoin(lately, lately.c.gate_id == Gate.id)
        .where(Gate.event_id == event_id)
    )
    found = [
        GateCount(key, name, checkpoint, came.get(key, 0), scans)
        for key, name, checkpoint, scans in db.session.execute(query)
    ]
    return sorted(found, key=lambda one: (-one.people, search_key(one.name), one.gate_id))


def _devices(event_id: int, now: datetime) -> list[SeenDevice]:
    """Return the scanners that were paired and may scan, those in trouble first."""
    found = [
        _seen(one, now)
        for one in list_scanners(event_id)
        if one.paired_at is not None and one.revoked_at is None
    ]
    return sorted(found, key=lambda one: (one.state is DeviceState.HEARD, -one.waiting))


def _seen(device: ScannerDevice, now: datetime) -> SeenDevice:
    return SeenDevice(
        device_id=device.id,
        name=device.name,
        gate=device.gate.name,
        state=device_state(device.seen_at, now),
        seen_at=device.seen_at,
        waiting=device.waiting,
        minutes_behind=shown_fault(device.clock_fault_ms),
    )


def _awaited(event: Event, seen: Fence, now: datetime) -> list[Awaited]:
    """Return speakers, jurors, press and sponsors who are not in, the most urgent first."""
    entries = first_entries(event.id, seen)
    query = (
        select(Ticket, TicketType.audience)
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .outerjoin(entries, entries.c.ticket_id == Ticket.id)
        .where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID, *within(seen))
        .where(TicketType.audience.in_(AWAITED), entries.c.ticket_id.is_(None))
    )
    turns = [
        Turn(one.title, one.starts_at, one.ends_at, search_key(one.speakers))
        for one in list_sessions(event)
    ]
    found = [_await(ticket, audience, turns, now) for ticket, audience in db.session.execute(query)]
    return sorted(found, key=lambda one: _urgency(one, event))[:MOST_AWAITED]


def _await(ticket: Ticket, audience: str, turns: Sequence[Turn], now: datetime) -> Awaited:
    turn = next_turn(search_key(ticket.name), turns, now)
    late = is_late(turn, now)
    return Awaited(ticket.id, ticket.name, ticket.organisation_name, audience, turn, late)


def _urgency(one: Awaited, event: Event) -> tuple[Any, ...]:
    """Order by the session that waits; who has none comes after all who have one."""
    starts_at = one.turn.starts_at if one.turn else event.ends_at
    order = [audience.value for audience in AWAITED].index(one.audience)
    return one.turn is None, starts_at, order, search_key(one.name), one.ticket_id
