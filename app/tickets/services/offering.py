"""What the waiting list does with places that come back: it offers them, and takes them back.

All who change what waits first lock the event's quotas, in the order of their ids.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import OfferExpired, PlacesOffered, WaitingListClosed, WaitingRemoved
from app.tickets.models import (
    Hold,
    Quota,
    TicketType,
    WaitingEntry,
    WaitingOffer,
    WaitingPlace,
)
from app.tickets.queries import waiting as lists
from app.tickets.rules.places import HoldPurpose
from app.tickets.rules.waiting import (
    OfferState,
    Waiting,
    WaitingState,
    next_offers,
    offer_ends,
)
from app.tickets.services.places import (
    A_MOMENT,
    OFFER_PLACES,
    end_hold,
    quotas_of,
    set_aside_for_waiting,
)

CLOSE_LIST = "close_waiting_list"
EXPIRE_OFFER = "expire_waiting_offer"


def lock_quotas(event_id: int) -> dict[int, Quota]:
    """Lock an event's quotas in the order of their ids and return them as they are now."""
    query = select(Quota).where(Quota.event_id == event_id).order_by(Quota.id)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return {one.id: one for one in db.session.scalars(fresh)}


def note_short(short: Mapping[int, Collection[int]]) -> None:
    """Write down what some who wait are short of, and count it where places are taken."""
    before = lists.list_short(list(short))
    change = Counter[int]()
    for entry_id, quotas in short.items():
        change.update(set(quotas) - before.get(entry_id, set()))
        change.subtract(before.get(entry_id, set()) - set(quotas))
    if any(before.values()):
        db.session.execute(delete(WaitingPlace).where(WaitingPlace.entry_id.in_(list(short))))
    rows = [
        {"entry_id": entry_id, "quota_id": quota_id}
        for entry_id, quotas in short.items()
        for quota_id in sorted(quotas)
    ]
    if rows:
        db.session.execute(insert(WaitingPlace), rows)
    for quota_id, groups in sorted(change.items()):
        if groups:
            rule = update(Quota).where(Quota.id == quota_id)
            db.session.execute(rule.values(waiting=Quota.waiting + groups))


def sale_end(ticket_type: TicketType) -> datetime:
    """Return when a kind of ticket can be had no longer."""
    end = ticket_type.event.ends_at
    return min(ticket_type.on_sale_until or end, end)


def is_over(event: Event, ticket_type: TicketType, now: datetime) -> bool:
    """Whether a kind of ticket can be had no longer."""
    return event.state in queries.OVER or now >= sale_end(ticket_type)


def offer_places(event_id: int) -> int:
    """Offer the places that are free to those who wait for them; return to how many groups."""
    quotas = lock_quotas(event_id)
    entries = {one.id: one for one in lists.list_waiting(event_id)}
    if not entries:
        return 0
    now = clock.now()
    for one in entries.values():
        if is_over(one.event, one.ticket_type, now):
            _stop(one, WaitingState.OVER)
    found = next_offers(
        {one.id: one.free for one in quotas.values()},
        [_as_waiting(one) for one in entries.values() if one.state == WaitingState.WAITING],
    )
    note_short(found.short)
    for entry_id, passes in found.passes.items():
        entries[entry_id].passes = passes
    for entry_id in found.offers:
        _offer(None, entries[entry_id], now)
    return len(found.offers)


def _as_waiting(entry: WaitingEntry) -> Waiting:
    return Waiting(
        id=entry.id, places=entry.places, quotas=tuple(_needed(entry)), passes=entry.passes
    )


def _needed(entry: WaitingEntry) -> list[int]:
    return quotas_of(entry.ticket_type, entry.country, entry.supported_by_id)


def _offer(actor: Actor | None, entry: WaitingEntry, now: datetime, reason: str = "") -> None:
    """Set places aside for a group and let it know; the job at the end takes them back."""
    ends = offer_ends(now, entry.ticket_type.offer_hours, sale_end(entry.ticket_type))
    if ends is None:
        raise Conflict("not_on_sale", field="ticket_type")
    offer = WaitingOffer(
        id=new_id(), entry_id=entry.id, hold_id=new_id(), expires_at=ends, given_for=reason
    )
    hold = Hold(
        id=offer.hold_id,
        event_id=entry.event_id,
        client_key=f"offer:{offer.id}",
        purpose=HoldPurpose.OFFER,
        expires_at=ends,
    )
    set_aside_for_waiting(hold, dict.fromkeys(_needed(entry), entry.places))
    db.session.add(offer)
    _stop(entry, WaitingState.OFFERED)
    jobs.enqueue(EXPIRE_OFFER, delay=ends - now + A_MOMENT, offer_id=offer.id)
    record(
        PlacesOffered(
            actor_id=None if actor is None else actor.person_id,
            event_id=entry.event_id,
            entry_id=entry.id,
            offer_id=offer.id,
            places=entry.places,
            email=entry.email,
        )
    )


