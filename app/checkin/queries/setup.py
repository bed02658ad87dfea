"""Reads of checkpoints, gates, scanners and attendees, for organisers and for the desk."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.checkin.models import Admission, Checkpoint, Gate, ScannerDevice
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.tickets.models import AddOn, Ticket, TicketType
from app.tickets.queries.presence import knows_who_came, tells_who_came

MOST_FOUND = 20
One = TypeVar("One")


def list_gates(event_id: int) -> list[Gate]:
    """Return an event's gates by name."""
    query = select(Gate).where(Gate.event_id == event_id).options(joinedload(Gate.checkpoint))
    gates = db.session.scalars(query)
    return sorted(gates, key=lambda gate: (search_key(gate.name), gate.id))


def list_checkpoints(event_id: int) -> list[Checkpoint]:
    """Return an event's checkpoints by name."""
    found = db.session.scalars(select(Checkpoint).where(Checkpoint.event_id == event_id))
    return sorted(found, key=lambda one: (search_key(one.name), one.id))


def list_whole_checkpoints(event_id: int) -> list[Checkpoint]:
    """Return an event's checkpoints with whom they are for, by name."""
    whole = (selectinload(Checkpoint.ticket_types), selectinload(Checkpoint.add_ons))
    query = select(Checkpoint).where(Checkpoint.event_id == event_id).options(*whole)
    return sorted(db.session.scalars(query), key=lambda one: (search_key(one.name), one.id))


def get_checkpoint(event_id: int, checkpoint_id: int) -> Checkpoint:
    """Return a checkpoint of an event."""
    query = select(Checkpoint).where(
        Checkpoint.id == checkpoint_id, Checkpoint.event_id == event_id
    )
    checkpoint = db.session.scalar(query)
    if checkpoint is None:
        raise NotFound
    return checkpoint


def get_gate(event_id: int, gate_id: int) -> Gate:
    """Return a gate of an event."""
    query = select(Gate).where(Gate.id == gate_id, Gate.event_id == event_id)
    gate = db.session.scalar(query.options(joinedload(Gate.checkpoint)))
    if gate is None:
        raise NotFound
    return gate


def get_gate_by_id(gate_id: int) -> Gate:
    """Return a gate with its checkpoint and its event."""
    whole = (joinedload(Gate.checkpoint), joinedload(Gate.event))
    gate = db.session.scalar(select(Gate).where(Gate.id == gate_id).options(*whole))
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
    earlier = aliased(Admission)
    is_first = ~exists().where(
        earlier.ticket_id == Admission.ticket_id,
        tuple_(earlier.admitted_at, earlier.scan_client_id)
        < tuple_(Admission.admitted_at, Admission.scan_client_id),
    )
    query = (
        select(Ticket, Admission)
        .outerjoin(Admission, and_(Admission.ticket_id == Ticket.id, is_first))
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


def list_some_ticket_types(event_id: int, ids: Collection[int]) -> list[TicketType]:
    """Return ticket types of an event; NotFound if one is not of it."""
    query = select(TicketType).where(TicketType.event_id == event_id, TicketType.id.in_(ids))
    return _all(db.session.scalars(query), ids)


def list_some_add_ons(event_id: int, ids: Collection[int]) -> list[AddOn]:
    """Return add-ons of an event; NotFound if one is not of it."""
    query = select(AddOn).where(AddOn.event_id == event_id, AddOn.id.in_(ids))
    return _all(db.session.scalars(query), ids)


def _all(found: Iterable[One], ids: Collection[int]) -> list[One]:
    some = list(found)
    if len(some) != len(set(ids)):
        raise NotFound
    return some
