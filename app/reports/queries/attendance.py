"""Tickets as records: people and organisations become numbers, their names stay behind."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from app.checkin.queries.live import first_entries
from app.core.addresses import email_key
from app.core.db import db
from app.core.text import search_key
from app.events.models import Event
from app.identity.models import Organisation
from app.reports.rules.records import OrganisationRecord, TicketRecord
from app.tickets.models import Order, Ticket

Key = tuple[str, str] | int
Numbers = dict[Key, int]


def load_tickets(
    event: Event,
) -> tuple[tuple[TicketRecord, ...], tuple[OrganisationRecord, ...]]:
    """Return the tickets of an event, and the organisations that their holders work for."""
    rows = _rows(event)
    people = _numbered(_person_key(row) for row in rows)
    organisations = _numbered(key for row in rows if (key := _organisation_key(row)) is not None)
    tickets = tuple(
        _ticket(number, row, people, organisations) for number, row in enumerate(rows, start=1)
    )
    return tickets, _organisations(rows, organisations)


def _rows(event: Event) -> list[Row[Any]]:
    """Read tickets with orders, organisations and first entries, in the order of their ids."""
    entries = first_entries(event.id)
    query = (
        select(
            Ticket.email,
            Ticket.given_name,
            Ticket.family_name,
            Ticket.organisation_id,
            Ticket.organisation_name,
            Ticket.organisation_kind,
            Ticket.country,
            Ticket.is_project_staff,
            Ticket.is_walk_in,
            Ticket.state,
            Ticket.created_at,
            Ticket.cancelled_at,
            Order.channel,
            entries.c.scanned_at.label("came_at"),
            Organisation.kind.label("kind"),
            Organisation.size_class,
            Organisation.country.label("seat"),
        )
        .join(Order, Order.id == Ticket.order_id)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(entries, entries.c.ticket_id == Ticket.id)
        .where(Ticket.event_id == event.id)
        .order_by(Ticket.id)
    )
    return list(db.session.execute(query))


def _numbered(keys: Iterable[Key]) -> Numbers:
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def _person_key(row: Row[Any]) -> Key:
    """Return what makes two tickets the same person's."""
    return email_key(row.email), search_key(row.given_name, row.family_name)


def _organisation_key(row: Row[Any]) -> Key | None:
    """Return what makes two people of the same organisation; None for those who name none."""
    if row.organisation_id is not None:
        return int(row.organisation_id)
    name = search_key(row.organisation_name)
    return (name, row.country) if name else None


def _kind(row: Row[Any]) -> str:
    return str(row.kind or row.organisation_kind)


def _country(row: Row[Any]) -> str:
    """Return the seat of the establishment; what the ticket says comes first, it is nearer."""
    return str(row.country or row.seat or "")


def _ticket(number: int, row: Row[Any], people: Numbers, organisations: Numbers) -> TicketRecord:
    key = _organisation_key(row)
    cancelled_at = row.cancelled_at if row.state == "cancelled" else None
    return TicketRecord(
        number=number,
        person=people[_person_key(row)],
        organisation=organisations[key] if key is not None else None,
        kind=_kind(row),
        country=_country(row),
        is_project_staff=row.is_project_staff,
        is_walk_in=row.is_walk_in,
        channel=row.channel,
        registered_at=row.created_at,
        cancelled_at=cancelled_at or (row.created_at if row.state == "cancelled" else None),
        came_at=row.came_at,
    )


def _organisations(rows: Iterable[Row[Any]], numbers: Numbers) -> tuple[OrganisationRecord, ...]:
    found: dict[int, OrganisationRecord] = {}
    for row in rows:
        key = _organisation_key(row)
        if key is not None and numbers[key] not in found:
            found[numbers[key]] = OrganisationRecord(
                number=numbers[key],
                kind=_kind(row),
                size=row.size_class,
                country=str(row.seat or row.country or ""),
            )
    return tuple(found[number] for number in sorted(found))
