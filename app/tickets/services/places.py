"""Places: taken, held for a form and given back, each by one guarded update of a counter.

The check constraint of the quota is the referee; quotas are met in the order of their ids, so that
two orders never wait for each other in a ring.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import delete, insert, select, update

from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.models import (
    AddOn,
    HeldPlaces,
    Hold,
    Quota,
    TakenPlace,
    Ticket,
    TicketAddOn,
    TicketType,
)
from app.tickets.queries.offers import list_offers_on
from app.tickets.rules.places import (
    HOLD_LASTS,
    MOST_AT_ONCE,
    HoldPurpose,
    Limit,
    count_places,
    hold_ends,
    is_within,
    places_of,
)
from app.tickets.rules.sales import Sale
from app.tickets.rules.terms import PUBLIC, Terms

RELEASE_HOLD = "release_hold"
OFFER_PLACES = "offer_places"
A_MOMENT = timedelta(seconds=1)
NOTHING: Mapping[int, int] = MappingProxyType({})


def places_of_ticket(ticket: Ticket) -> list[tuple[int, int | None]]:
    """Return the quotas in which a ticket takes places, each with the add-on that it is for."""
    parts: list[tuple[TicketType | AddOn, int | None]] = [(ticket.ticket_type, None)]
    parts += [(one.add_on, one.add_on.id) for one in ticket.add_ons]
    return [
        (quota_id, add_on_id)
        for part, add_on_id in parts
        for quota_id in quotas_of(part, ticket.country, ticket.supported_by_id)
    ]


def quotas_of(part: TicketType | AddOn, country: str, cluster_id: int) -> list[int]:
    """Return the quotas in which a part of a ticket takes a place, by who it is for."""
    limits = (
        Limit(quota_id=q.id, only_country=q.only_country, only_cluster_id=q.only_cluster_id)
        for q in part.quotas
    )
    return places_of(limits, country, cluster_id)


def take_places(
    wanted: Mapping[int, int], *, client_key: str | None = None, may_pass: bool = False
) -> None:
    """Take places, first those that are held under a key; all of them or none.

    Raises Conflict when a quota has not that many left, or keeps them for those who wait; only
    an organiser may pass these.
    """
    held = Counter[int]() if client_key is None else _end_hold(client_key)
    for quota_id in sorted(set(wanted) | set(held)):
        _count(quota_id, taken=wanted.get(quota_id, 0), held=-held[quota_id], may_pass=may_pass)


def _count(quota_id: int, *, taken: int = 0, held: int = 0, may_pass: bool = False) -> None:
    """Change what is taken and held of a quota in one statement, if that leaves it in bounds.

    What comes back while somebody waits for it goes to the waiting list, which a job looks through.
    """
    used = Quota.taken + Quota.held + taken + held
    rule = update(Quota).where(Quota.id == quota_id)
    if taken + held > 0:
        rule = rule.where(used <= Quota.size)
        if not may_pass:
            rule = rule.where(Quota.waiting == 0)
    statement = rule.values(taken=Quota.taken + taken, held=Quota.held + held)
    found = db.session.execute(statement.returning(Quota.event_id, Quota.waiting)).one_or_none()
    if found is None:
        raise Conflict("sold_out", field="ticket_type")
    event_id, waiting = found
    if waiting and taken + held < 0:
        jobs.enqueue(OFFER_PLACES, event_id=event_id)


def set_aside_for_waiting(hold: Hold, places: Mapping[int, int]) -> None:
    """Hold places for somebody who has a right to them before those who wait."""
    db.session.add(hold)
    db.session.flush()
    for quota_id in sorted(places):
        _count(quota_id, held=places[quota_id], may_pass=True)
    rows = [
        {"hold_id": hold.id, "quota_id": quota_id, "places": number}
        for quota_id, number in places.items()
    ]
    if rows:
        db.session.execute(insert(HeldPlaces), rows)


def end_hold(hold_id: int) -> None:
    """Give back what is left of a hold; asked twice, it comes back once."""
    key = db.session.scalar(select(Hold.client_key).where(Hold.id == hold_id))
    if key is not None:
        take_places({}, client_key=key)


def draw_places(hold_id: int, wanted: Mapping[int, int]) -> None:
    """Take places, first of those that a hold has; it keeps the rest for who comes next."""
    hold = select(Hold.id).where(Hold.id == hold_id).with_for_update()
    if db.session.scalar(hold) is None:
        raise Conflict("hold_over", field="ticket_type")
    drawn = _draw(hold_id, wanted)
    for quota_id in sorted(wanted):
        _count(quota_id, taken=wanted[quota_id], held=-drawn[quota_id])


def _draw(hold_id: int, wanted: Mapping[int, int]) -> Counter[int]:
    """Take out of a hold, which is locked, what it has of some places, and return that."""
    drawn = Counter[int]()
    query = select(HeldPlaces).where(HeldPlaces.hold_id == hold_id)
    for held in db.session.scalars(query.where(HeldPlaces.quota_id.in_(sorted(wanted)))).all():
        drawn[held.quota_id] = min(held.places, wanted[held.quota_id])
        if drawn[held.quota_id] == held.places:
            db.session.delete(held)
        else:
            held.places -= drawn[held.quota_id]
    db.session.flush()
    return drawn


def note_places(places: Mapping[int, Sequence[tuple[int, int | None]]]) -> None:
    """Write down which places some tickets took, so that the same ones come back."""
    rows = [
        {"id": new_id(), "ticket_id": ticket_id, "quota_id": quota_id, "add_on_id": add_on_id}
        for ticket_id, taken in places.items()
        for quota_id, add_on_id in taken
    ]
    if rows:
        # Without the option rows with and without an add-on would be inserted one by one.
        db.session.execute(insert(TakenPlace).execution_options(render_nulls=True), rows)


def give_back(ticket_id: int) -> None:
    """Give back the places of a ticket; asked twice, they come back once."""
    give_back_all([ticket_id])


def give_back_all(ticket_ids: Sequence[int]) -> None:
    """Give back the places of some tickets, each once."""
    gone = delete(TakenPlace).where(TakenPlace.ticket_id.in_(ticket_ids))
    freed = Counter(db.session.scalars(gone.returning(TakenPlace.quota_id)))
    for quota_id in sorted(freed):
        _count(quota_id, taken=-freed[quota_id])


def change_add_on_places(
    ticket_id: int, dropped: Collection[int], wanted: Sequence[tuple[int, int]]
) -> None:
    """Give back the places of some add-ons of a ticket and take those of others, all or none."""
    mine = TakenPlace.ticket_id == ticket_id, TakenPlace.add_on_id.in_(dropped)
    gone = delete(TakenPlace).where(*mine).returning(TakenPlace.quota_id)
    change = Counter(quota_id for quota_id, _add_on in wanted)
    change.subtract(db.session.scalars(gone).all())
    for quota_id in sorted(change):
        if change[quota_id]:
            _count(quota_id, taken=change[quota_id])
    note_places({ticket_id: wanted})


def pass_on_add_ons(ticket_id: int, to_id: int) -> None:
    """Let another ticket have the places of add-ons that it has not; the rest is left."""
    has = select(TicketAddOn.add_on_id).where(TicketAddOn.ticket_id == to_id)
    places = update(TakenPlace).where(
        TakenPlace.ticket_id == ticket_id,
        TakenPlace.add_on_id.is_not(None),
        TakenPlace.add_on_id.not_in(has),
    )
    db.session.execute(places.values(ticket_id=to_id))


def move_places(ticket: Ticket, kind: TicketType) -> None:
    """Let a ticket without add-ons take the places of another ticket type; shared ones stay."""
    mine = select(TakenPlace.quota_id).where(TakenPlace.ticket_id == ticket.id)
    before = set(db.session.scalars(mine))
    after = set(quotas_of(kind, ticket.country, ticket.supported_by_id))
    for quota_id in sorted(before ^ after):
        _count(quota_id, taken=1 if quota_id in after else -1)
    db.session.execute(delete(TakenPlace).where(TakenPlace.ticket_id == ticket.id))
    note_places({ticket.id: [(quota_id, None) for quota_id in sorted(after)]})


def hold_places(
    actor: Actor,
    event: Event,
    tickets: Mapping[int, int],
    *,
    client_key: str,
    add_ons: Mapping[int, int] = NOTHING,
    terms: Terms = PUBLIC,
) -> Hold:
    """Set places aside for a form while it is filled in; asked again, for what it says now.

    Places that only some may have, by country or cluster, are taken with the order alone, for
    nobody knows before who comes.
    """
    authorize(actor, Permission.TICKET_REGISTER, event)
    wanted = _wanted(event, tickets, terms) + _wanted_add_ons(event, add_ons)
    key = key_of_hold(actor, event, client_key)
    hold = db.session.scalar(select(Hold).where(Hold.client_key == key).with_for_update())
    now = clock.now()
    if hold is None:
        hold = Hold(id=new_id(), event_id=event.id, client_key=key, created_at=now)
        db.session.add(hold)
        jobs.enqueue(RELEASE_HOLD, delay=HOLD_LASTS, hold_id=hold.id)
    elif hold_ends(hold.created_at, now) <= now:
        raise Conflict("hold_over", field="ticket_type")
    hold.expires_at = hold_ends(hold.created_at, now)
    _fill(hold, wanted)
    return hold


def _fill(hold: Hold, wanted: Counter[int]) -> None:
    """Let a hold, which is locked or new, have exactly some places."""
    db.session.flush()
    before = _take_from_hold(hold.id)
    for quota_id in sorted(set(wanted) | set(before)):
        _count(quota_id, held=wanted[quota_id] - before[quota_id])
    rows = [
        {"hold_id": hold.id, "quota_id": quota_id, "places": places}
        for quota_id, places in wanted.items()
        if places
    ]
    if rows:
        db.session.execute(insert(HeldPlaces), rows)


def set_aside(
    kind: TicketType, count: int, *, key: str, purpose: HoldPurpose, until: datetime
) -> None:
    """Keep exactly so many places of a kind of ticket under a key until a time; then they return.

    Places that only some may have, by country or cluster, are taken with each order.
    """
    hold = db.session.scalar(select(Hold).where(Hold.client_key == key).with_for_update())
    now = clock.now()
    if hold is None:
        hold = Hold(id=new_id(), event_id=kind.event_id, client_key=key, purpose=purpose)
        db.session.add(hold)
    if hold.expires_at != until:
        hold.expires_at = until
        jobs.enqueue(RELEASE_HOLD, delay=max(until - now, A_MOMENT), hold_id=hold.id)
    quotas = [one.id for one in kind.quotas if one.is_for_all]
    _fill(hold, count_places([quotas] * count))


def put_back(ticket_id: int, key: str) -> None:
    """Give the places of a ticket back to those that are kept under a key, if they still are."""
    hold_id = db.session.scalar(select(Hold.id).where(Hold.client_key == key).with_for_update())
    if hold_id is not None:
        own = (TakenPlace.ticket_id == ticket_id, TakenPlace.add_on_id.is_(None))
        for_all = (Quota.only_country.is_(None), Quota.only_cluster_id.is_(None))
        kept = TakenPlace.quota_id.in_(select(Quota.id).where(*for_all))
        gone = delete(TakenPlace).where(*own, kept).returning(TakenPlace.quota_id)
        for quota_id in sorted(db.session.scalars(gone).all()):
            _count(quota_id, taken=-1, held=1)
            _keep_one_more(hold_id, quota_id)
    give_back(ticket_id)


def _keep_one_more(hold_id: int, quota_id: int) -> None:
    mine = (HeldPlaces.hold_id == hold_id, HeldPlaces.quota_id == quota_id)
    more = update(HeldPlaces).where(*mine).values(places=HeldPlaces.places + 1)
    if db.session.scalar(more.returning(HeldPlaces.places)) is None:
        row = {"hold_id": hold_id, "quota_id": quota_id, "places": 1}
        db.session.execute(insert(HeldPlaces), row)


def _wanted(event: Event, tickets: Mapping[int, int], terms: Terms) -> Counter[int]:
    """Return how many places a form wants in each quota that counts everybody."""
    if not 1 <= sum(tickets.values()) <= MOST_AT_ONCE:
        raise Invalid("invalid", field="tickets")
    listed = list_offers_on(event, clock.now(), terms)
    offers = {one.ticket_type.id: one for one in listed}
    wanted = Counter[int]()
    for type_id, count in tickets.items():
        offer = offers.get(type_id)
        if offer is None or offer.sale in (Sale.NOT_YET, Sale.OVER):
            raise Conflict("not_on_sale", field="ticket_type")
        kind = offer.ticket_type
        if not is_within(count, kind.least, kind.most):
            raise Invalid("wrong_number", field="tickets", least=kind.least, most=kind.most)
        quotas = [one.id for one in kind.quotas if one.is_for_all]
        wanted += count_places([quotas] * count)
    return wanted


def _wanted_add_ons(event: Event, add_ons: Mapping[int, int]) -> Counter[int]:
    """Return how many places some add-ons want in each quota that counts everybody."""
    if not add_ons:
        return Counter()
    offered = {one.id: one for one in queries.list_add_ons(event.id) if one.is_offered}
    if not offered.keys() >= add_ons.keys():
        raise Invalid("add_on_not_for_ticket", field="add_ons")
    return count_places(
        [quota.id for quota in offered[one].quotas if quota.is_for_all]
        for one, count in add_ons.items()
        for _each in range(count)
    )


def key_of_hold(actor: Actor, event: Event, client_key: str) -> str:
    """Bind a client's key to who sent it for which event, so that no stranger has its places."""
    text = f"{event.id}:{actor.person_id}:{client_key}"
    return hashlib.sha256(text.encode()).hexdigest()


