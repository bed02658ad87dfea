"""The waiting list as those who wait meet it: they join, leave, take an offer or decline it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Person
from app.privacy.queries.holding import is_held_by
from app.privacy.services.erasing import before_erasing
from app.tickets import queries
from app.tickets.facts import (
    OfferDeclined,
    OfferTaken,
    WaitingListJoined,
    WaitingListLeft,
)
from app.tickets.models import Order, TicketType, WaitingEntry, WaitingOffer
from app.tickets.queries import waiting as lists
from app.tickets.queries.support import supporting_clusters
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.sales import Sale, sale_state
from app.tickets.rules.support import choose_support
from app.tickets.rules.terms import Terms
from app.tickets.rules.waiting import LIVE, Group, OfferState, WaitingState
from app.tickets.services.offering import (
    CLOSE_LIST,
    end_waiting,
    lock_quotas,
    note_short,
    sale_end,
)
from app.tickets.services.ordering import place_order
from app.tickets.services.places import OFFER_PLACES, end_hold, quotas_of

CHANNEL = "waiting_list"


def join_waiting_list(
    actor: Actor, ticket_type: TicketType, group: Group, *, access_code: str = ""
) -> WaitingEntry:
    """Wait for a kind of ticket that is full; who waits already is answered like the first time."""
    event = ticket_type.event
    authorize(actor, Permission.TICKET_REGISTER, event)
    _check_joining(event, ticket_type, group.places, access_code)
    support = choose_support(supporting_clusters(event), country=group.country)
    quotas = lock_quotas(event.id)
    needed = quotas_of(ticket_type, group.country, support.cluster_id)
    here = [quotas[one] for one in needed]
    if not any(one.to_be_had <= 0 for one in here):
        raise Conflict("places_are_free", field="ticket_type")
    values = {
        "event_id": event.id,
        "ticket_type_id": ticket_type.id,
        "supported_by_id": support.cluster_id,
        **asdict(group),
        "passes": 0,
        "state": WaitingState.WAITING,
        "joined_at": clock.now(),
        "ended_at": None,
        "removed_for": "",
    }
    entry_id = _enter(values)
    found = lists.find_entry(ticket_type.id, group.email)
    if found is None:
        raise Conflict
    if entry_id is not None:
        note_short({found.id: [one.id for one in here if one.to_be_had < group.places]})
        _tell_joined(actor, found)
    return found


def _check_joining(event: Event, ticket_type: TicketType, places: int, access_code: str) -> None:
    """Refuse who may not have the ticket, or more of them than an order may hold."""
    shown = queries.Offer(ticket_type, Sale.SOLD_OUT, 0).is_shown_to(access_code)
    if not shown or not ticket_type.has_waiting_list:
        raise Conflict("no_waiting_list", field="ticket_type")
    state = sale_state(
        now=clock.now(),
        start=ticket_type.on_sale_from,
        end=ticket_type.on_sale_until,
        event_ends_at=event.ends_at,
        left=1,
    )
    if event.state in queries.OVER or state is not Sale.OPEN:
        raise Conflict("not_on_sale", field="ticket_type")
    if not 1 <= places <= ticket_type.most:
        raise Invalid("wrong_number", field="places", least=1, most=ticket_type.most)


def _enter(values: dict[str, Any]) -> int | None:
    """Insert the entry, or wake one that ended; None where one is live, also if it came just now.

    Of two that join with one address at a time, the database lets one in.
    """
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(WaitingEntry).values(id=new_id(), **values)
    again = {key: values[key] for key in values if key not in ("event_id", "ticket_type_id")}
    statement = statement.on_conflict_do_update(
        index_elements=["ticket_type_id", "email"],
        set_=again,
        where=WaitingEntry.state.not_in(sorted(LIVE)),
    )
    found: int | None = db.session.scalar(statement.returning(WaitingEntry.id))
    return found


def _tell_joined(actor: Actor, entry: WaitingEntry) -> None:
    end = sale_end(entry.ticket_type)
    jobs.enqueue(OFFER_PLACES, event_id=entry.event_id)  # a small group may fit where others wait
    if lists.count_before(entry) == 0:
        jobs.enqueue(CLOSE_LIST, delay=end - clock.now(), ticket_type_id=entry.ticket_type_id)
    record(
        WaitingListJoined(
            actor_id=actor.person_id,
            event_id=entry.event_id,
            entry_id=entry.id,
            ticket_type_id=entry.ticket_type_id,
            places=entry.places,
            email=entry.email,
        )
    )


def leave_waiting_list(actor: Actor, link: str) -> None:
    """Leave the list, or decline what is offered, as whoever has the secret address."""
    entry = lists.get_entry_by_link(link)
    _leave(actor, entry)


def _leave(actor: Actor, entry: WaitingEntry) -> None:
    if entry.state == WaitingState.OFFERED:
        _decline(actor, entry)
        return
    end_waiting(entry, WaitingState.LEFT)
    record(WaitingListLeft(actor_id=actor.person_id, event_id=entry.event_id, entry_id=entry.id))


def _decline(actor: Actor, entry: WaitingEntry) -> None:
    offer = close_offer(entry, OfferState.DECLINED, WaitingState.LEFT)
    record(
        OfferDeclined(
            actor_id=actor.person_id,
            event_id=entry.event_id,
            entry_id=entry.id,
            offer_id=offer.id,
        )
    )


def close_offer(entry: WaitingEntry, state: OfferState, after: WaitingState) -> WaitingOffer:
    """End an open offer and give its places back; of many who do that at once one does."""
    offer = _settle(entry, state, after)
    end_hold(offer.hold_id)
    return offer


def _settle(entry: WaitingEntry, state: OfferState, after: WaitingState) -> WaitingOffer:
    """Move an open offer and its entry to what became of them, or raise Conflict."""
    now = clock.now()
    rule = update(WaitingOffer).where(
        WaitingOffer.entry_id == entry.id, WaitingOffer.state == OfferState.OPEN
    )
    if state is OfferState.TAKEN:
        rule = rule.where(WaitingOffer.expires_at > now)
    elif state is OfferState.EXPIRED:
        rule = rule.where(WaitingOffer.expires_at <= now)
    offer_id = db.session.scalar(rule.values(state=state).returning(WaitingOffer.id))
    if offer_id is None:
        raise Conflict("offer_over", field="ticket_type")
    moved = update(WaitingEntry).where(WaitingEntry.id == entry.id)
    db.session.execute(moved.values(state=after, ended_at=now))
    return db.session.get_one(WaitingOffer, offer_id, populate_existing=True)


def take_offer(actor: Actor, link: str, attendees: Sequence[Attendee]) -> Order:
    """Register the group that places are offered to; of many who do that at once one does."""
    entry = lists.get_entry_by_link(link)
    if not 1 <= len(attendees) <= entry.places:
        raise Invalid("wrong_number", field="attendees", least=1, most=entry.places)
    if any(one.ticket_type != entry.ticket_type_id for one in attendees):
        raise Invalid("not_on_sale", field="ticket_type")
    offer = _settle(entry, OfferState.TAKEN, WaitingState.TAKEN)
    terms = Terms(channel=CHANNEL, hold_id=offer.hold_id, opened=frozenset({entry.ticket_type_id}))
    order = place_order(actor, entry.event, attendees, terms=terms)
    offer.order_id = order.id
    end_hold(offer.hold_id)  # fewer may come than waited
    record(
        OfferTaken(
            actor_id=actor.person_id,
            event_id=entry.event_id,
            entry_id=entry.id,
            offer_id=offer.id,
            order_id=order.id,
        )
    )
    return order


@before_erasing
def leave_all(actor: Actor, person: Person) -> None:
    """Take somebody who is erased off every list, so that nobody waits behind nobody."""
    query = select(WaitingEntry).where(
        is_held_by(person, WaitingEntry.email, WaitingEntry.joined_at),
        WaitingEntry.state.in_(sorted(LIVE)),
    )
    for entry in db.session.scalars(query.order_by(WaitingEntry.id)).all():
        _leave(actor, entry)
