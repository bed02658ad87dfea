"""Reads of gates, scanners and attendees, for those who set the doors up and for the desk."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.checkin.models import Admission, Gate, ScannerDevice
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.tickets.models import Ticket
from app.tickets.queries.presence import knows_who_came, tells_who_came

MOST_FOUND = 20


def list_gates(event_id: int) -> list[Gate]:
    """Return an event's gates by name."""
    gates = db.session.scalars(select(Gate).where(Gate.event_id == event_id))
    return sorted(gates, key=lambda gate: (search_key(gate.name), gate.id))


def get_gate(event_id: int, gate_id: int) -> Gate:
    """Return a gate of an event."""
    gate = db.session.scalar(select(Gate).where(Gate.id == gate_id, Gate.event_id == event_id))
    if gate is None:
        raise NotFound
    return gate


def list_scanners(event_id: int) -> list[ScannerDevice]:
    """Return an event's scanners with their gates, by name."""
    query = select(ScannerDevice).where(ScannerDevice.event_id == event_id)
    whole = query.options(joinedload(ScannerDevice.gate), joinedload(ScannerDevice.event))
    found = db.session.scalars(whole)
    return sorted(found, key=lambda device: (search_key(device.name), device.id))


def get_scanner(device_id: int, event_id: int | None = None) -> ScannerDevice:
    """Return a scanner, of one event if that is given."""
    query = select(ScannerDevice).where(ScannerDevice.id == device_id)
    if event_id is not None:
        query = query.where(ScannerDevice.event_id == event_id)
    whole = query.options(joinedload(ScannerDevice.gate), joinedload(ScannerDevice.event))
    device = db.session.scalar(whole.execution_options(populate_existing=True))
    if device is None:
        raise NotFound
    return device


def search_tickets(event_id: int, text: str) -> list[tuple[Ticket, Admission | None]]:
    """Return the tickets whose name, organisation or address holds every word of a text.

    Case and diacritics do not matter; at most twenty, with their first entry.
    """
    words = search_key(text).split()
    if not words:
        return []
    query = (
        select(Ticket, Admission)
        .outerjoin(Admission, Admission.ticket_id == Ticket.id)
        .where(Ticket.event_id == event_id)
        .where(*(Ticket.search_key.contains(word, autoescape=True) for word in words))
        .options(joinedload(Ticket.ticket_type), joinedload(Admission.gate))
        .order_by(Ticket.search_key, Ticket.id)
        .limit(MOST_FOUND)
    )
    return [(ticket, entry) for ticket, entry in db.session.execute(query)]


@knows_who_came
def list_admitted(ticket_ids: Collection[int]) -> set[int]:
    """Return which of some tickets let somebody in."""
    query = select(Admission.ticket_id).where(Admission.ticket_id.in_(ticket_ids))
    return set(db.session.scalars(query))


@tells_who_came
def was_admitted(ticket_id: Any) -> ColumnElement[bool]:
    """Return the condition that a ticket let somebody in."""
    return exists().where(Admission.ticket_id == ticket_id)


def get_ticket(event_id: int, ticket_id: int) -> Ticket:
    """Return a ticket of an event."""
    query = select(Ticket).where(Ticket.id == ticket_id, Ticket.event_id == event_id)
    ticket = db.session.scalar(query)
    if ticket is None:
        raise NotFound
    return ticket
