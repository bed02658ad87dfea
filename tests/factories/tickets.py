"""Quotas, ticket types and tickets for tests."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.core.uow import unit_of_work
from app.events.models import Event
from app.tickets.models import (
    AddOn,
    AddOnQuota,
    AddOnTicketType,
    Confirmation,
    Order,
    Quota,
    TakenPlace,
    Ticket,
    TicketAddOn,
    TicketTransfer,
    TicketType,
    TicketTypeQuota,
    Voucher,
    WaitingEntry,
    WaitingPlace,
)
from tests.factories import numbers, saved


def make_quota(event: Event, *, size: int = 100, **values: Any) -> Quota:
    """Make a number of places."""
    name = values.pop("name", None) or f"Quota {next(numbers)}"
    return saved(lambda: Quota(event_id=event.id, name=name, size=size, **values))


def make_ticket_type(event: Event, *, size: int = 100, **values: Any) -> TicketType:
    """Make a public ticket type with a quota of its own, and with more that are given."""
    name = values.pop("name", None) or f"Ticket {next(numbers)}"
    own = Quota(id=new_id(), event_id=event.id, name="Main hall", size=size)
    quotas = [own.id, *(one.id for one in values.pop("quotas", ()))]

    def make() -> TicketType:
        kind = TicketType(id=new_id(), event_id=event.id, name=name, **values)
        db.session.add_all([own, kind])
        db.session.flush()
        for quota_id in quotas:
            db.session.add(TicketTypeQuota(ticket_type_id=kind.id, quota_id=quota_id))
        return kind

    return saved(make)


def make_add_on(event: Event, *, size: int = 100, **values: Any) -> AddOn:
    """Make something to have with a ticket, with places of its own unless quotas are given."""
    name = values.pop("name", None) or f"Add-on {next(numbers)}"
    own = Quota(id=new_id(), event_id=event.id, name=name, size=size)
    quotas = values.pop("quotas", None) or [own]
    types = values.pop("ticket_types", ())

    def make() -> AddOn:
        made = AddOn(id=new_id(), event_id=event.id, name=name, **values)
        db.session.add_all([made, *(one for one in quotas if one is own)])
        db.session.flush()
        for quota in quotas:
            db.session.add(AddOnQuota(add_on_id=made.id, quota_id=quota.id))
        for kind in types:
            db.session.add(AddOnTicketType(add_on_id=made.id, ticket_type_id=kind.id))
        return made

    return saved(make)


def give_add_on(ticket: Ticket, add_on: AddOn) -> TicketAddOn:
    """Let a ticket have an add-on; it takes a place of the add-on's only quota."""
    quota_id = add_on.quotas[0].id

    def make() -> TicketAddOn:
        db.session.get_one(Quota, quota_id).taken += 1
        taken = TakenPlace(ticket_id=ticket.id, quota_id=quota_id, add_on_id=add_on.id)
        given = TicketAddOn(ticket_id=ticket.id, add_on_id=add_on.id)
        db.session.add_all([taken, given])
        return given

    return saved(make)


def quota_of(ticket_type: TicketType) -> int:
    """Return the number of a ticket type's only quota."""
    pairs = select(TicketTypeQuota.quota_id)
    mine = pairs.where(TicketTypeQuota.ticket_type_id == ticket_type.id)
    return db.session.scalars(mine).one()


def make_ticket(ticket_type: TicketType, **values: Any) -> Ticket:
    """Make a valid ticket with an order of its own; it takes one place."""
    email = values.pop("email", None) or f"guest{next(numbers)}@example.org"
    order = Order(id=new_id(), event_id=ticket_type.event_id, email=email)
    quota_id = quota_of(ticket_type)
    defaults = {
        "event_id": ticket_type.event_id,
        "order_id": order.id,
        "ticket_type_id": ticket_type.id,
        "supported_by_id": ticket_type.event.lead_organisation_id,
        "given_name": "Νίκος",
        "family_name": "Παππάς",
        "organisation_name": "Θεσσαλικός Μεταλλουργικός Όμιλος",
        "country": "GR",
        "email": email,
    }

    def make() -> Ticket:
        db.session.get_one(Quota, quota_id).taken += 1
        db.session.add(order)
        ticket = Ticket(id=new_id(), **(defaults | values))
        db.session.add(ticket)
        db.session.flush()
        db.session.add(TakenPlace(ticket_id=ticket.id, quota_id=quota_id))
        return ticket

    return saved(make)


def make_many_tickets(ticket_type: TicketType, number: int) -> list[Ticket]:
    """Make valid tickets of one order at once; they take no places."""
    order = Order(id=new_id(), event_id=ticket_type.event_id, email="all@example.org")
    common = {
        "event_id": ticket_type.event_id,
        "order_id": order.id,
        "ticket_type_id": ticket_type.id,
        "supported_by_id": ticket_type.event.lead_organisation_id,
        "given_name": "Eglė",
        "family_name": "Žukauskaitė",
        "email": "a@example.org",
    }
    saved(lambda: order)
    with unit_of_work() as session:
        session.execute(insert(Ticket), [common | {"id": new_id()} for _ in range(number)])
    mine = select(Ticket).where(Ticket.order_id == order.id).order_by(Ticket.id)
    return list(db.session.scalars(mine))


def make_voucher(event: Event, **values: Any) -> Voucher:
    """Make a voucher that gives one free ticket of any public kind."""
    code = values.pop("code", None) or f"voucher-{next(numbers)}"
    return saved(lambda: Voucher(event_id=event.id, code=code, code_key=code.casefold(), **values))


def make_waiting(event: Event, *, places: int = 1, **values: Any) -> WaitingEntry:
    """Make a group that waits for a kind of ticket of which there are no places."""
    kind = values.pop("ticket_type", None)
    if kind is None:
        kind = make_ticket_type(event, size=0, has_waiting_list=True)
    quota_id = quota_of(kind)
    defaults = {
        "event_id": event.id,
        "ticket_type_id": kind.id,
        "supported_by_id": event.lead_organisation_id,
        "email": f"waiting{next(numbers)}@example.org",
        "name": "Eglė Kazlauskaitė",
        "country": "LT",
        "places": places,
    }

    def make() -> WaitingEntry:
        entry = WaitingEntry(id=new_id(), **(defaults | values))
        db.session.add(entry)
        db.session.flush()
        db.session.add(WaitingPlace(entry_id=entry.id, quota_id=quota_id))
        db.session.get_one(Quota, quota_id).waiting += 1
        return entry

    return saved(make)


def make_transfer(ticket: Ticket, **values: Any) -> TicketTransfer:
    """Let a ticket wait for a colleague."""
    defaults = {"epoch": ticket.epoch, "email": f"colleague{next(numbers)}@example.org"}
    ends = min(ticket.event.starts_at, clock.now() + timedelta(days=7))
    defaults["expires_at"] = ends
    return saved(lambda: TicketTransfer(id=new_id(), ticket_id=ticket.id, **(defaults | values)))


def make_confirmation(ticket: Ticket, **values: Any) -> Confirmation:
    """Let somebody have been asked whether they come."""
    return saved(lambda: Confirmation(ticket_id=ticket.id, **({"asked_at": clock.now()} | values)))
