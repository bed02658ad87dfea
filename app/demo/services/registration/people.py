"""Orders and tickets of people who come beside those of the first ticket types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.text import search_key
from app.demo.rules.names import email_of
from app.demo.services.stage import Book, Stage, write
from app.tickets.facts import OrderPlaced, TicketRegistered
from app.tickets.models import (
    AddOn,
    Order,
    Quota,
    TakenPlace,
    Ticket,
    TicketAddOn,
    TicketState,
    TicketType,
    Voucher,
)
from app.tickets.queries.support import supporting_clusters
from app.tickets.rules.support import choose_support


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Somebody who comes: a name, where from, and what they have."""

    given: str
    family: str
    organisation: str
    kind: str = "sme"
    country: str = "DE"
    email: str = ""
    add_on: AddOn | None = None

    @property
    def address(self) -> str:
        """Where to write to."""
        return self.email or email_of(self.given, self.family)


@dataclass(frozen=True, kw_only=True)
class Places:
    """Which ticket at which price, and where its place comes from."""

    kind: TicketType
    quota: Quota
    price: int = 0
    voucher: Voucher | None = None
    channel: str = "web"


def write_order(
    stage: Stage, book: Book, people: Sequence[Coming], on: Places, at: datetime
) -> Order:
    """Write an order with a ticket for everybody, which take their places."""
    order = Order(
        id=stage.ids.new(),
        event_id=book.event.id,
        email=people[0].address,
        channel=on.channel,
        created_at=at,
    )
    write([order])
    tickets = [_ticket(stage, book, order, one, on) for one in people]
    write(tickets)
    for one, ticket in zip(people, tickets, strict=True):
        _take(ticket, on.quota)
        if one.add_on is not None:
            _add(ticket, one.add_on)
    if on.voucher is not None:
        on.voucher.used += len(tickets)
    stage.deeds += [(at, _told(one, on)) for one in tickets if not one.cost]
    total = sum(one.cost for one in tickets)
    if total:
        placed = OrderPlaced(
            actor_id=None,
            event_id=book.event.id,
            order_id=order.id,
            total=total,
            currency="EUR",
        )
        stage.deeds.append((at, placed))
    return order


def _told(ticket: Ticket, on: Places) -> TicketRegistered:
    return TicketRegistered(
        actor_id=None,
        event_id=ticket.event_id,
        ticket_id=ticket.id,
        order_id=ticket.order_id,
        ticket_type_id=ticket.ticket_type_id,
        email="",
        channel=on.channel,
    )


def _ticket(stage: Stage, book: Book, order: Order, one: Coming, on: Places) -> Ticket:
    support = choose_support(supporting_clusters(book.event), country=one.country)
    cost = on.price + (one.add_on.price if one.add_on else 0)
    return Ticket(
        id=stage.ids.new(),
        event_id=book.event.id,
        order_id=order.id,
        ticket_type_id=on.kind.id,
        voucher_id=on.voucher and on.voucher.id,
        supported_by_id=support.cluster_id,
        support_reason=support.reason,
        given_name=one.given,
        family_name=one.family,
        email=one.address,
        organisation_name=one.organisation,
        organisation_kind=one.kind,
        country=one.country,
        search_key=search_key(one.family, one.given, one.organisation, one.address)[:500],
        state=TicketState.UNPAID if cost else TicketState.VALID,
        price=on.price,
        created_at=order.created_at,
    )


def _take(ticket: Ticket, quota: Quota, add_on: AddOn | None = None) -> None:
    quota.taken += 1
    place = TakenPlace(ticket_id=ticket.id, quota_id=quota.id, add_on_id=add_on and add_on.id)
    write([place])


def _add(ticket: Ticket, add_on: AddOn) -> None:
    write([TicketAddOn(ticket_id=ticket.id, add_on_id=add_on.id, price=add_on.price)])
    _take(ticket, add_on.quotas[0], add_on)
