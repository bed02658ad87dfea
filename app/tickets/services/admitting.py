"""How a ticket that was asked for becomes one that opens a door: approved, paid, or declined.

Each is one guarded update of the ticket's state, so that of many who decide at once one does.
"""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.tickets.facts import TicketDeclined, TicketRegistered, TicketRequested
from app.tickets.models import Order, Ticket
from app.tickets.rules.sales import TicketState, first_state
from app.tickets.services.places import note_places, places_of_ticket, take_places
from app.tickets.services.redeeming import give_use_back


def approve_ticket(actor: Actor, ticket: Ticket) -> None:
    """Let somebody come who asked to: the ticket takes its places now, and is paid or valid."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    state = first_state(needs_approval=False, price=ticket.cost)
    _move(ticket, TicketState.REQUESTED, state)
    places = places_of_ticket(ticket)
    take_places(Counter(quota_id for quota_id, _add_on in places), may_pass=True)
    note_places({ticket.id: places})
    tell_state(actor, ticket, ticket.order.channel)


def decline_ticket(actor: Actor, ticket: Ticket, reason: str) -> None:
    """Tell somebody who asked to come that they cannot, and why."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    _move(ticket, TicketState.REQUESTED, TicketState.DECLINED, declined_for=reason)
    give_use_back(ticket)
    tell_refusal(actor, ticket)


def settle_order(actor: Actor, order: Order, only: Collection[int] | None = None) -> None:
    """Make valid what an order had to pay for; whoever keeps the books says what is paid."""
    query = select(Ticket).where(Ticket.order_id == order.id, Ticket.state == TicketState.UNPAID)
    if only is not None:
        query = query.where(Ticket.id.in_(only))
    for ticket in db.session.scalars(query.order_by(Ticket.id).with_for_update()).all():
        _move(ticket, TicketState.UNPAID, TicketState.VALID)
        tell_state(actor, ticket, order.channel)


def _move(ticket: Ticket, before: TicketState, after: TicketState, **values: object) -> None:
    """Change a ticket's state, if it is still what it was; Conflict tells who comes too late."""
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.state == before)
    now = clock.now() if before is TicketState.REQUESTED else ticket.decided_at
    done = rule.values(state=after, decided_at=now, **values)
    if db.session.scalar(done.returning(Ticket.id)) is None:
        raise Conflict("ticket_decided")
    db.session.refresh(ticket)


def tell_state(actor: Actor, ticket: Ticket, channel: str) -> None:
    """Record that a ticket is asked for or valid; of one to be paid its order tells."""
    told = {TicketState.REQUESTED: TicketRequested, TicketState.VALID: TicketRegistered}
    kind = told.get(ticket.state)
    if kind is not None:
        record(
            kind(
                actor_id=actor.person_id,
                event_id=ticket.event_id,
                ticket_id=ticket.id,
                order_id=ticket.order_id,
                ticket_type_id=ticket.ticket_type_id,
                email=ticket.email,
                channel=channel,
            )
        )


def tell_refusal(actor: Actor, ticket: Ticket) -> None:
    """Record that somebody who asked to come cannot."""
    record(
        TicketDeclined(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            email=ticket.email,
        )
    )