def _end_hold(client_key: str) -> Counter[int]:
    """End a hold and return what it had; of two who do that at a time one gets nothing."""
    hold_id = db.session.scalar(
        select(Hold.id).where(Hold.client_key == client_key).with_for_update()
    )
    if hold_id is None:
        return Counter()
    held = _take_from_hold(hold_id)
    db.session.execute(delete(Hold).where(Hold.id == hold_id))
    return held


def _take_from_hold(hold_id: int) -> Counter[int]:
    """Empty a hold and return how many places of each quota it had."""
    gone = delete(HeldPlaces).where(HeldPlaces.hold_id == hold_id)
    rows = db.session.execute(gone.returning(HeldPlaces.quota_id, HeldPlaces.places))
    return Counter(dict(rows.all()))


def release(actor: Actor, event: Event, client_key: str) -> None:
    """Give back what is held for a form that somebody left."""
    authorize(actor, Permission.TICKET_REGISTER, event)
    take_places({}, client_key=key_of_hold(actor, event, client_key))


def release_when_over(hold_id: int, now: datetime) -> timedelta | None:
    """Give back what a hold has if its time is over; else return how long it still has."""
    hold = db.session.scalar(select(Hold).where(Hold.id == hold_id).with_for_update())
    if hold is None:
        return None
    if hold.expires_at > now:
        return hold.expires_at - now + A_MOMENT
    take_places({}, client_key=hold.client_key)
    return None
