"""Reading whose badges are to be printed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.core.db import db
from app.core.text import search_key
from app.events.policies import Fence
from app.tickets.models import Ticket, TicketState
from app.tickets.queries.attendees import within


def list_badge_tickets(
    event_id: int, ticket_type_id: int | None = None, *, seen: Fence
) -> Sequence[Ticket]:
    """Return the valid tickets to print badges for, by family name as a badge desk sorts."""
    query = (
        select(Ticket)
        .join(Ticket.ticket_type)
        .options(contains_eager(Ticket.ticket_type))
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID, *within(seen))
    )
    if ticket_type_id is not None:
        query = query.where(Ticket.ticket_type_id == ticket_type_id)
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda t: (search_key(t.family_name, t.given_name), t.id))
