"""What happens to a ticket that somebody holds: it is cancelled, or gets a new code."""

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Person
from app.privacy.queries.holding import is_held_by
from app.privacy.services.erasing import before_erasing
from app.tickets import queries
from app.tickets.facts import TicketCancelled, TicketReissued
from app.tickets.models import Order, Ticket, TicketState
from app.tickets.rules.sales import OPEN, next_epoch
from app.tickets.services.places import put_back
from app.tickets.services.redeeming import return_places


def cancel_ticket(actor: Actor, ticket: Ticket) -> None:
    """Cancel a ticket as an organiser; its place is free again."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    _cancel(actor, ticket)


def cancel_by_link(actor: Actor, link: str, ticket_id: int) -> None:
    """Cancel a ticket as its holder or buyer, who proves that by a secret address."""
    _cancel(actor, queries.get_ticket_by_link(link, ticket_id))


@before_erasing
def cancel_coming(actor: Actor, person: Person) -> None:
    """Free the places of somebody who is erased, at events that are still to come."""
    query = (
        select(Ticket)
        .join(Event, Event.id == Ticket.event_id)
        .where(
            is_held_by(person, Ticket.email, Ticket.created_at),
            Ticket.state.in_(OPEN),
            Event.ends_at > clock.now(),
        )
        .order_by(Ticket.id)
    )
    for ticket in db.session.scalars(query).all():
        if not queries.who_came([ticket.id]):
            _cancel(actor, ticket)


def cancel_kept(actor: Actor, ticket: Ticket, key: str) -> None:
    """Cancel a ticket whose place goes back to those that are kept under a key."""
    _cancel(actor, ticket, key)


def _cancel(actor: Actor, ticket: Ticket, key: str | None = None) -> None:
    """Cancel once, and nothing that somebody came in with: of two at a time one finds it gone."""
    # The lock makes the door's entry and the end of the ticket wait for each other.
    db.session.execute(select(Ticket.id).where(Ticket.id == ticket.id).with_for_update())
    if queries.who_came([ticket.id]):
        raise Conflict("ticket_admitted")
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.state.in_(OPEN))
    done = rule.values(state=TicketState.CANCELLED, cancelled_at=clock.now())
    if db.session.scalar(done.returning(Ticket.id)) is None:
        raise Conflict("ticket_not_valid")
    if key is None:
        return_places(ticket)
    else:
        put_back(ticket.id, key)
    record(
        TicketCancelled(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            email=ticket.email,
        )
    )


def reissue_ticket(actor: Actor, ticket: Ticket) -> None:
    """Give a ticket a new code, which ends the old one and every address that showed it."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    renew_code(actor, ticket)


def renew_code(actor: Actor, ticket: Ticket) -> None:
    """Give a ticket a new code, for whoever has shown that they may."""
    epoch = next_epoch(ticket.epoch)
    if epoch is None:
        raise Conflict("epochs_used_up")
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.epoch == ticket.epoch)
    done = rule.where(Ticket.state == TicketState.VALID).values(epoch=epoch)
    if db.session.scalar(done.returning(Ticket.id)) is None:
        raise Conflict("ticket_not_valid")
    orders = update(Order).where(Order.id == ticket.order_id)
    db.session.execute(orders.values(link_epoch=Order.link_epoch + 1))
    record(
        TicketReissued(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            email=ticket.email,
            epoch=epoch,
        )
    )
