"""What one scan reads and writes, in as few statements as can be.

Plain tables instead of objects: at the door the cost of each scan is a budget.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.checkin.models import (
    Admission,
    Checkpoint,
    CheckpointAddOn,
    CheckpointTicketType,
    Gate,
    Scan,
    ScannerDevice,
)
from app.checkin.rules import (
    EVERY_DAY,
    PASSING,
    Days,
    Direction,
    KnownTicket,
    Pass,
    Reason,
    Verdict,
)
from app.core.db import db
from app.core.types import UTCDateTime
from app.events.models import Event
from app.tickets.models import Ticket, TicketAddOn, TicketState, TicketType

device, gate, event = ScannerDevice.__table__.c, Gate.__table__.c, Event.__table__.c
ticket, kind, extra = Ticket.__table__.c, TicketType.__table__.c, TicketAddOn.__table__.c
admission, scan, point = Admission.__table__.c, Scan.__table__.c, Checkpoint.__table__.c
of_type, of_add_on = CheckpointTicketType.__table__.c, CheckpointAddOn.__table__.c
# What changes whether somebody is in; a badge shown again while its holder is in does not.
MOVES = [reason.value for reason in PASSING - {Reason.ALREADY_IN}]

_BLANK = {
    "epoch": Integer,
    "state": String,
    "given_name": String,
    "family_name": String,
    "organisation_name": String,
    "role_label": String,
    "ticket_type": String,
    "gate_name": String,
    "direction": String,
    "client_id": String,
    "at": UTCDateTime,
    "verdict": String,
    "reason": String,
    "valid_from_on": Date,
    "valid_until_on": Date,
    "number": BigInteger,
}


def _part(what: str, key: Any, **known: Any) -> Select[Any]:
    """Return a part of the one question, with nothing where another part has something."""
    filled = (known.get(name, cast(null(), kind)).label(name) for name, kind in _BLANK.items())
    return select(literal(what).label("what"), key.label("id"), *filled)


# What is known of tickets, what they passed before, and scans that were sent before, in one answer:
# each trip to the database costs as much as all that is computed between two of them.
_of_these: Any = bindparam("ids", expanding=True)
KNOWN = union_all(
    _part(
        "ticket",
        ticket.id,
        **{name: ticket[name] for name in list(_BLANK)[:6]},
        ticket_type=kind.name,
        valid_from_on=kind.valid_from_on,
        valid_until_on=kind.valid_until_on,
        number=kind.id,
    )
    .select_from(Ticket.__table__.join(TicketType.__table__, kind.id == ticket.ticket_type_id))
    .where(ticket.id.in_(_of_these), ticket.event_id == bindparam("event")),
    _part("add_on", extra.ticket_id, number=extra.add_on_id).where(extra.ticket_id.in_(_of_these)),
    _part(
        "pass",
        scan.ticket_id,
        gate_name=gate.name,
        direction=scan.direction,
        client_id=scan.client_id,
        at=scan.scanned_at,
    )
    .select_from(Scan.__table__.join(Gate.__table__, gate.id == scan.gate_id))
    .where(
        scan.ticket_id.in_(_of_these),
        gate.checkpoint_id == bindparam("checkpoint"),
        scan.reason.in_(MOVES),
    ),
    _part(
        "sent",
        scan.ticket_id,
        client_id=scan.client_id,
        at=scan.scanned_at,
        verdict=scan.verdict,
        reason=scan.reason,
    ).where(
        scan.event_id == bindparam("event"),
        scan.client_id.in_(bindparam("client_ids", expanding=True)),
    ),
)


@dataclass(frozen=True)
class Holder:
    """A ticket's holder as the door shows them, and what the ticket passed here before."""

    ticket: KnownTicket
    name: str
    organisation: str
    role: str
    ticket_type: str
    passes: tuple[Pass, ...] = ()

    @property
    def entry(self) -> Pass | None:
        """The first time that they came in here."""
        return min((one for one in self.passes if one.direction is Direction.IN), default=None)


@dataclass(frozen=True)
class StoredScan:
    """The answer that a scan got when it was stored."""

    client_id: str
    verdict: Verdict
    reason: Reason
    ticket_id: int | None
    scanned_at: datetime


def _ask_all(question: CompoundSelect[Any], parameters: Mapping[str, Any]) -> Sequence[Any]:
    return _connection().execute(question, parameters).all()