def end_waiting(entry: WaitingEntry, state: WaitingState, **values: object) -> None:
    """Let somebody wait no longer; what was kept for them may go to others."""
    lock_quotas(entry.event_id)
    _stop(entry, state, **values)
    jobs.enqueue(OFFER_PLACES, event_id=entry.event_id)


def _stop(entry: WaitingEntry, state: WaitingState, **values: object) -> None:
    """Move an entry out of those that wait; of many who do that at once one does."""
    rule = update(WaitingEntry).where(
        WaitingEntry.id == entry.id, WaitingEntry.state == WaitingState.WAITING
    )
    ended = None if state is WaitingState.OFFERED else clock.now()
    done = rule.values(state=state, ended_at=ended, **values).returning(WaitingEntry.id)
    if db.session.scalar(done) is None:
        raise Conflict("no_longer_waiting")
    note_short({entry.id: []})


def reconsider(ticket_type: TicketType) -> None:
    """Look through a list again after its kind of ticket has changed."""
    if lists.is_waited_for(ticket_type.id):
        jobs.enqueue(OFFER_PLACES, event_id=ticket_type.event_id)
        jobs.enqueue(CLOSE_LIST, ticket_type_id=ticket_type.id)


def close_when_over(ticket_type_id: int, now: datetime) -> timedelta | None:
    """End the list of a kind of ticket whose sale is over; else return how long it still goes."""
    kind = db.session.get_one(TicketType, ticket_type_id)
    if not lists.is_waited_for(ticket_type_id):
        return None
    if not is_over(kind.event, kind, now):
        return sale_end(kind) - now + A_MOMENT
    lock_quotas(kind.event_id)
    mine = [one for one in lists.list_waiting(kind.event_id) if one.ticket_type_id == kind.id]
    for entry in mine:
        _stop(entry, WaitingState.OVER)
    record(WaitingListClosed(event_id=kind.event_id, ticket_type_id=kind.id, groups=len(mine)))
    return None


def expire_offer(offer_id: int, now: datetime) -> timedelta | None:
    """Take places back that nobody took in time; else return how long the offer still stands."""
    offer = db.session.get(WaitingOffer, offer_id)
    if offer is None or offer.state != OfferState.OPEN:
        return None
    if offer.expires_at > now:
        return offer.expires_at - now + A_MOMENT
    entry = lists.get_entry(offer.entry_id)
    rule = update(WaitingOffer).where(
        WaitingOffer.id == offer_id, WaitingOffer.state == OfferState.OPEN
    )
    done = rule.values(state=OfferState.EXPIRED).returning(WaitingOffer.id)
    if db.session.scalar(done) is None:
        return None
    entry.state, entry.ended_at = WaitingState.EXPIRED, now
    end_hold(offer.hold_id)
    record(
        OfferExpired(
            event_id=entry.event_id, entry_id=entry.id, offer_id=offer_id, email=entry.email
        )
    )
    return None


def offer_now(actor: Actor, entry: WaitingEntry, reason: str) -> None:
    """Offer places to one group before its turn, as an organiser who says why."""
    authorize(actor, Permission.ATTENDEE_EDIT, entry)
    quotas = lock_quotas(entry.event_id)
    if any(quotas[one].free < entry.places for one in _needed(entry)):
        raise Conflict("too_few_free", places=entry.places)
    _offer(actor, entry, clock.now(), reason)
    jobs.enqueue(OFFER_PLACES, event_id=entry.event_id)


def remove_waiting(actor: Actor, entry: WaitingEntry, reason: str) -> None:
    """Take a group off the list, as an organiser who says why."""
    authorize(actor, Permission.ATTENDEE_EDIT, entry)
    end_waiting(entry, WaitingState.REMOVED, removed_for=reason)
    record(
        WaitingRemoved(
            actor_id=actor.person_id, event_id=entry.event_id, entry_id=entry.id, email=entry.email
        )
    )
