"""Places: taken, held for a form and given back, each by one guarded update of a counter.

The check constraint of the quota is the referee; quotas are met in the order of their ids, so that
two orders never wait for each other in a ring.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.models import HeldPlaces, Hold, Quota, TakenPlace, TicketType
from app.tickets.rules.places import (
    HOLD_LASTS,
    MOST_AT_ONCE,
    Limit,
    count_places,
    hold_ends,
    is_within,
    places_of,
)
from app.tickets.rules.sales import Sale

RELEASE_HOLD = "release_hold"
A_MOMENT = timedelta(seconds=1)


def quotas_of(kind: TicketType, country: str, cluster_id: int) -> list[int]:
    """Return the quotas in which a ticket of a kind takes a place."""
    limits = (
        Limit(quota_id=q.id, only_country=q.only_country, only_cluster_id=q.only_cluster_id)
        for q in kind.quotas
    )
    return places_of(limits, country, cluster_id)


def take_places(wanted: Mapping[int, int], *, client_key: str | None = None) -> None:
    """Take places, first those that are held under a key; all of them or none.

    Raises Conflict when a quota has not that many left.
    """
    held = Counter[int]() if client_key is None else _end_hold(client_key)
    for quota_id in sorted(set(wanted) | set(held)):
        _count(quota_id, taken=wanted.get(quota_id, 0), held=-held[quota_id])


def _count(quota_id: int, *, taken: int = 0, held: int = 0) -> None:
    """Change what is taken and held of a quota in one statement, if that leaves it in bounds."""
    used = Quota.taken + Quota.held + taken + held
    rule = update(Quota).where(Quota.id == quota_id)
    if taken + held > 0:
        rule = rule.where(used <= Quota.size)
    statement = rule.values(taken=Quota.taken + taken, held=Quota.held + held)
    if db.session.scalar(statement.returning(Quota.id)) is None:
        raise Conflict("sold_out", field="ticket_type")


def note_places(places: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Write down which places some tickets took, so that the same ones come back."""
    rows = [
        {"ticket_id": ticket_id, "quota_id": quota_id}
        for ticket_id, quotas in places
        for quota_id in quotas
    ]
    if rows:
        db.session.execute(insert(TakenPlace), rows)


def give_back(ticket_id: int) -> None:
    """Give back the places of a ticket; asked twice, they come back once."""
    gone = delete(TakenPlace).where(TakenPlace.ticket_id == ticket_id)
    for quota_id in sorted(db.session.scalars(gone.returning(TakenPlace.quota_id))):
        _count(quota_id, taken=-1)


def hold_places(actor: Actor, event: Event, tickets: Mapping[int, int], *, client_key: str) -> Hold:
    """Set places aside for a form while it is filled in; asked again, for what it says now.

    Places that only some may have, by country or cluster, are taken with the order alone, for
    nobody knows before who comes.
    """
    authorize(actor, Permission.TICKET_REGISTER, event)
    wanted = _wanted(event, tickets)
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
    db.session.flush()
    before = _take_from_hold(hold.id)
    for quota_id in sorted(set(wanted) | set(before)):
        _count(quota_id, held=wanted[quota_id] - before[quota_id])
    rows = [
        {"hold_id": hold.id, "quota_id": quota_id, "places": places}
        for quota_id, places in wanted.items()
    ]
    db.session.execute(insert(HeldPlaces), rows)
    return hold


def _wanted(event: Event, tickets: Mapping[int, int]) -> Counter[int]:
    """Return how many places a form wants in each quota that counts everybody."""
    if not 1 <= sum(tickets.values()) <= MOST_AT_ONCE:
        raise Invalid("invalid", field="tickets")
    offers = {one.ticket_type.id: one for one in queries.list_offers(event, clock.now())}
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
