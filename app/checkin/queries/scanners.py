"""Who a scanner is, where it stands, and what is asked there; and gates where none stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Select, bindparam, exists, literal, or_, select, union_all

from app.checkin.models import (
    Checkpoint,
    CheckpointAddOn,
    CheckpointTicketType,
    Gate,
    ScannerDevice,
)
from app.checkin.policies import Door, Scanner
from app.checkin.rules import SCANNING_TIME, Entries, EntryRule, Hours, door_hours
from app.core.db import db
from app.events.models import BadgeKey, Event
from app.events.queries import get_accepted_keys, list_typing_keys

device, gate, event = ScannerDevice.__table__.c, Gate.__table__.c, Event.__table__.c
point, key = Checkpoint.__table__.c, BadgeKey.__table__.c
of_type, of_add_on = CheckpointTicketType.__table__.c, CheckpointAddOn.__table__.c

FIND_DEVICE = select(
    device.id,
    device.name.label("device_name"),
    device.event_id,
    device.gate_id,
    device.paired_at,
    device.seen_at,
    device.waiting,
    device.is_supervisor,
    gate.name.label("gate_name"),
    gate.checkpoint_id,
    point.name.label("checkpoint_name"),
    point.entries,
    point.has_exit,
    point.is_exclusive,
    point.capacity,
    or_(
        exists().where(of_type.checkpoint_id == point.id),
        exists().where(of_add_on.checkpoint_id == point.id),
    ).label("is_limited"),
    event.name.label("event_name"),
    event.timezone,
    event.starts_at,
    event.ends_at,
    key.number.label("key_number"),
    key.public_key,
    key.typing_key,
).where(
    device.secret_hash == bindparam("secret_hash"),
    device.revoked_at.is_(None),
    event.ends_at > bindparam("ended_after"),
    gate.id == device.gate_id,
    point.id == gate.checkpoint_id,
    event.id == device.event_id,
    key.event_id == device.event_id,
    key.retired_at.is_(None),
)
LIMITS = union_all(
    select(literal("type").label("what"), of_type.ticket_type_id.label("id")).where(
        of_type.checkpoint_id == bindparam("checkpoint")
    ),
    select(literal("add_on"), of_add_on.add_on_id).where(
        of_add_on.checkpoint_id == bindparam("checkpoint")
    ),
)


def find_scanner(secret_hash: str, now: datetime) -> Scanner | None:
    """Return the scanner with this secret, unless it was revoked or its time is over."""
    rows = _ask(FIND_DEVICE, {"secret_hash": secret_hash, "ended_after": now - SCANNING_TIME})
    if not rows:
        return None
    row = rows[0]
    door = Door(
        device_id=row.id,
        device_name=row.device_name,
        event_id=row.event_id,
        event_name=row.event_name,
        timezone=row.timezone,
        gate_id=row.gate_id,
        gate_name=row.gate_name,
        checkpoint_id=row.checkpoint_id,
        checkpoint_name=row.checkpoint_name,
        is_exclusive=row.is_exclusive,
        is_supervisor=row.is_supervisor,
        rule=_rule(row),
        paired_at=row.paired_at,
        seen_at=row.seen_at,
        waiting=row.waiting,
        expires_at=row.ends_at + SCANNING_TIME,
        public_keys=public_keys({one.key_number: one.public_key for one in rows}),
        typing_keys=[one.typing_key for one in rows],
    )
    return Scanner(device_id=row.id, name=row.device_name, door=door)


def _rule(row: Any) -> EntryRule:
    """Return the rule of a checkpoint; whom it is for is asked where it is not for all."""
    hours = door_hours(row.starts_at, row.ends_at, row.timezone)
    return _rule_for(row, hours, *_limits(row.checkpoint_id if row.is_limited else None))


def rule_of(checkpoint: Checkpoint) -> EntryRule:
    """Return the rule of a checkpoint that was read."""
    event = checkpoint.event
    hours = door_hours(event.starts_at, event.ends_at, event.timezone)
    return _rule_for(checkpoint, hours, *_limits(checkpoint.id))


def _rule_for(
    asks: Any, hours: Hours, ticket_types: frozenset[int], add_ons: frozenset[int]
) -> EntryRule:
    entries = Entries(asks.entries)
    return EntryRule(hours, entries, asks.has_exit, asks.capacity, ticket_types, add_ons)


def _limits(checkpoint_id: int | None) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ticket types and the add-ons that may pass; none of both where all may."""
    if checkpoint_id is None:
        return frozenset(), frozenset()
    found = db.session.connection().execute(LIMITS, {"checkpoint": checkpoint_id}).all()
    types = frozenset(one.id for one in found if one.what == "type")
    return types, frozenset(one.id for one in found if one.what == "add_on")


def doors_at(
    event: Event, gates: Iterable[Gate], typed_by_id: int | None = None
) -> dict[int, Door]:
    """Return gates, by number, as somebody without a scanner stands at them."""
    public, typing = public_keys(get_accepted_keys(event.id)), list_typing_keys(event.id)
    return {gate.id: _door_at(event, gate, public, typing, typed_by_id) for gate in gates}


def _door_at(
    event: Event,
    gate: Gate,
    public: Mapping[int, Ed25519PublicKey],
    typing: Collection[bytes],
    typed_by_id: int | None,
) -> Door:
    checkpoint = gate.checkpoint
    rule = rule_of(checkpoint)
    return Door(
        device_id=0,
        device_name="",
        typed_by_id=typed_by_id,
        event_id=event.id,
        event_name=event.name,
        timezone=event.timezone,
        gate_id=gate.id,
        gate_name=gate.name,
        checkpoint_id=checkpoint.id,
        checkpoint_name=checkpoint.name,
        is_exclusive=checkpoint.is_exclusive,
        is_supervisor=False,
        rule=rule,
        paired_at=rule.hours.opens_at,
        seen_at=None,
        waiting=0,
        expires_at=event.ends_at + SCANNING_TIME,
        public_keys=public,
        typing_keys=typing,
    )


def public_keys(keys: Mapping[int, bytes]) -> dict[int, Ed25519PublicKey]:
    """Return the keys that check an event's badges, by number; each is read once."""
    return {number: _public_key(raw) for number, raw in keys.items()}


@lru_cache(maxsize=256)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _ask(question: Select[Any], parameters: Mapping[str, Any]) -> Sequence[Any]:
    """Return rows; on PostgreSQL without a transaction, whose begin and end are two trips."""
    if db.engine.dialect.name != "postgresql":
        return db.session.connection().execute(question, parameters).all()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(question, parameters).all()
