"""The waiting list: who waits, how many are before them, and what was offered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.core import tokens
from app.core.db import db
from app.core.errors import NotFound
from app.events.policies import Fence
from app.tickets.models import (
    HeldPlaces,
    Hold,
    WaitingEntry,
    WaitingOffer,
    WaitingPlace,
)
from app.tickets.rules.waiting import OfferState, WaitingState

WAITING = "waiting"  # what a secret address is for


@dataclass(frozen=True)
class Place:
    """Where somebody stands: their entry, the groups before them, their open or last offer."""

    entry: WaitingEntry
    before: int
    offer: WaitingOffer | None

    @property
    def link(self) -> str:
        """The last part of the secret address of the entry."""
        return waiting_link(self.entry)


def waiting_link(entry: WaitingEntry) -> str:
    """Return the last part of the secret address of somebody who waits."""
    return tokens.sign_link(WAITING, entry.id)


def get_entry_by_link(link: str) -> WaitingEntry:
    """Return who waits under a secret address."""
    entry = get_entry(tokens.linked_id(link))
    tokens.check_link(link, WAITING, entry.id)
    return entry


def get_entry(entry_id: int, event_id: int | None = None) -> WaitingEntry:
    """Return somebody who waits, of one event if that is said."""
    query = _ENTRIES.where(WaitingEntry.id == entry_id)
    if event_id is not None:
        query = query.where(WaitingEntry.event_id == event_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find_entry(ticket_type_id: int, email: str) -> WaitingEntry | None:
    """Return the entry of an address for a kind of ticket."""
    query = _ENTRIES.where(
        WaitingEntry.ticket_type_id == ticket_type_id, WaitingEntry.email == email
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def place_of(entry: WaitingEntry) -> Place:
    """Return where somebody stands, with their last offer."""
    query = (
        select(WaitingOffer)
        .where(WaitingOffer.entry_id == entry.id)
        .order_by(WaitingOffer.made_at.desc(), WaitingOffer.id.desc())
        .limit(1)
        .options(joinedload(WaitingOffer.order))
    )
    return Place(entry, count_before(entry), db.session.scalar(query))


def count_before(entry: WaitingEntry) -> int:
    """Return how many groups came before and still wait for the same kind of ticket."""
    query = select(func.count()).where(
        WaitingEntry.ticket_type_id == entry.ticket_type_id,
        WaitingEntry.state == WaitingState.WAITING,
        or_(
            WaitingEntry.joined_at < entry.joined_at,
            and_(WaitingEntry.joined_at == entry.joined_at, WaitingEntry.id < entry.id),
        ),
    )
    return db.session.scalar(query) or 0


def list_waiting(event_id: int) -> Sequence[WaitingEntry]:
    """Return who waits for tickets of an event, in the order in which they joined."""
    query = _ENTRIES.where(
        WaitingEntry.event_id == event_id, WaitingEntry.state == WaitingState.WAITING
    )
    return db.session.scalars(query.order_by(WaitingEntry.joined_at, WaitingEntry.id)).all()


def list_entries(
    event_id: int, seen: Fence, *, after: int | None = None, limit: int | None = None
) -> Sequence[WaitingEntry]:
    """Return all who waited or wait within a fence, by kind of ticket or page by page."""
    query = _ENTRIES.where(WaitingEntry.event_id == event_id)
    if not seen.is_open:
        query = query.where(WaitingEntry.supported_by_id.in_(sorted(seen.clusters or ())))
    if limit is None:
        query = query.order_by(WaitingEntry.ticket_type_id, WaitingEntry.joined_at, WaitingEntry.id)
        return db.session.scalars(query).all()
    if after is not None:
        query = query.where(WaitingEntry.id > after)
    return db.session.scalars(query.order_by(WaitingEntry.id).limit(limit)).all()


def list_places(event_id: int, entries: Sequence[WaitingEntry]) -> list[Place]:
    """Return where some who are listed stand, with two queries for all of them."""
    ids = [one.id for one in entries]
    latest = (
        select(WaitingOffer)
        .where(WaitingOffer.entry_id.in_(ids))
        .order_by(WaitingOffer.made_at, WaitingOffer.id)
    )
    offers = {one.entry_id: one for one in db.session.scalars(latest)}
    ahead: dict[int, int] = defaultdict(int)
    before = {}
    for one in list_waiting(event_id):
        before[one.id] = ahead[one.ticket_type_id]
        ahead[one.ticket_type_id] += 1
    return [Place(one, before.get(one.id, 0), offers.get(one.id)) for one in entries]


def find_open_offer(entry_id: int) -> WaitingOffer | None:
    """Return the places that somebody may take now."""
    query = select(WaitingOffer).where(WaitingOffer.entry_id == entry_id)
    return db.session.scalar(query.where(WaitingOffer.state == OfferState.OPEN))


def is_waited_for(ticket_type_id: int) -> bool:
    """Whether somebody waits for a kind of ticket."""
    query = select(WaitingEntry.id).where(
        WaitingEntry.ticket_type_id == ticket_type_id, WaitingEntry.state == WaitingState.WAITING
    )
    return db.session.scalar(query.limit(1)) is not None


def count_waiting(event_id: int) -> dict[int, int]:
    """Return how many groups wait for each kind of ticket of an event."""
    query = (
        select(WaitingEntry.ticket_type_id, func.count())
        .where(WaitingEntry.event_id == event_id, WaitingEntry.state == WaitingState.WAITING)
        .group_by(WaitingEntry.ticket_type_id)
    )
    return dict(db.session.execute(query).all())


def list_short(entry_ids: Sequence[int]) -> Mapping[int, set[int]]:
    """Return the quotas that some who wait are noted as short of."""
    query = select(WaitingPlace).where(WaitingPlace.entry_id.in_(entry_ids))
    found: dict[int, set[int]] = defaultdict(set)
    for one in db.session.scalars(query):
        found[one.entry_id].add(one.quota_id)
    return found


def held_by_purpose(event_id: int) -> Mapping[int, Mapping[str, int]]:
    """Return how many places of each quota are held for what."""
    query = (
        select(HeldPlaces.quota_id, Hold.purpose, func.sum(HeldPlaces.places))
        .join(Hold, Hold.id == HeldPlaces.hold_id)
        .where(Hold.event_id == event_id)
        .group_by(HeldPlaces.quota_id, Hold.purpose)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for quota_id, purpose, places in db.session.execute(query):
        found[quota_id][purpose] = int(places)
    return found


_ENTRIES: Select[WaitingEntry] = select(WaitingEntry).options(
    joinedload(WaitingEntry.event), joinedload(WaitingEntry.ticket_type)
)