def known_at_door(
    event_id: int, checkpoint_id: int, ticket_ids: Collection[int], client_ids: Collection[str]
) -> tuple[dict[int, Holder], dict[str, StoredScan]]:
    """Return the holders of an event's tickets, and the scans of these ids sent before."""
    rows = _ask_all(
        KNOWN,
        {
            "event": event_id,
            "checkpoint": checkpoint_id,
            "ids": sorted(ticket_ids),
            "client_ids": sorted(client_ids),
        },
    )
    passes: dict[int, list[Pass]] = {}
    add_ons: dict[int, set[int]] = {}
    for row in rows:
        if row.what == "pass":
            made = Pass(row.at, row.client_id, Direction(row.direction), row.gate_name)
            passes.setdefault(row.id, []).append(made)
        elif row.what == "add_on":
            add_ons.setdefault(row.id, set()).add(row.number)
    holders = {
        row.id: _holder(row, passes.get(row.id, ()), add_ons.get(row.id, ()))
        for row in rows
        if row.what == "ticket"
    }
    return holders, {row.client_id: _stored(row) for row in rows if row.what == "sent"}


def holders_of(event_id: int, checkpoint_id: int, ticket_ids: Collection[int]) -> dict[int, Holder]:
    """Return the holders of an event's tickets by their ids."""
    return known_at_door(event_id, checkpoint_id, ticket_ids, ())[0]


def count_inside(event_id: int, checkpoint_id: int, *, is_exclusive: bool) -> int:
    """Return how many are inside a checkpoint: those whose last pass went in.

    Where nobody can be in two, the last pass of all such checkpoints decides.
    """
    place = func.row_number().over(
        partition_by=scan.ticket_id, order_by=(scan.scanned_at.desc(), scan.client_id.desc())
    )
    own = point.is_exclusive if is_exclusive else point.id == checkpoint_id
    passes = (
        select(gate.checkpoint_id, scan.direction, place.label("place"))
        .join_from(Scan.__table__, Gate.__table__, gate.id == scan.gate_id)
        .join(Checkpoint.__table__, point.id == gate.checkpoint_id)
        .where(scan.event_id == event_id, scan.ticket_id.is_not(None), own)
        .where(scan.reason.in_([reason.value for reason in PASSING]))
        .subquery()
    )
    query = select(func.count()).where(
        passes.c.place == 1,
        passes.c.direction == Direction.IN.value,
        passes.c.checkpoint_id == checkpoint_id,
    )
    return int(_connection().execute(query).scalar_one())


def _holder(row: Any, passes: Iterable[Pass], add_ons: Iterable[int]) -> Holder:
    return Holder(
        KnownTicket(
            row.id,
            row.epoch,
            TicketState(row.state),
            _days_of(row),
            row.number,
            frozenset(add_ons),
        ),
        f"{row.given_name} {row.family_name}".strip(),
        row.organisation_name,
        row.role_label,
        row.ticket_type,
        tuple(passes),
    )


def _days_of(row: Any) -> Days:
    if row.valid_from_on is None and row.valid_until_on is None:
        return EVERY_DAY
    return Days(row.valid_from_on, row.valid_until_on)


def _stored(row: Any) -> StoredScan:
    return StoredScan(row.client_id, Verdict(row.verdict), Reason(row.reason), row.id, row.at)


def insert_admissions(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Let tickets in; return the scans that did: the primary key is the referee."""
    values = sorted(rows, key=lambda row: (int(row["ticket_id"]), str(row["occasion"])))
    if not values:
        return set()
    statement = _insert(Admission).on_conflict_do_nothing(
        index_elements=["ticket_id", "checkpoint_id", "occasion"]
    )
    done = _connection().execute(statement.returning(admission.scan_client_id), values)
    return {row.scan_client_id for row in done}


def insert_scans(rows: Iterable[Mapping[str, Any]]) -> dict[str, StoredScan]:
    """Store scans and return them; where an id was stored meanwhile, what was stored first."""
    values = sorted(rows, key=lambda row: str(row["client_id"]))
    if not values:
        return {}
    statement = _insert(Scan).on_conflict_do_update(
        index_elements=["event_id", "client_id"],
        set_={"received_at": scan.received_at},  # changes nothing, but gives the row back
    )
    columns = (
        scan.client_id,
        scan.verdict,
        scan.reason,
        scan.ticket_id.label("id"),
        scan.scanned_at.label("at"),
    )
    done = _connection().execute(statement.returning(*columns), values)
    return {row.client_id: _stored(row) for row in done}


def _insert(model: type[Admission | Scan]) -> Any:
    dialect = sqlite if _connection().dialect.name == "sqlite" else postgresql
    return dialect.insert(model.__table__)


def _connection() -> Connection:
    return db.session.connection()


def hear_from(device_id: int, now: datetime, waiting: int, clock_fault_ms: int) -> None:
    """Note when a scanner spoke, how much it has yet to send, and how far its clock is off."""
    values = {"seen_at": now, "waiting": waiting, "clock_fault_ms": clock_fault_ms}
    statement = update(ScannerDevice).where(ScannerDevice.id == device_id).values(**values)
    _connection().execute(statement)
