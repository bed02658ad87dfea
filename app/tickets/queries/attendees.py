"""The people of an event: searched, listed page by page, sorted for their badges."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.events.models import Event
from app.events.policies import Fence, fence
from app.events.queries import list_typing_keys
from app.privacy.queries import agreed_by_each, those_who_agree
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose
from app.tickets.models import Order, Ticket, TicketState, TicketType
from app.tickets.queries.presence import came_in
from app.tickets.rules.typed_code import TypedCode, looks_typed, read_typed_code


@dataclass(frozen=True, kw_only=True)
class AttendeeFilter:
    """What an organiser looks for in the list of attendees."""

    text: str = ""
    ticket_type_id: int | None = None
    cluster_id: int | None = None
    state: str | None = TicketState.VALID
    agrees_to: Purpose | None = None
    country: str | None = None
    kind: str | None = None
    channel: str | None = None
    has_come: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    ids: Collection[int] | None = None


# What a list of attendees can be sorted by; the name decides among equals.
ORDERS: Mapping[str, Any] = {
    "name": Ticket.search_key,
    "organisation": func.lower(Ticket.organisation_name),
    "country": Ticket.country,
    "ticket": TicketType.name,
    "state": Ticket.state,
    "registered": Ticket.created_at,
}


def list_attendees(
    event_id: int,
    wanted: AttendeeFilter,
    *,
    seen: Fence,
    limit: int = 50,
    offset: int = 0,
    order: str = "name",
) -> Sequence[Ticket]:
    """Return tickets with their types, sorted by name or else; a minus turns the order round.

    One more than the limit tells of a rest.
    """
    query = _filtered(select(Ticket).join(Ticket.ticket_type), event_id, wanted, seen)
    query = query.options(
        contains_eager(Ticket.ticket_type),
        joinedload(Ticket.supported_by),
        joinedload(Ticket.order),
    )
    first = ORDERS[order.removeprefix("-")]
    turned = first.desc() if order.startswith("-") else first
    query = query.order_by(turned, Ticket.search_key, Ticket.id).limit(limit).offset(offset)
    return db.session.scalars(query).all()


def count_attendees(event_id: int, wanted: AttendeeFilter, *, seen: Fence) -> int:
    """Return how many tickets a filter finds."""
    query = _filtered(select(func.count()).select_from(Ticket), event_id, wanted, seen)
    return db.session.scalar(query) or 0


def list_tickets(
    event_id: int, wanted: AttendeeFilter, *, seen: Fence, after: int | None, limit: int
) -> Sequence[Ticket]:
    """Return one page of tickets in the order of their ids."""
    query = _filtered(select(Ticket), event_id, wanted, seen).order_by(Ticket.id).limit(limit)
    query = query.options(selectinload(Ticket.add_ons))
    return db.session.scalars(query if after is None else query.where(Ticket.id > after)).all()


def within(seen: Fence) -> list[ColumnElement[bool]]:
    """Return what tells the tickets within a fence from others: every list begins here."""
    return [] if seen.clusters is None else [Ticket.supported_by_id.in_(sorted(seen.clusters))]


def _filtered(query: Any, event_id: int, wanted: AttendeeFilter, seen: Fence) -> Any:
    query = query.where(Ticket.event_id == event_id, *within(seen))
    if wanted.cluster_id is not None:
        query = query.where(Ticket.supported_by_id == wanted.cluster_id)
    if wanted.state is not None:
        query = query.where(Ticket.state == wanted.state)
    if wanted.ticket_type_id is not None:
        query = query.where(Ticket.ticket_type_id == wanted.ticket_type_id)
    if wanted.agrees_to is not None:
        query = query.where(Ticket.id.in_(_agreeing(event_id, wanted.agrees_to)))
    query = _narrowed(query, wanted)
    typed = _read_typed(event_id, wanted.text)
    if typed is not None:
        return query.where(Ticket.id == typed.ticket_id)
    for word in search_key(wanted.text).split():
        query = query.where(Ticket.search_key.contains(word, autoescape=True))
    return query


def _narrowed(query: Any, wanted: AttendeeFilter) -> Any:
    """Hold tickets against what is told of them and of when and how they were ordered."""
    same = {Ticket.country: wanted.country, Ticket.organisation_kind: wanted.kind}
    for column, value in same.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.channel is not None:
        orders = select(Order.id).where(Order.channel == wanted.channel)
        query = query.where(Ticket.order_id.in_(orders))
    if wanted.has_come is not None:
        came = came_in(Ticket.id)
        query = query.where(came if wanted.has_come else not_(came))
    if wanted.since is not None:
        query = query.where(Ticket.created_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Ticket.created_at < wanted.until)
    return query if wanted.ids is None else query.where(Ticket.id.in_(wanted.ids))


def _agreeing(event_id: int, purpose: Purpose) -> Select[tuple[int]]:
    """Return the tickets of an event whose holders agree; to news they do for the whole site."""
    asked_at = event_id if purpose in ASKED_BY_EVENTS else None
    return those_who_agree(_addressed(event_id), asked_at, purpose)


def list_agreed(event_id: int) -> dict[int, frozenset[Purpose]]:
    """Return what the holders of an event's tickets agree to there, by ticket."""
    return agreed_by_each(_addressed(event_id), event_id)


def _addressed(event_id: int) -> Select[int, str, datetime]:
    return select(Ticket.id, Ticket.email, Ticket.created_at).where(Ticket.event_id == event_id)


def _read_typed(event_id: int, text: str) -> TypedCode | None:
    """Return what the letters of a badge say, also of an old one; asks for the key only then."""
    if not looks_typed(text):
        return None
    return read_typed_code(text, list_typing_keys(event_id))


def get_attendee(actor: Actor, event: Event, ticket_id: int) -> Ticket:
    """Return a ticket of an event whose holder the actor sees."""
    return get_attendees(actor, event, [ticket_id])[0]


def get_attendees(actor: Actor, event: Event, ticket_ids: Sequence[int]) -> Sequence[Ticket]:
    """Return some tickets of an event, all of them within the actor's fence, else NotFound."""
    query = select(Ticket).where(Ticket.event_id == event.id, Ticket.id.in_(ticket_ids))
    query = query.where(*within(fence(actor, event)))
    whole = query.options(joinedload(Ticket.ticket_type), joinedload(Ticket.supported_by))
    found = db.session.scalars(whole.order_by(Ticket.id)).all()
    if len(found) != len(set(ticket_ids)) or not found:
        raise NotFound
    return found
