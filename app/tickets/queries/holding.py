"""Tickets as their holders have them: their codes, and the secret addresses that show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.core import tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.events.queries import get_signing_key
from app.events.rules import typing_key
from app.tickets.models import Order, Ticket, TicketAddOn
from app.tickets.rules.badge_token import SigningKey, TicketToken, sign_token
from app.tickets.rules.typed_code import TypedCode, type_code

TICKET, ORDER = "ticket", "order"  # what a secret address is for


@dataclass(frozen=True)
class Codes:
    """A ticket's code for cameras, and the letters to type where none can read it."""

    token: str
    letters: str


@dataclass(frozen=True)
class TicketForMail:
    """All that a mail about a ticket says."""

    ticket: Ticket
    event: Event
    token: str
    link: str
    ticket_type: str = field(default="")


def get_ticket(ticket_id: int, event_id: int | None = None) -> Ticket:
    """Return a ticket with its type and event, of one event if that is said."""
    query = select(Ticket).where(Ticket.id == ticket_id)
    if event_id is not None:
        query = query.where(Ticket.event_id == event_id)
    found = db.session.scalar(
        query.options(joinedload(Ticket.ticket_type), joinedload(Ticket.event))
    )
    if found is None:
        raise NotFound
    return found


def find_order_by_key(client_key: str) -> Order | None:
    """Return the order that a client already placed under a key."""
    query = select(Order).where(Order.client_key == client_key)
    tickets = joinedload(Order.tickets)
    return db.session.scalar(query.options(tickets, tickets.selectinload(Ticket.add_ons)))


def with_add_ons() -> ExecutableOption:
    """Return how tickets are loaded together with what comes with them."""
    return selectinload(Ticket.add_ons).joinedload(TicketAddOn.add_on)


def get_tickets_by_link(link: str) -> Sequence[Ticket]:
    """Return what a secret address shows, by name: one ticket, or all of the buyer's order."""
    linked = tokens.linked_id(link)
    query = select(Ticket).where(or_(Ticket.id == linked, Ticket.order_id == linked))
    whole = query.options(
        joinedload(Ticket.event),
        joinedload(Ticket.ticket_type),
        joinedload(Ticket.order),
        with_add_ons(),
    )
    found = db.session.scalars(whole.order_by(Ticket.search_key, Ticket.id)).all()
    if not found:
        raise NotFound
    if found[0].id == linked:
        tokens.check_link(link, TICKET, linked, found[0].epoch)
    else:
        tokens.check_link(link, ORDER, linked, found[0].order.link_epoch)
    return found


def get_ticket_by_link(link: str, ticket_id: int) -> Ticket:
    """Return one of the tickets that a secret address shows."""
    for ticket in get_tickets_by_link(link):
        if ticket.id == ticket_id:
            return ticket
    raise NotFound


def list_orders_of(actor: Actor, now: datetime) -> Sequence[Order]:
    """Return an actor's orders for events that are not over, the next event first."""
    query = (
        select(Order)
        .join(Order.event)
        .where(Order.person_id == actor.person_id, Order.tickets.any(), Event.ends_at > now)
        .options(contains_eager(Order.event), selectinload(Order.tickets))
        .order_by(Event.starts_at, Order.id)
    )
    return db.session.scalars(query).all()


def link_of(ticket: Ticket) -> str:
    """Return the last part of the secret address of a ticket; a reissue ends it."""
    return tokens.sign_link(TICKET, ticket.id, ticket.epoch)


def order_link(order: Order) -> str:
    """Return the same for whoever placed an order: the address of its only ticket, or of all."""
    if len(order.tickets) == 1:
        return link_of(order.tickets[0])
    return tokens.sign_link(ORDER, order.id, order.link_epoch)


def signing_key(event_id: int) -> SigningKey:
    """Return the key that signs an event's tickets."""
    number, secret = get_signing_key(event_id)
    return SigningKey(Ed25519PrivateKey.from_private_bytes(secret), number)


def token_of(ticket: Ticket, key: SigningKey | None = None) -> str:
    """Return the code of a ticket, as its QR code holds it."""
    token = TicketToken(event_id=ticket.event_id, ticket_id=ticket.id, epoch=ticket.epoch)
    return sign_token(token, key or signing_key(ticket.event_id))


def codes_of(ticket: Ticket, key: SigningKey | None = None) -> Codes:
    """Return both codes of a ticket."""
    key = key or signing_key(ticket.event_id)
    typed = TypedCode(ticket.id, ticket.epoch)
    letters = type_code(typed, typing_key(key.private.private_bytes_raw()))
    return Codes(token_of(ticket, key), letters)


def get_ticket_for_mail(ticket_id: int) -> TicketForMail:
    """Return a ticket with its code and the secret address of its page."""
    ticket = get_ticket(ticket_id)
    return TicketForMail(
        ticket=ticket,
        event=ticket.event,
        token=token_of(ticket),
        link=link_of(ticket),
        ticket_type=ticket.ticket_type.name,
    )
