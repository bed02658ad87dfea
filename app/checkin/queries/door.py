"""What one scan reads and writes, in as few statements as can be.

Plain tables instead of objects: at the door the cost of each scan is a budget.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.checkin.models import Admission, Gate, Scan, ScannerDevice
from app.checkin.policies import Door, Scanner
from app.checkin.rules import (
    EVERY_DAY,
    SCANNING_TIME,
    Days,
    Entry,
    KnownTicket,
    Reason,
    Verdict,
    door_hours,
)
from app.core.db import db
from app.events.models import Event
from app.tickets.models import Ticket, TicketState, TicketType
from app.tickets.rules.typed_code import typing_key

device, gate, event = ScannerDevice.__table__.c, Gate.__table__.c, Event.__table__.c
ticket, kind = Ticket.__table__.c, TicketType.__table__.c
admission, scan = Admission.__table__.c, Scan.__table__.c

FIND_DEVICE = (
    select(
        device.id,
        device.name.label("device_name"),
        device.event_id,
        device.gate_id,
        device.paired_at,
        gate.name.label("gate_name"),
        event.name.label("event_name"),
        event.timezone,
        event.starts_at,
        event.ends_at,
        event.signing_key,
    )
    .where(
        device.secret_hash == bindparam("secret_hash"),
        device.revoked_at.is_(None),
        event.ends_at > bindparam("ended_after"),
    )
    .where(gate.id == device.gate_id, event.id == device.event_id)
)
# What is known of tickets, and of scans that were sent before, in one answer: each trip to the
# database costs as much as all that is computed between two of them.
KNOWN = union_all(
    select(
        ticket.id,
        ticket.epoch,
        ticket.state,
        ticket.given_name,
        ticket.family_name,
        ticket.organisation_name,
        ticket.role_label,
        kind.name.label("ticket_type"),
        gate.name.label("gate_name"),
        admission.scan_client_id.label("client_id"),
        admission.admitted_at.label("at"),
        cast(null(), String).label("verdict"),
        cast(null(), String).label("reason"),
        kind.valid_from_on,
        kind.valid_until_on,
    )
    .select_from(
        Ticket.__table__.join(TicketType.__table__, kind.id == ticket.ticket_type_id)
        .outerjoin(Admission.__table__, admission.ticket_id == ticket.id)
        .outerjoin(Gate.__table__, gate.id == admission.gate_id)
    )
    .where(ticket.id.in_(bindparam("ids", expanding=True)), ticket.event_id == bindparam("event")),
    select(
        scan.ticket_id,
        cast(null(), Integer),
        *(cast(null(), String) for _column in range(7)),
        scan.client_id,
        scan.scanned_at,
        scan.verdict,
        scan.reason,
        *(cast(null(), Date) for _column in range(2)),
    ).where(
        scan.event_id == bindparam("event"),
        scan.client_id.in_(bindparam("client_ids", expanding=True)),
    ),
)


@dataclass(frozen=True)
class Holder:
    """A ticket's holder as the door shows them, and the ticket's first entry if there was one."""

    ticket: KnownTicket
    name: str
    organisation: str
    role: str
    ticket_type: str
    entry: Entry | None


@dataclass(frozen=True)
class StoredScan:
    """The answer that a scan got when it was stored."""

    client_id: str
    verdict: Verdict
    reason: Reason
    ticket_id: int | None
    scanned_at: datetime


def find_scanner(secret_hash: str, now: datetime) -> Scanner | None:
    """Return the scanner with this secret, unless it was revoked or its time is over."""
    row = _ask(FIND_DEVICE, {"secret_hash": secret_hash, "ended_after": now - SCANNING_TIME})
    if row is None:
        return None
    door = Door(
        device_id=row.id,
        device_name=row.device_name,
        event_id=row.event_id,
        event_name=row.event_name,
        timezone=row.timezone,
        gate_id=row.gate_id,
        gate_name=row.gate_name,
        hours=door_hours(row.starts_at, row.ends_at, row.timezone),
        paired_at=row.paired_at,
        expires_at=row.ends_at + SCANNING_TIME,
        public_key=public_key(row.signing_key),
        typing_key=typing_key(row.signing_key),
    )
    return Scanner(device_id=row.id, name=row.device_name, door=door)


@lru_cache(maxsize=256)
def public_key(signing_key: bytes) -> Ed25519PublicKey:
    """Return the key that checks an event's badges; derived once."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key()


def _ask(question: Select[Any], parameters: Mapping[str, Any]) -> Any:
    """Return one row; on PostgreSQL without a transaction, whose begin and end are two trips."""
    if db.engine.dialect.name != "postgresql":
        return _connection().execute(question, parameters).first()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(question, parameters).first()


def known_at_door(
    event_id: int, ticket_ids: Collection[int], client_ids: Collection[str]
) -> tuple[dict[int, Holder], dict[str, StoredScan]]:
    """Return the holders of an event's tickets, and the scans of these ids sent before."""
    parameters = {"event": event_id, "ids": sorted(ticket_ids), "client_ids": sorted(client_ids)}
    rows = _connection().execute(KNOWN, parameters).all()
    stored = {row.client_id: _stored(row) for row in rows if row.verdict is not None}
    return {row.id: _holder(row) for row in rows if row.verdict is None}, stored


def holders_of(event_id: int, ticket_ids: Collection[int]) -> dict[int, Holder]:
    """Return the holders of an event's tickets by their ids."""
    return known_at_door(event_id, ticket_ids, ())[0]


def _holder(row: Any) -> Holder:
    entry = None
    if row.at is not None:
        entry = Entry(row.at, row.gate_name, row.client_id)
    return Holder(
        KnownTicket(row.id, row.epoch, row.state == TicketState.VALID, _days_of(row)),
        f"{row.given_name} {row.family_name}".strip(),
        row.organisation_name,
        row.role_label,
        row.ticket_type,
        entry,
    )


def _days_of(row: Any) -> Days:
    if row.valid_from_on is None and row.valid_until_on is None:
        return EVERY_DAY
    return Days(row.valid_from_on, row.valid_until_on)


def _stored(row: Any) -> StoredScan:
    return StoredScan(row.client_id, Verdict(row.verdict), Reason(row.reason), row.id, row.at)


def insert_admissions(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Let tickets in; return those that were not in before: the primary key is the referee."""
    values = sorted(rows, key=lambda row: int(row["ticket_id"]))
    if not values:
        return set()
    statement = _insert(Admission).on_conflict_do_nothing(index_elements=["ticket_id"])
    done = _connection().execute(statement.returning(admission.ticket_id), values)
    return {row.ticket_id for row in done}


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
