"""Setting the doors up: checkpoints, gates, and phones that become scanners by a link."""

from datetime import timedelta

from sqlalchemy import or_, select, update

from app.checkin.facts import (
    CheckpointAdded,
    CheckpointChanged,
    GateAdded,
    ScannerInvited,
    ScannerPaired,
    ScannerRevoked,
    ScannerWiped,
)
from app.checkin.models import Checkpoint, Gate, ScannerDevice
from app.checkin.queries import setup
from app.checkin.rules import SCANNING_TIME, CheckpointRule
from app.core import clock, tokens
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import get_session

PAIRING_TIME = timedelta(minutes=15)
ENTRANCE = "Entrance"  # what an event's first checkpoint is called until somebody says otherwise


def add_checkpoint(actor: Actor, event: Event, rule: CheckpointRule) -> Checkpoint:
    """Add a place that is controlled by a rule of its own."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    checkpoint = Checkpoint(event_id=event.id)
    _write_rule(event, checkpoint, rule)
    db.session.add(checkpoint)
    db.session.flush()
    record(
        CheckpointAdded(
            actor_id=actor.person_id,
            event_id=event.id,
            checkpoint_id=checkpoint.id,
            checkpoint_name=checkpoint.name,
        )
    )
    return checkpoint


def edit_checkpoint(
    actor: Actor, event: Event, checkpoint_id: int, rule: CheckpointRule
) -> Checkpoint:
    """Change the rule of a checkpoint; what was decided by the old one stays as it was."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    checkpoint = setup.get_checkpoint(event.id, checkpoint_id)
    _write_rule(event, checkpoint, rule)
    db.session.flush()
    record(
        CheckpointChanged(
            actor_id=actor.person_id,
            event_id=event.id,
            checkpoint_id=checkpoint.id,
            checkpoint_name=checkpoint.name,
        )
    )
    return checkpoint


def _write_rule(event: Event, checkpoint: Checkpoint, rule: CheckpointRule) -> None:
    if rule.session_id is not None:
        get_session(event, rule.session_id)
    for name in ("name", "kind", "entries", "has_exit", "is_exclusive", "capacity", "session_id"):
        setattr(checkpoint, name, getattr(rule, name))
    checkpoint.ticket_types = setup.list_some_ticket_types(event.id, rule.ticket_type_ids)
    checkpoint.add_ons = setup.list_some_add_ons(event.id, rule.add_on_ids)


def add_gate(actor: Actor, event: Event, *, name: str, checkpoint_id: int | None = None) -> Gate:
    """Add a gate to an event, of its only checkpoint unless one is named.

    An event without a checkpoint gets its entrance, where every ticket comes in once.
    """
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    checkpoint = _checkpoint_for(actor, event, checkpoint_id)
    gate = Gate(event_id=event.id, checkpoint_id=checkpoint.id, name=name)
    db.session.add(gate)
    db.session.flush()
    record(
        GateAdded(actor_id=actor.person_id, event_id=event.id, gate_id=gate.id, gate_name=gate.name)
    )
    return gate


def _checkpoint_for(actor: Actor, event: Event, checkpoint_id: int | None) -> Checkpoint:
    if checkpoint_id is not None:
        return setup.get_checkpoint(event.id, checkpoint_id)
    found = setup.list_checkpoints(event.id)
    if len(found) > 1:
        raise Invalid("checkpoint_wanted", field="checkpoint_id")
    return found[0] if found else add_checkpoint(actor, event, CheckpointRule(name=ENTRANCE))


def invite_scanner(
    actor: Actor, event: Event, *, name: str, gate_id: int, is_supervisor: bool = False
) -> tuple[ScannerDevice, str]:
    """Add a scanner that waits for its phone; return it with the code that pairs it once.

    A supervisor's may search by name and let people in who have no badge.
    """
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    gate = setup.get_gate(event.id, gate_id)
    code = tokens.new_secret("pair_")
    device = ScannerDevice(
        event_id=event.id,
        gate_id=gate.id,
        name=name,
        is_supervisor=is_supervisor,
        pairing_hash=tokens.hash_secret(code),
        pairing_expires_at=clock.now() + PAIRING_TIME,
        created_by_id=actor.person_id,
    )
    db.session.add(device)
    db.session.flush()
    record(
        ScannerInvited(
            actor_id=actor.person_id,
            event_id=event.id,
            device_id=device.id,
            device_name=device.name,
            gate_id=gate.id,
        )
    )
    return device, code


def pair_scanner(actor: Actor, code: str) -> tuple[ScannerDevice, str]:
    """Turn a code into a scanner's secret, once: of two phones with the same code one gets it.

    Anybody may try, so the actor decides nothing: the code has 192 random bits.
    """
    secret = tokens.new_secret("dev_")
    now = clock.now()
    going_on = select(Event.id).where(Event.ends_at > now - SCANNING_TIME)
    waiting = (
        update(ScannerDevice)
        .where(
            ScannerDevice.pairing_hash == tokens.hash_secret(code),
            ScannerDevice.pairing_expires_at > now,
            ScannerDevice.event_id.in_(going_on),
            ScannerDevice.revoked_at.is_(None),
        )
        .values(
            pairing_hash=None,
            pairing_expires_at=None,
            paired_at=now,
            secret_hash=tokens.hash_secret(secret),
        )
        .returning(ScannerDevice.id)
    )
    device_id = db.session.scalar(waiting)
    if device_id is None:
        raise Conflict("pairing_over", field="code")
    device = setup.get_scanner(device_id)
    record(ScannerPaired(actor_id=actor.person_id, event_id=device.event_id, device_id=device.id))
    return device, secret


def revoke_scanner(actor: Actor, event: Event, device_id: int) -> ScannerDevice:
    """End a scanner's right to scan; what it sent before stays."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    device = setup.get_scanner(device_id, event.id)
    if device.revoked_at is None:
        device.revoked_at = clock.now()
        device.pairing_hash = None
        record(ScannerRevoked(actor_id=actor.person_id, event_id=event.id, device_id=device.id))
    return device


def confirm_wipe(actor: Actor, secret: str) -> bool:
    """Note that a phone which may scan no more has forgotten everybody; the first word counts.

    Anybody may try, so the actor decides nothing: the secret has 192 random bits.
    """
    now = clock.now()
    over = select(Event.id).where(Event.ends_at <= now - SCANNING_TIME)
    gone = (
        update(ScannerDevice)
        .where(
            ScannerDevice.secret_hash == tokens.hash_secret(secret),
            ScannerDevice.wiped_at.is_(None),
            or_(ScannerDevice.revoked_at.is_not(None), ScannerDevice.event_id.in_(over)),
        )
        .values(wiped_at=now)
        .returning(ScannerDevice.id, ScannerDevice.event_id)
    )
    row = db.session.execute(gone).first()
    if row is None:
        return False
    record(ScannerWiped(actor_id=actor.person_id, event_id=row.event_id, device_id=row.id))
    return True
