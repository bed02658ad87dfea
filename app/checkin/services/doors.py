"""Setting the doors up: gates, and phones that become scanners by a link that works once."""

from datetime import timedelta

from sqlalchemy import select, update

from app.checkin.facts import GateAdded, ScannerInvited, ScannerPaired, ScannerRevoked
from app.checkin.models import Gate, ScannerDevice
from app.checkin.queries import setup
from app.checkin.rules import SCANNING_TIME
from app.core import clock, tokens
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event

PAIRING_TIME = timedelta(minutes=15)


def add_gate(actor: Actor, event: Event, *, name: str) -> Gate:
    """Add a gate to an event."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    gate = Gate(event_id=event.id, name=name)
    db.session.add(gate)
    db.session.flush()
    record(
        GateAdded(actor_id=actor.person_id, event_id=event.id, gate_id=gate.id, gate_name=gate.name)
    )
    return gate


def invite_scanner(
    actor: Actor, event: Event, *, name: str, gate_id: int
) -> tuple[ScannerDevice, str]:
    """Add a scanner that waits for its phone; return it with the code that pairs it once."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    gate = setup.get_gate(event.id, gate_id)
    code = tokens.new_secret("pair_")
    device = ScannerDevice(
        event_id=event.id,
        gate_id=gate.id,
        name=name,
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
