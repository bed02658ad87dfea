"""What the tickets of an event say of the organisations of those who ordered them."""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.core.db import db
from app.identity.models import Person
from app.juries.queries.hints import Badge
from app.tickets.models import Order, Ticket, TicketState


def own_badges(event_id: int) -> Iterable[Badge]:
    """Return what people's own tickets name as their organisation.

    Only of tickets that they ordered signed in and for their own address: what somebody else
    writes on a ticket must keep no juror away.
    """
    query = (
        select(Person.id, Ticket.organisation_id, Ticket.organisation_name)
        .join(Ticket.order)
        .join(Person, Person.id == Order.person_id)
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID)
        .where(func.lower(Ticket.email) == Person.email_key)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]
