"""What stands on the list on paper: who may pass a gate on a day, with the letters to type in."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from app.checkin.models import Gate
from app.checkin.queries.scanners import rule_of
from app.checkin.rules import Days
from app.core.db import db
from app.core.text import search_key
from app.core.times import to_local
from app.events.models import Event
from app.events.queries import list_typing_keys
from app.tickets.models import Ticket, TicketAddOn, TicketState, TicketType
from app.tickets.rules.typed_code import TypedCode, type_code


@dataclass(frozen=True)
class Line:
    """Somebody on the list: what to find them by, and the letters to type in later."""

    name: str
    organisation: str
    ticket_type: str
    letters: str

    @property
    def initial(self) -> str:
        """The letter under which the list has them."""
        return search_key(self.name)[:1].upper()


def days_of(event: Event) -> list[date]:
    """Return the days of an event at its place."""
    first = to_local(event.starts_at, event.timezone).date()
    last = to_local(event.ends_at, event.timezone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def list_for_paper(gate: Gate, day: date) -> list[Line]:
    """Return who may pass a gate on a day, by family name."""
    rule = rule_of(gate.checkpoint)
    query = (
        select(Ticket, TicketType)
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Ticket.event_id == gate.event_id, Ticket.state == TicketState.VALID)
    )
    if rule.ticket_types or rule.add_ons:
        with_it = select(TicketAddOn.ticket_id).where(TicketAddOn.add_on_id.in_(rule.add_ons))
        of_type = Ticket.ticket_type_id.in_(rule.ticket_types)
        query = query.where(or_(of_type, Ticket.id.in_(with_it)))
    key = list_typing_keys(gate.event_id)[0]
    found = [
        (search_key(ticket.family_name, ticket.given_name), ticket.id, _line(ticket, kind, key))
        for ticket, kind in db.session.execute(query)
        if Days(kind.valid_from_on, kind.valid_until_on).have(day)
    ]
    return [line for _key, _id, line in sorted(found, key=lambda one: one[:2])]


def _line(ticket: Ticket, kind: TicketType, key: bytes) -> Line:
    name = ", ".join(part for part in (ticket.family_name, ticket.given_name) if part)
    letters = type_code(TypedCode(ticket.id, ticket.epoch), key)
    return Line(name, ticket.organisation_name, kind.name, letters)
