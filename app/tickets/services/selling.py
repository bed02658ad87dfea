"""Kinds of tickets and the places behind them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.core import jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import QuotaAdded, QuotaResized, TicketTypeAdded, TicketTypeChanged
from app.tickets.models import Quota, TicketType, TicketTypeQuota
from app.tickets.queries.support import supporting_clusters
from app.tickets.rules.places import MOST_AT_ONCE
from app.tickets.rules.sales import Visibility
from app.tickets.services.offering import reconsider
from app.tickets.services.places import OFFER_PLACES
from app.tickets.services.pricing import check_price


def add_ticket_type(
    actor: Actor,
    event: Event,
    *,
    size: int | None = None,
    quotas: Sequence[int] = (),
    **values: Any,
) -> TicketType:
    """Add a kind of ticket, with places of its own, or of quotas that it shares, or both."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    _check_window(values.get("on_sale_from"), values.get("on_sale_until"))
    _check_numbers(values.get("least", 1), values.get("most", MOST_AT_ONCE))
    _check_shown(values)
    _check_days(values.get("valid_from_on"), values.get("valid_until_on"))
    check_price(event, values.get("price"))
    if size is None and not quotas:
        raise Invalid("quota_needed", field="size")
    shared = get_quotas(event.id, quotas)
    if size is None and not any(one.is_for_all for one in shared):
        raise Invalid("quota_for_all_needed", field="quotas")
    places = [one.id for one in shared]
    if size is not None:
        own = Quota(id=new_id(), event_id=event.id, name=values["name"], size=size)
        db.session.add(own)
        places.append(own.id)
    last = select(func.max(TicketType.position)).where(TicketType.event_id == event.id)
    position = (db.session.scalar(last) or 0) + 1
    made = TicketType(id=new_id(), event_id=event.id, position=position, **values)
    db.session.add(made)
    db.session.flush()
    _take_from(made, places)
    record(
        TicketTypeAdded(
            actor_id=actor.person_id,
            event_id=event.id,
            ticket_type_id=made.id,
            quota_ids=tuple(sorted(set(places))),
        )
    )
    return made


def get_quotas(event_id: int, quota_ids: Sequence[int]) -> list[Quota]:
    """Return some of an event's numbers of places, all of them or NotFound."""
    found = {one.id: one for one in queries.list_quotas(event_id)}
    if not found.keys() >= set(quota_ids):
        raise NotFound
    return [found[one] for one in quota_ids]


def _take_from(made: TicketType, quota_ids: Sequence[int]) -> None:
    rows = [{"ticket_type_id": made.id, "quota_id": one} for one in sorted(set(quota_ids))]
    db.session.execute(insert(TicketTypeQuota), rows)
    db.session.expire(made, ["quotas"])


def edit_ticket_type(
    actor: Actor, ticket_type: TicketType, *, quotas: Sequence[int] | None = None, **values: Any
) -> TicketType:
    """Change a kind of ticket; tickets that there are keep the places that they took."""
    authorize(actor, Permission.TICKET_MANAGE, ticket_type.event)
    start = values.get("on_sale_from", ticket_type.on_sale_from)
    _check_window(start, values.get("on_sale_until", ticket_type.on_sale_until))
    least = values.get("least", ticket_type.least)
    _check_numbers(least, values.get("most", ticket_type.most))
    for name, value in values.items():
        setattr(ticket_type, name, value)
    _check_shown({"visibility": ticket_type.visibility, "access_code": ticket_type.access_code})
    _check_days(ticket_type.valid_from_on, ticket_type.valid_until_on)
    check_price(ticket_type.event, values.get("price"))
    if quotas is not None:
        _change_quotas(ticket_type, quotas)
    reconsider(ticket_type)  # other quotas or another end change what those who wait can have
    record(
        TicketTypeChanged(
            actor_id=actor.person_id,
            event_id=ticket_type.event_id,
            ticket_type_id=ticket_type.id,
        )
    )
    return ticket_type


def _change_quotas(ticket_type: TicketType, quota_ids: Sequence[int]) -> None:
    quotas = get_quotas(ticket_type.event_id, quota_ids)
    if not any(one.is_for_all for one in quotas):
        raise Invalid("quota_for_all_needed", field="quotas")
    old = delete(TicketTypeQuota).where(TicketTypeQuota.ticket_type_id == ticket_type.id)
    db.session.execute(old)
    _take_from(ticket_type, [one.id for one in quotas])


def _check_numbers(least: int, most: int) -> None:
    if most < least:
        raise Invalid("most_below_least", field="most")


def _check_shown(values: Mapping[str, Any]) -> None:
    if values.get("visibility") == Visibility.CODE and not values.get("access_code"):
        raise Invalid("access_code_needed", field="access_code")


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Invalid("valid_days_reversed", field="valid_until_on")


def _check_window(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and end <= start:
        raise Invalid("sale_ends_before_start", field="on_sale_until")


def add_quota(
    actor: Actor,
    event: Event,
    *,
    name: str,
    size: int,
    only_country: str | None = None,
    only_cluster: int | None = None,
) -> Quota:
    """Add a number of places, of everybody or of one country or one cluster's people alone."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if only_cluster not in (None, *(one.id for one in supporting_clusters(event))):
        raise Invalid("not_of_event", field="only_cluster")
    quota = Quota(
        id=new_id(),
        event_id=event.id,
        name=name,
        size=size,
        only_country=only_country,
        only_cluster_id=only_cluster,
    )
    db.session.add(quota)
    record(QuotaAdded(actor_id=actor.person_id, event_id=event.id, quota_id=quota.id, size=size))
    return quota


def resize_quota(actor: Actor, quota: Quota, size: int) -> Quota:
    """Change how many places there are, never below those taken or held at that moment."""
    authorize(actor, Permission.TICKET_MANAGE, quota.event)
    rule = update(Quota).where(Quota.id == quota.id, Quota.taken + Quota.held <= size)
    waiting = db.session.scalar(rule.values(size=size).returning(Quota.waiting))
    if waiting is None:
        used = select(Quota.taken + Quota.held).where(Quota.id == quota.id)
        taken = db.session.scalar(used)
        raise Conflict("quota_below_taken", field="size", taken=taken)
    if waiting:
        jobs.enqueue(OFFER_PLACES, event_id=quota.event_id)
    record(
        QuotaResized(
            actor_id=actor.person_id, event_id=quota.event_id, quota_id=quota.id, size=size
        )
    )
    return quota
