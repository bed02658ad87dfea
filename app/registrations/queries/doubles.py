"""Reading tickets that look like one person's."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.registrations.models import DistinctPair
from app.registrations.rules.doubles import Double, Holder, find_doubles
from app.tickets.models import Ticket, TicketState
from app.tickets.queries import within


def list_doubles(actor: Actor, event: Event) -> Sequence[Double]:
    """Return pairs of valid tickets within the actor's fence that look like one person's."""
    authorize(actor, Permission.TICKET_VIEW, event)
    mine = (
        Ticket.event_id == event.id,
        Ticket.state == TicketState.VALID,
        *within(fence(actor, event)),
    )
    names = (Ticket.given_name, Ticket.family_name, Ticket.email, Ticket.organisation_name)
    holders = [Holder(*row) for row in db.session.execute(select(Ticket.id, *names).where(*mine))]
    apart = select(DistinctPair.first_id, DistinctPair.second_id)
    known = apart.join(Ticket, Ticket.id == DistinctPair.first_id).where(*mine)
    return find_doubles(holders, {(row[0], row[1]) for row in db.session.execute(known)})
