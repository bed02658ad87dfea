"""What people can register for: kinds of tickets, places, and how many are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload, selectinload, with_expression

from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.events.policies import Fence
from app.events.rules import EventState
from app.tickets.models import (
    AddOn,
    HeldPlaces,
    Quota,
    RegistrationQuestion,
    Ticket,
    TicketState,
    TicketType,
)
from app.tickets.queries.attendees import within
from app.tickets.rules.places import Limit
from app.tickets.rules.sales import Sale, Visibility, is_shown, sale_state
from app.tickets.rules.terms import Terms

OVER = (EventState.CLOSED, EventState.ARCHIVED)


@dataclass(frozen=True)
class Offer:
    """A kind of ticket as it can be had now."""

    ticket_type: TicketType
    sale: Sale
    left: int

    @property
    def shares(self) -> tuple[int, ...]:
        """The quotas that count everybody who has it: tickets with the same ones share places."""
        return tuple(quota.id for quota in self.ticket_type.quotas if quota.is_for_all)

    def is_shown_to(self, access_code: str) -> bool:
        """Whether somebody with a code finds it; without one only what is public is found."""
        kind = self.ticket_type
        return is_shown(kind.visibility, kind.access_code, access_code)

    @property
    def needs_code(self) -> bool:
        """Whether only a code shows it."""
        return self.ticket_type.visibility == Visibility.CODE

    @property
    def is_open(self) -> bool:
        """Whether somebody can have it now."""
        return self.sale is Sale.OPEN


def get_ticket_type(ticket_type_id: int, event_id: int) -> TicketType:
    """Return one kind of ticket of an event with its places."""
    query = _TYPES.where(TicketType.id == ticket_type_id)
    found = db.session.scalars(query, {"event_id": event_id}).unique().one_or_none()
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
    return db.session.scalars(query, {"event_id": event_id}).unique().all()


def list_offers(event: Event, now: datetime, *, public_only: bool = True) -> list[Offer]:
    """Return an event's kinds of tickets, with whether they can be had and the places left."""
    found = []
    end = now if event.state in OVER else event.ends_at
    for one in list_ticket_types(event.id, public_only=public_only):
        left = min((quota.to_be_had for quota in one.quotas if quota.is_for_all), default=0)
        sale = sale_state(
            now=now,
            start=one.on_sale_from,
            end=one.on_sale_until,
            event_ends_at=end,
            left=left,
        )
        found.append(Offer(one, sale, left))
    return found


def list_offers_on(event: Event, now: datetime, terms: Terms) -> list[Offer]:
    """Return what somebody finds who orders on some terms; what is kept for them counts as free."""
    kept = _places_of_hold(terms.hold_id)
    shown = [
        one
        for one in list_offers(event, now, public_only=False)
        if one.ticket_type.id in terms.opened or one.is_shown_to(terms.access_code)
    ]
    return [_with_kept(one, kept) for one in shown] if kept else shown


def _with_kept(offer: Offer, kept: Mapping[int, int]) -> Offer:
    quotas = [one for one in offer.ticket_type.quotas if one.is_for_all]
    left = min((one.to_be_had + kept.get(one.id, 0) for one in quotas), default=0)
    is_sold_out = offer.sale is Sale.SOLD_OUT and left > 0
    return replace(offer, left=left, sale=Sale.OPEN if is_sold_out else offer.sale)


def _places_of_hold(hold_id: int | None) -> dict[int, int]:
    """Return how many places of each quota a hold has."""
    if hold_id is None:
        return {}
    query = select(HeldPlaces.quota_id, HeldPlaces.places).where(HeldPlaces.hold_id == hold_id)
    return dict(db.session.execute(query).all())


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
    .options(
        with_expression(
            TicketType.has_questions,
            exists().where(
                RegistrationQuestion.event_id == TicketType.event_id,
                RegistrationQuestion.removed_at.is_(None),
            ),
        )
    )
    .options(joinedload(TicketType.quotas))
)
_ALL_TYPES = _TYPES.order_by(TicketType.position, TicketType.name, TicketType.id)
_PUBLIC_TYPES = _ALL_TYPES.where(TicketType.visibility == Visibility.PUBLIC)


def has_free_add_ons(event_id: int) -> bool:
    """Whether anything goes with an event's tickets that costs nothing, so holders choose it."""
    query = select(AddOn.id).where(AddOn.event_id == event_id, AddOn.price == 0)
    return db.session.scalar(query.limit(1)) is not None


def list_add_ons(event_id: int) -> Sequence[AddOn]:
    """Return what can be had with an event's tickets, with places and for which tickets."""
    query = select(AddOn).where(AddOn.event_id == event_id)
    whole = query.options(selectinload(AddOn.quotas), selectinload(AddOn.ticket_types))
    return db.session.scalars(whole.order_by(AddOn.position, AddOn.id)).all()


def get_add_on(add_on_id: int, event_id: int) -> AddOn:
    """Return one of the things that can be had with an event's tickets."""
    for one in list_add_ons(event_id):
        if one.id == add_on_id:
            return one
    raise NotFound


def list_quotas(event_id: int) -> Sequence[Quota]:
    """Return an event's places."""
    query = select(Quota).where(Quota.event_id == event_id).order_by(Quota.name, Quota.id)
    return db.session.scalars(query.options(joinedload(Quota.only_cluster))).all()


def count_valid_by_type(event_id: int, seen: Fence) -> dict[int, int]:
    """Return how many valid tickets within a fence there are of each kind."""
    query = (
        select(Ticket.ticket_type_id, func.count())
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID, *within(seen))
        .group_by(Ticket.ticket_type_id)
    )
    return dict(db.session.execute(query).all())


def count_valid(event_id: int, seen: Fence) -> int:
    """Return how many valid tickets within a fence an event has."""
    return sum(count_valid_by_type(event_id, seen).values())


def limits_of(part: TicketType) -> list[Limit]:
    """Return for whom each quota of a ticket type is."""
    return [
        Limit(quota_id=q.id, only_country=q.only_country, only_cluster_id=q.only_cluster_id)
        for q in part.quotas
    ]
