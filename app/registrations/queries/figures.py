"""The figures of an event's registrations, read in two statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.registrations.rules.counting import Counted, Registered, count_up
from app.tickets.models import Order, Quota, Ticket, TicketState
from app.tickets.queries import list_quotas, list_ticket_types, within


@dataclass(frozen=True)
class Figures:
    """Registrations counted, with the names of the kinds of tickets and the places."""

    counted: Counted
    types: dict[int, str]
    quotas: Sequence[Quota]
    sees_all: bool


def figures_of(actor: Actor, event: Event) -> Figures:
    """Return the figures of the people whom the actor sees; places only where that is everybody."""
    authorize(actor, Permission.TICKET_VIEW, event)
    seen = fence(actor, event)
    query = (
        select(Ticket.created_at, Order.channel, Ticket.country, Ticket.ticket_type_id)
        .join(Order, Order.id == Ticket.order_id)
        .where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID, *within(seen))
    )
    rows = (Registered(*row) for row in db.session.execute(query))
    return Figures(
        counted=count_up(rows, event.timezone),
        types={one.id: one.name for one in list_ticket_types(event.id)},
        quotas=list_quotas(event.id) if seen.is_open else (),
        sees_all=seen.is_open,
    )
