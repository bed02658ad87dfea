"""A workshop that is full: who has a place, who waits, and what was offered to whom."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.core import jobs
from app.demo.rules.guests import Guest, guests
from app.demo.services.registration.people import Coming, Places, write_order
from app.demo.services.stage import Book, Stage, write
from app.tickets.models import (
    HeldPlaces,
    Hold,
    Quota,
    TicketType,
    TicketTypeQuota,
    WaitingEntry,
    WaitingOffer,
    WaitingPlace,
)
from app.tickets.queries.support import supporting_clusters
from app.tickets.rules.places import HoldPurpose
from app.tickets.rules.support import choose_support
from app.tickets.rules.waiting import OfferState, WaitingState
from app.tickets.services.offering import EXPIRE_OFFER

WORKSHOP, SIZE = "Workshop: products that can be repaired", 8
# Groups in the order in which they joined: days ago, how many, what became of them.
GROUPS = (
    (21, 1, WaitingState.TAKEN),
    (20, 2, WaitingState.EXPIRED),
    (18, 1, WaitingState.OFFERED),
    (15, 3, WaitingState.WAITING),
    (11, 1, WaitingState.WAITING),
    (9, 1, WaitingState.LEFT),
    (6, 1, WaitingState.REMOVED),
    (3, 2, WaitingState.WAITING),
)
MADE = {  # how an offer ended, and how many days ago it was made
    WaitingState.TAKEN: (OfferState.TAKEN, 12),
    WaitingState.EXPIRED: (OfferState.EXPIRED, 8),
    WaitingState.OFFERED: (OfferState.OPEN, 0),
}
LASTS = timedelta(hours=24)
REMOVED_FOR = "Has a place in the pitches at the same time."


def write_waiting(stage: Stage, book: Book) -> None:
    """Write the workshop, those who come to it and those who wait."""
    kind, places = _write_workshop(stage, book)
    free = [one for one in guests() if not one.is_staff and one.person.email not in book.tickets]
    on = Places(kind=kind, quota=places)
    present, waiting = free[: SIZE - 2], free[SIZE : SIZE + len(GROUPS)]
    for number, guest in enumerate(present):
        at = stage.now - timedelta(days=30 - number, hours=number)
        write_order(stage, book, [_coming(guest)], on, at)
    entries = [
        _entry(stage, book, kind, guest, group)
        for guest, group in zip(waiting, GROUPS, strict=True)
    ]
    write(entries)
    for entry, guest in zip(entries, waiting, strict=True):
        if entry.state in MADE:
            _offer(stage, book, entry, guest, on)
    _note_short(entries, places)


def _coming(guest: Guest) -> Coming:
    row, home = guest.person, guest.organisation
    return Coming(
        given=row.given,
        family=row.family,
        organisation=home.name,
        kind=home.kind,
        country=home.country,
        email=row.email,
    )


def _write_workshop(stage: Stage, book: Book) -> tuple[TicketType, Quota]:
    places = Quota(
        id=stage.ids.new(), event_id=book.event.id, name="Workshop", size=SIZE, taken=0, held=0
    )
    kind = TicketType(
        id=stage.ids.new(),
        event_id=book.event.id,
        name=WORKSHOP,
        description="The whole afternoon at the benches; tools are there, bring something broken.",
        audience="attendee",
        has_waiting_list=True,
        position=len(book.ticket_types) + 2,
    )
    write([places, kind])
    write([TicketTypeQuota(ticket_type_id=kind.id, quota_id=places.id)])
    return kind, places


def _entry(
    stage: Stage, book: Book, kind: TicketType, guest: Guest, group: tuple[int, int, WaitingState]
) -> WaitingEntry:
    days, places, state = group
    row, country = guest.person, guest.organisation.country
    ended = {} if state in (WaitingState.WAITING, WaitingState.OFFERED) else {"ended_at": days}
    values: dict[str, Any] = {key: stage.now - timedelta(days=max(days - 9, 1)) for key in ended}
    if state is WaitingState.REMOVED:
        values["removed_for"] = REMOVED_FOR
    return WaitingEntry(
        id=stage.ids.new(),
        event_id=book.event.id,
        ticket_type_id=kind.id,
        supported_by_id=choose_support(supporting_clusters(book.event), country=country).cluster_id,
        email=row.email,
        name=row.name,
        country=country,
        places=places,
        state=state,
        joined_at=stage.now - timedelta(days=days),
        **values,
    )


def _offer(stage: Stage, book: Book, entry: WaitingEntry, guest: Guest, on: Places) -> None:
    """Write what was offered to a group; an open offer holds its places until it ends."""
    state, days = MADE[entry.state]
    made_at = stage.now - timedelta(days=days, hours=5)
    offer = WaitingOffer(
        id=stage.ids.new(),
        entry_id=entry.id,
        hold_id=stage.ids.new(),
        state=state,
        made_at=made_at,
        expires_at=made_at + LASTS,
    )
    if state is OfferState.TAKEN:
        at = made_at + timedelta(hours=3)
        offer.order_id = write_order(stage, book, [_coming(guest)], on, at).id
    write([offer])
    if state is OfferState.OPEN:
        _hold(offer, entry, on.quota)
        left = offer.expires_at - stage.now
        jobs.enqueue(EXPIRE_OFFER, delay=left + timedelta(seconds=1), offer_id=offer.id)


def _hold(offer: WaitingOffer, entry: WaitingEntry, places: Quota) -> None:
    hold = Hold(
        id=offer.hold_id,
        event_id=entry.event_id,
        client_key=f"offer:{offer.id}",
        purpose=HoldPurpose.OFFER,
        created_at=offer.made_at,
        expires_at=offer.expires_at,
    )
    write([hold])
    write([HeldPlaces(hold_id=hold.id, quota_id=places.id, places=entry.places)])
    places.held += entry.places


def _note_short(entries: Sequence[WaitingEntry], places: Quota) -> None:
    waiting = [one for one in entries if one.state == WaitingState.WAITING]
    write(WaitingPlace(entry_id=one.id, quota_id=places.id) for one in waiting)
    places.waiting = len(waiting)
