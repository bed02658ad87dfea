"""What the worker does for tickets: it draws badges, and hands participants back."""

from app.core import clock, jobs
from app.core.facts import subscribe
from app.core.uow import unit_of_work
from app.events.facts import BadgeKeysRetired, EventChanged, EventPublished, PartnerRemoved
from app.events.queries import get_event_by_id
from app.tickets.services.changing import SEND_CODES, send_all_again
from app.tickets.services.coming import ASK_COMING, ask_when_due, plan_asking
from app.tickets.services.offering import (
    CLOSE_LIST,
    EXPIRE_OFFER,
    close_when_over,
    expire_offer,
    offer_places,
)
from app.tickets.services.places import OFFER_PLACES, RELEASE_HOLD, release_when_over
from app.tickets.services.supporting import hand_all_back


@subscribe(PartnerRemoved)
def hand_back(fact: PartnerRemoved) -> None:
    """Give the lead the participants of a cluster that left."""
    if fact.event_id is not None:
        hand_all_back(get_event_by_id(fact.event_id), fact.organisation_id)


@subscribe(EventPublished)
def plan_for_published(fact: EventPublished) -> None:
    """Have people asked whether they come, of an event that was no event for anybody before."""
    plan_asking(get_event_by_id(fact.event_id or 0))


@subscribe(EventChanged)
def plan_for_changed(fact: EventChanged) -> None:
    """Have people asked when it is time, for an event may have another day now."""
    plan_asking(get_event_by_id(fact.event_id or 0))


@subscribe(BadgeKeysRetired)
def send_new_codes(fact: BadgeKeysRetired) -> None:
    """Have everybody who holds a ticket sent its new code."""
    jobs.enqueue(SEND_CODES, event_id=fact.event_id)


@jobs.task(SEND_CODES)
def send_codes(event_id: int) -> None:
    """Send everybody their ticket as its code is now."""
    with unit_of_work():
        send_all_again(event_id, clock.now())


@jobs.task(ASK_COMING)
def ask_coming(event_id: int) -> None:
    """Ask people whether they come when it is time; look again later where it is not yet."""
    with unit_of_work():
        wait = ask_when_due(event_id, clock.now())
        if wait is not None:
            jobs.enqueue(ASK_COMING, delay=wait, event_id=event_id)


@jobs.task(RELEASE_HOLD)
def release_hold(hold_id: int) -> None:
    """Give back the places of a form whose time is over; look again later where it is not yet."""
    with unit_of_work():
        wait = release_when_over(hold_id, clock.now())
        if wait is not None:
            jobs.enqueue(RELEASE_HOLD, delay=wait, hold_id=hold_id)


@jobs.task(OFFER_PLACES)
def offer_to_waiting(event_id: int) -> None:
    """Offer what came back to those who wait for it."""
    with unit_of_work():
        offer_places(event_id)


@jobs.task(EXPIRE_OFFER)
def expire_waiting_offer(offer_id: int) -> None:
    """Take back places that a group did not take in time; look again later where it still may."""
    with unit_of_work():
        wait = expire_offer(offer_id, clock.now())
        if wait is not None:
            jobs.enqueue(EXPIRE_OFFER, delay=wait, offer_id=offer_id)


@jobs.task(CLOSE_LIST)
def close_waiting_list(ticket_type_id: int) -> None:
    """End a waiting list when its sale is over; look again later where it is not yet."""
    with unit_of_work():
        wait = close_when_over(ticket_type_id, clock.now())
        if wait is not None:
            jobs.enqueue(CLOSE_LIST, delay=wait, ticket_type_id=ticket_type_id)
