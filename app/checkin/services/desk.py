"""Letting people in by hand, for those whose badge is at home; the log says who did it and why."""

from dataclasses import replace
from datetime import datetime

from app.checkin.facts import TicketAdmittedByHand
from app.checkin.models import Gate
from app.checkin.queries import door as at_door
from app.checkin.queries import setup
from app.checkin.queries.door import Holder, StoredScan
from app.checkin.queries.scanners import rule_of
from app.checkin.rules import (
    Attempt,
    Decision,
    Direction,
    EntryRule,
    Reading,
    Reason,
    Verdict,
    decide,
    occasion_of,
)
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets.models import Ticket
from app.tickets.rules.attendees import Attendee
from app.tickets.services import register_walk_in

BY_HAND = "by hand"
WALK_IN = "walk-in"


def admit_by_hand(
    actor: Actor, event: Event, ticket_id: int, *, gate_id: int, note: str, client_id: str
) -> StoredScan:
    """Let a ticket's holder in at a gate and say why; sent twice, it happens once."""
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    gate = setup.get_gate(event.id, gate_id)
    setup.get_ticket(event.id, ticket_id)
    known = (event.id, gate.checkpoint_id)
    holders, stored = at_door.known_at_door(*known, [ticket_id], [client_id])
    if client_id in stored:
        return stored[client_id]
    now, rule, holder = clock.now(), _rule(gate), holders[ticket_id]
    decision = _decide(rule, holder, now)
    _check(decision)
    admission = {
        "ticket_id": ticket_id,
        "checkpoint_id": gate.checkpoint_id,
        "occasion": occasion_of(rule, holder.passes, Attempt(now)),
        "event_id": event.id,
        "gate_id": gate.id,
        "scan_client_id": client_id,
        "admitted_at": now,
    }
    if not at_door.insert_admissions([admission]):
        return _sent_before(known, client_id)
    record(
        TicketAdmittedByHand(
            actor_id=actor.person_id,
            event_id=event.id,
            ticket_id=ticket_id,
            gate_id=gate.id,
            note=note,
        )
    )
    scan = {
        "event_id": event.id,
        "gate_id": gate.id,
        "person_id": actor.person_id,
        "client_id": client_id,
        "ticket_id": ticket_id,
        "code": BY_HAND,
        "direction": Direction.IN.value,
        "told": "",
        "verdict": Verdict.GREEN.value,
        "reason": decision.reason.value,
        "note": note,
        "scanned_at": now,
        "received_at": now,
    }
    return at_door.insert_scans([scan])[client_id]


def admit_walk_in(
    actor: Actor, event: Event, attendee: Attendee, *, gate_id: int, client_key: str
) -> Ticket:
    """Register somebody who stands at the desk and let them in, both or neither."""
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    setup.get_gate(event.id, gate_id)
    order = register_walk_in(actor, event, attendee, client_key=client_key)
    db.session.flush()
    (ticket,) = order.tickets
    # A ticket of its own has a scan of its own, whatever keys the client makes.
    scan_id = f"{WALK_IN}-{encode_id(ticket.id)}"
    admit_by_hand(actor, event, ticket.id, gate_id=gate_id, note="", client_id=scan_id)
    return ticket


def _sent_before(known: tuple[int, int], client_id: str) -> StoredScan:
    """Return what the same click did a moment ago; Conflict if somebody else let the person in."""
    _, stored = at_door.known_at_door(*known, [], [client_id])
    if client_id not in stored:
        raise Conflict(Reason.ALREADY_IN.value)
    return stored[client_id]


def _rule(gate: Gate) -> EntryRule:
    """Return what a gate asks; whoever is let in by hand is let in however full it is."""
    return replace(rule_of(gate.checkpoint), capacity=None)


def _decide(rule: EntryRule, holder: Holder, now: datetime) -> Decision:
    reading = Reading(ticket_id=holder.ticket.ticket_id)
    return decide(reading, holder.ticket, rule, holder.passes, Attempt(now))


def _check(decision: Decision) -> None:
    if decision.verdict is Verdict.GREEN:
        return
    if decision.reason is Reason.ALREADY_IN:
        raise Conflict(Reason.ALREADY_IN.value)
    if decision.reason in (Reason.NOT_TODAY, Reason.NOT_HERE, Reason.UNPAID):
        raise Invalid(decision.reason.value)
    raise Invalid("not_admitted")
