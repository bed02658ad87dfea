"""What a scanner takes along, so that it can decide without a network.

The tickets come in parts, each with a digest: a scanner asks for the parts that changed alone.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import and_, or_, select

from app.checkin.models import Gate, Scan
from app.checkin.policies import Door, Scanner
from app.checkin.queries.door import MOVES
from app.checkin.rules import Reason, Verdict
from app.checkin.rules.sealing import phrase_of, seal, seal_people, search_salt, tag_of
from app.core import clock, tokens
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.core.ids import encode_id
from app.core.text import search_key
from app.tickets.models import Ticket, TicketAddOn, TicketState, TicketType

PARTS = 64
# Scans are numbered as they are written and seen as they are committed, which is not one order.
OVERLAP = 500
MOST = 5000

Row = Any
# Somebody came in although it was once too often: the gate of the first time should know.
LET_IN = and_(Scan.reason == Reason.ALREADY_IN, Scan.told == Verdict.GREEN)


def read_bundle(scanner: Scanner) -> dict[str, Any]:
    """Return where a scanner stands, the rule there, and the digests of the tickets' parts."""
    door = scanner.door
    parts: list[list[Row]] = [[] for _part in range(PARTS)]
    rows = _tickets(door)
    for row in rows:
        parts[row.id % PARTS].append(row)
    add_ons = _add_ons(door)
    return {
        "event": str(door.event_id),
        "gate_name": door.gate_name,
        "checkpoint_name": door.checkpoint_name,
        "keys": [_key(*one) for one in sorted(door.public_keys.items())],
        "rule": _rule(door),
        "parts": [_digest(part, add_ons) for part in parts],
        "people": _people_digest(_findable(rows)) if door.is_supervisor else "",
        "sent_at": clock.now(),
    }


def read_part(scanner: Scanner, part: int) -> dict[str, Any]:
    """Return the tickets of one part; NotFound if there is no such part."""
    if not 0 <= part < PARTS:
        raise NotFound
    door = scanner.door
    rows, add_ons = _tickets(door, part), _add_ons(door)
    return {
        "part": part,
        "digest": _digest(rows, add_ons),
        "tickets": [_sealed(door.event_id, row, add_ons.get(row.id, ())) for row in rows],
    }


def read_people(scanner: Scanner) -> dict[str, Any]:
    """Return whom a supervisor finds by name, sealed; Forbidden to every other scanner."""
    door = scanner.door
    if not door.is_supervisor:
        raise Forbidden("supervisor_required")
    found = _findable(_tickets(door))
    phrase = search_phrase(door.device_id)
    return {
        "digest": _people_digest(found),
        "salt": search_salt(door.device_id),
        "sealed": seal_people(door.device_id, phrase, [_person(row) for row in found]),
    }


def _key(number: int, key: Ed25519PublicKey) -> dict[str, Any]:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"number": number, "public_key": b64encode(raw).decode("ascii")}


def search_phrase(device_id: int) -> str:
    """Return the words that open the names on a supervisor's phone; they are not kept on it."""
    return phrase_of(tokens.keyed_hash("search at the door", encode_id(device_id)))


def _findable(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.state != TicketState.CANCELLED]


def _people_digest(rows: Iterable[Row]) -> str:
    """Return what changes whenever somebody is called something else."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(repr((row.id, *_called(row))).encode())
    return whole.hexdigest()[:16]


def _called(row: Row) -> tuple[str, ...]:
    name = f"{row.given_name} {row.family_name}".strip()
    return name, row.organisation_name, row.ticket_type


def _person(row: Row) -> dict[str, str]:
    name, organisation, ticket_type = _called(row)
    return {
        "id": encode_id(row.id),
        "ticket": str(row.id),
        "name": name,
        "organisation": organisation,
        "ticket_type": ticket_type,
        "key": search_key(name, organisation),
    }


def list_passes(scanner: Scanner, after: int) -> dict[str, Any]:
    """Return who passed the scanner's checkpoint since a scan, at most 5,000, some again."""
    door = scanner.door
    query = (
        select(Scan.id, Scan.ticket_id, Scan.client_id, Scan.scanned_at, Scan.direction, Gate.name)
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.event_id == door.event_id, Gate.checkpoint_id == door.checkpoint_id)
        .where(Scan.id > max(0, after - OVERLAP), or_(Scan.reason.in_(MOVES), LET_IN))
        .where(Scan.ticket_id.is_not(None))
        .order_by(Scan.id)
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    passes = [
        {
            "tag": tag_of(door.event_id, row.ticket_id),
            "client_id": row.client_id,
            "at": row.scanned_at,
            "direction": row.direction,
            "gate": row.name,
        }
        for row in rows
    ]
    return {"passes": passes, "next": max([after, *(row.id for row in rows)])}


def _rule(door: Door) -> dict[str, Any]:
    rule = door.rule
    return {
        "opens_at": rule.hours.opens_at,
        "closes_at": rule.hours.closes_at,
        "zone": rule.hours.zone,
        "entries": rule.entries.value,
        "has_exit": rule.has_exit,
        "capacity": rule.capacity,
        "ticket_types": sorted(rule.ticket_types),
        "add_ons": sorted(rule.add_ons),
    }


def _tickets(door: Door, part: int | None = None) -> list[Row]:
    """Return the event's tickets, of one part if it is given, in the order of their ids."""
    query = (
        select(
            Ticket.id,
            Ticket.epoch,
            Ticket.state,
            Ticket.given_name,
            Ticket.family_name,
            Ticket.organisation_name,
            Ticket.role_label,
            Ticket.ticket_type_id,
            TicketType.name.label("ticket_type"),
            TicketType.valid_from_on,
            TicketType.valid_until_on,
        )
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Ticket.event_id == door.event_id)
        .order_by(Ticket.id)
    )
    if part is not None:
        query = query.where(Ticket.id % PARTS == part)
    return list(db.session.execute(query))


def _add_ons(door: Door) -> dict[int, list[int]]:
    """Return what is had with each ticket; nothing where the checkpoint does not ask."""
    if not door.rule.add_ons:
        return {}
    query = (
        select(TicketAddOn.ticket_id, TicketAddOn.add_on_id)
        .join(Ticket, Ticket.id == TicketAddOn.ticket_id)
        .where(Ticket.event_id == door.event_id)
        .order_by(TicketAddOn.ticket_id, TicketAddOn.add_on_id)
    )
    found: dict[int, list[int]] = {}
    for ticket_id, add_on_id in db.session.execute(query):
        found.setdefault(ticket_id, []).append(add_on_id)
    return found


def _digest(rows: Iterable[Row], add_ons: dict[int, list[int]]) -> str:
    """Return what changes whenever something of these tickets does."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(repr((tuple(row), add_ons.get(row.id))).encode())
    return whole.hexdigest()[:16]


def _sealed(event_id: int, row: Row, add_ons: Iterable[int]) -> dict[str, Any]:
    shown = {
        "name": f"{row.given_name} {row.family_name}".strip(),
        "organisation": row.organisation_name,
        "role": row.role_label,
        "ticket_type": row.ticket_type,
    }
    return {
        "tag": tag_of(event_id, row.id),
        "epoch": row.epoch,
        "state": row.state,
        "first_day": row.valid_from_on,
        "last_day": row.valid_until_on,
        "ticket_type": row.ticket_type_id,
        "add_ons": list(add_ons),
        "sealed": seal(event_id, row.id, shown),
    }
