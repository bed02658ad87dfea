"""The part of the database that a venue hub takes along: what a door needs and nothing else.

No address, no order, no answer and no key that signs. Column by column, so that nothing new goes
along unless somebody decides that it does.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, TypeDecorator, or_, select

from app.checkin.models import (
    Admission,
    Checkpoint,
    CheckpointAddOn,
    CheckpointTicketType,
    Gate,
    Scan,
)
from app.core.db import Base, db
from app.events.models import BadgeKey, Event, EventSession
from app.hub.rules import freeze
from app.identity.models import Organisation
from app.tickets.models import AddOn, Ticket, TicketAddOn, TicketType

Condition = Callable[[int], ColumnElement[bool]]


def _of_event(model: Any) -> Condition:
    return lambda event_id: model.event_id == event_id


def _of_some(column: Any, model: Any) -> Condition:
    """Return the condition that a column names a row of the event in another table."""
    return lambda event_id: column.in_(select(model.id).where(model.event_id == event_id))


def _concerned(event_id: int) -> ColumnElement[bool]:
    """Return the condition that an organisation leads the event or supports somebody there."""
    lead = select(Event.lead_organisation_id).where(Event.id == event_id)
    support = select(Ticket.supported_by_id).where(Ticket.event_id == event_id)
    return or_(Organisation.id.in_(lead), Organisation.id.in_(support))


# In an order in which each row comes after those that it names.
SLICE: tuple[tuple[type[Base], str, Condition], ...] = (
    (Organisation, "id name kind country", _concerned),
    (
        Event,
        """id kind slug name starts_at ends_at timezone venue_name capacity state
        lead_organisation_id""",
        lambda event_id: Event.id == event_id,
    ),
    (EventSession, "id event_id title room kind starts_at ends_at", _of_event(EventSession)),
    (
        BadgeKey,
        "event_id number public_key typing_key reason made_at retired_at",
        _of_event(BadgeKey),
    ),
    (
        TicketType,
        "id event_id name audience valid_from_on valid_until_on position",
        _of_event(TicketType),
    ),
    (AddOn, "id event_id name kind starts_at ends_at position", _of_event(AddOn)),
    (
        Ticket,
        """id event_id ticket_type_id supported_by_id support_reason given_name family_name
        latin_name organisation_name organisation_kind country role_label is_project_staff
        is_walk_in epoch state""",
        _of_event(Ticket),
    ),
    (TicketAddOn, "ticket_id add_on_id", _of_some(TicketAddOn.ticket_id, Ticket)),
    (
        Checkpoint,
        "id event_id name kind entries has_exit is_exclusive capacity session_id",
        _of_event(Checkpoint),
    ),
    (
        CheckpointTicketType,
        "checkpoint_id ticket_type_id",
        _of_some(CheckpointTicketType.checkpoint_id, Checkpoint),
    ),
    (
        CheckpointAddOn,
        "checkpoint_id add_on_id",
        _of_some(CheckpointAddOn.checkpoint_id, Checkpoint),
    ),
    (Gate, "id event_id checkpoint_id name", _of_event(Gate)),
    (
        Scan,
        """event_id gate_id client_id ticket_id verdict reason direction told sequence device_at
        scanned_at received_at""",
        _of_event(Scan),
    ),
    (
        Admission,
        "ticket_id checkpoint_id occasion event_id gate_id scan_client_id admitted_at",
        _of_event(Admission),
    ),
)


def rows_of(event_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that a hub takes along, by table, as JSON has them."""
    return {
        model.__tablename__: [
            freeze(dict(row))
            for row in db.session.execute(_select(model, names, condition(event_id))).mappings()
        ]
        for model, names, condition in SLICE
    }


def _select(model: type[Base], names: str, condition: ColumnElement[bool]) -> Select[Any]:
    columns = model.__table__.c
    return select(*(columns[name] for name in names.split())).where(condition)


def kinds_of(model: type[Base], names: str) -> dict[str, type]:
    """Return what the columns of a table hold, by their names."""
    columns = model.__table__.c
    return {name: _kind(columns[name].type) for name in names.split()}


def _kind(stored: Any) -> type:
    """Return what a column holds; a type of our own holds what it is made of."""
    return (stored.impl_instance if isinstance(stored, TypeDecorator) else stored).python_type
