"""Reading ticket types, orders and tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core import tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.events.models import Event
from app.events.queries import get_signing_key
from app.events.rules import EventState
from app.tickets.models import Order, Quota, Ticket, TicketState, TicketType
from app.tickets.rules.badge_token import TicketToken, sign_token
from app.tickets.rules.sales import Sale, sale_state
from app.tickets.rules.typed_code import read_typed_code

TICKET, ORDER = "ticket", "order"  # what a secret address is for
OVER = (EventState.CLOSED, EventState.ARCHIVED)


@dataclass(frozen=True, kw_only=True)
class AttendeeFilter:
    """What an organiser looks for in the list of attendees."""

    text: str = ""
    ticket_type_id: int | None = None
    state: str | None = TicketState.VALID


@dataclass(frozen=True)
class Offer:
    """A kind of ticket as it can be had now."""

    ticket_type: TicketType
    sale: Sale
    left: int

    @property
    def is_open(self) -> bool:
        """Whether somebody can have it now."""
        return self.sale is Sale.OPEN


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


def get_ticket_type(ticket_type_id: int, event_id: int) -> TicketType:
    """Return one kind of ticket of an event with its places."""
    query = _TYPES.where(TicketType.id == ticket_type_id)
    found = db.session.scalar(query, {"event_id": event_id})
    if found is None:
        raise NotFound
    return found


def get_quota(quota_id: int, event_id: int) -> Quota:
    """Return a number of places of an event."""
    query = select(Quota).where(Quota.id == quota_id, Quota.event_id == event_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_ticket_types(event_id: int, *, public_only: bool = False) -> Sequence[TicketType]:
    """Return an event's kinds of tickets with their places, in the organiser's order."""
    query = _PUBLIC_TYPES if public_only else _ALL_TYPES
    return db.session.scalars(query, {"event_id": event_id}).all()


def list_offers(event: Event, now: datetime, *, public_only: bool = True) -> list[Offer]:
    """Return an event's kinds of tickets, with whether they can be had and the places left."""
    found = []
    end = now if event.state in OVER else event.ends_at
    for one in list_ticket_types(event.id, public_only=public_only):
        left = one.quota.size - one.quota.taken
        sale = sale_state(
            now=now,
            start=one.on_sale_from,
            end=one.on_sale_until,
            event_ends_at=end,
            left=left,
        )
        found.append(Offer(one, sale, left))
    return found


def events_with_types(event_ids: Sequence[int]) -> set[int]:
    """Return which of some events have a kind of ticket."""
    if not event_ids:
        return set()
    query = select(TicketType.event_id).where(TicketType.event_id.in_(event_ids)).distinct()
    return set(db.session.scalars(query))


# Put together once, for every view of an event's page asks for them.
_TYPES: Select[TicketType] = (
    select(TicketType)
    .where(TicketType.event_id == bindparam("event_id"))
    .options(joinedload(TicketType.quota))
)
_ALL_TYPES = _TYPES.order_by(TicketType.position, TicketType.name, TicketType.id)
_PUBLIC_TYPES = _ALL_TYPES.where(TicketType.is_public)


def list_quotas(event_id: int) -> Sequence[Quota]:
    """Return an event's places."""
    query = select(Quota).where(Quota.event_id == event_id).order_by(Quota.name, Quota.id)
    return db.session.scalars(query).all()


def count_valid_by_type(event_id: int) -> dict[int, int]:
    """Return how many valid tickets there are of each kind."""
    query = (
        select(Ticket.ticket_type_id, func.count())
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID)
        .group_by(Ticket.ticket_type_id)
    )
    return dict(db.session.execute(query).all())


def count_valid(event_id: int) -> int:
    """Return how many valid tickets an event has."""
    return sum(count_valid_by_type(event_id).values())


def find_order_by_key(client_key: str) -> Order | None:
    """Return the order that a client already placed under a key."""
    query = select(Order).where(Order.client_key == client_key)
    return db.session.scalar(query.options(joinedload(Order.tickets)))


def get_tickets_by_link(link: str) -> Sequence[Ticket]:
    """Return what a secret address shows, by name: one ticket, or all of the buyer's order."""
    linked = tokens.linked_id(link)
    query = select(Ticket).where(or_(Ticket.id == linked, Ticket.order_id == linked))
    whole = query.options(
        joinedload(Ticket.event), joinedload(Ticket.ticket_type), joinedload(Ticket.order)
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
        .where(Order.person_id == actor.person_id, Event.ends_at > now)
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


def list_attendees(
    event_id: int, wanted: AttendeeFilter, *, limit: int = 50, offset: int = 0
) -> Sequence[Ticket]:
    """Return tickets with their types, sorted by name; one more than the limit tells of a rest."""
    query = _filtered(select(Ticket).join(Ticket.ticket_type), event_id, wanted)
    query = query.options(contains_eager(Ticket.ticket_type))
    query = query.order_by(Ticket.search_key, Ticket.id).limit(limit).offset(offset)
    return db.session.scalars(query).all()


def count_attendees(event_id: int, wanted: AttendeeFilter) -> int:
    """Return how many tickets a filter finds."""
    query = _filtered(select(func.count()).select_from(Ticket), event_id, wanted)
    return db.session.scalar(query) or 0


def list_tickets(
    event_id: int, wanted: AttendeeFilter, *, after: int | None, limit: int
) -> Sequence[Ticket]:
    """Return one page of tickets in the order of their ids."""
    query = _filtered(select(Ticket), event_id, wanted).order_by(Ticket.id).limit(limit)
    return db.session.scalars(query if after is None else query.where(Ticket.id > after)).all()


def _filtered(query: Any, event_id: int, wanted: AttendeeFilter) -> Any:
    query = query.where(Ticket.event_id == event_id)
    if wanted.state is not None:
        query = query.where(Ticket.state == wanted.state)
    if wanted.ticket_type_id is not None:
        query = query.where(Ticket.ticket_type_id == wanted.ticket_type_id)
    ticket_id = read_typed_code(wanted.text)
    if ticket_id is not None:
        return query.where(Ticket.id == ticket_id)
    for word in search_key(wanted.text).split():
        query = query.where(Ticket.search_key.contains(word, autoescape=True))
    return query


def private_key(event_id: int) -> Ed25519PrivateKey:
    """Return the key that signs an event's tickets."""
    return Ed25519PrivateKey.from_private_bytes(get_signing_key(event_id))


def public_key(event_id: int) -> Ed25519PublicKey:
    """Return the key that checks an event's tickets."""
    return private_key(event_id).public_key()


def token_of(ticket: Ticket, key: Ed25519PrivateKey | None = None) -> str:
    """Return the code of a ticket, as its QR code holds it."""
    token = TicketToken(event_id=ticket.event_id, ticket_id=ticket.id, epoch=ticket.epoch)
    return sign_token(token, key or private_key(ticket.event_id))


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


def list_badge_tickets(event_id: int, ticket_type_id: int | None = None) -> Sequence[Ticket]:
    """Return the valid tickets to print badges for, by family name as a badge desk sorts."""
    query = _filtered(
        select(Ticket).join(Ticket.ticket_type),
        event_id,
        AttendeeFilter(ticket_type_id=ticket_type_id),
    )
    found = db.session.scalars(query.options(contains_eager(Ticket.ticket_type))).all()
    return sorted(found, key=lambda t: (search_key(t.family_name, t.given_name), t.id))
