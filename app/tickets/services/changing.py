"""Changing the ticket type of a ticket, and sending a ticket by mail once more."""

from datetime import datetime

from sqlalchemy import select, update

from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import TicketMailAsked, TicketTypeSwitched
from app.tickets.models import Ticket, TicketAddOn
from app.tickets.rules.sales import TicketState
from app.tickets.services.places import move_places

SEND_CODES = "send_new_codes"


def change_type(actor: Actor, ticket: Ticket, ticket_type_id: int) -> None:
    """Give a free ticket another free ticket type, if that has places; the code stays."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    authorize(actor, Permission.TICKET_MANAGE, ticket.event)
    kind = queries.get_ticket_type(ticket_type_id, ticket.event_id)
    db.session.execute(select(Ticket.id).where(Ticket.id == ticket.id).with_for_update())
    add_ons = select(TicketAddOn.ticket_id).where(TicketAddOn.ticket_id == ticket.id)
    if db.session.scalars(add_ons).first() is not None:
        raise Conflict("type_with_add_ons")
    if ticket.price or kind.price:
        raise Conflict("type_with_price")
    before = ticket.ticket_type_id
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.ticket_type_id != kind.id)
    done = rule.where(Ticket.state == TicketState.VALID).values(ticket_type_id=kind.id)
    if db.session.scalar(done.returning(Ticket.id)) is None:
        raise Conflict("ticket_not_valid")
    move_places(ticket, kind)
    about = {"ticket_id": ticket.id, "from_type_id": before, "to_type_id": kind.id}
    record(TicketTypeSwitched(actor_id=actor.person_id, event_id=ticket.event_id, **about))


def send_all_again(event_id: int, now: datetime) -> None:
    """Have every valid ticket of an event that is not over sent to its holder once more."""
    query = select(Ticket).where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID)
    is_ahead = Ticket.event.has(Event.ends_at > now)
    for ticket in db.session.scalars(query.where(is_ahead).order_by(Ticket.id)):
        ask_for_mail(SYSTEM, ticket)


def ask_for_mail(actor: Actor, ticket: Ticket) -> None:
    """Have a valid ticket sent to its holder by mail, once more or for the first time."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    if ticket.state != TicketState.VALID:
        raise Conflict("ticket_not_valid")
    record(
        TicketMailAsked(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            email=ticket.email,
        )
    )
