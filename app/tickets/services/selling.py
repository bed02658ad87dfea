"""Kinds of tickets and the places behind them."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import QuotaResized, TicketTypeAdded, TicketTypeChanged
from app.tickets.models import Quota, TicketType


def add_ticket_type(
    actor: Actor, event: Event, *, size: int | None = None, quota: int | None = None, **values: Any
) -> TicketType:
    """Add a kind of ticket, with places of its own or sharing those of another."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    _check_window(values.get("on_sale_from"), values.get("on_sale_until"))
    places = _own_places(event, values["name"], size) if quota is None else quota
    last = select(func.max(TicketType.position)).where(TicketType.event_id == event.id)
    position = (db.session.scalar(last) or 0) + 1
    made = TicketType(
        id=new_id(),
        event_id=event.id,
        quota_id=queries.get_quota(places, event.id).id,
        position=position,
        **values,
    )
    db.session.add(made)
    record(
        TicketTypeAdded(
            actor_id=actor.person_id,
            event_id=event.id,
            ticket_type_id=made.id,
            quota_id=made.quota_id,
        )
    )
    return made


def _own_places(event: Event, name: str, size: int | None) -> int:
    if size is None:
        raise Invalid("quota_needed", field="size")
    quota = Quota(id=new_id(), event_id=event.id, name=name, size=size)
    db.session.add(quota)
    db.session.flush()
    return quota.id


def edit_ticket_type(actor: Actor, ticket_type: TicketType, **values: Any) -> TicketType:
    """Change the words, the window and who may see a kind of ticket; never its places."""
    authorize(actor, Permission.TICKET_MANAGE, ticket_type.event)
    start = values.get("on_sale_from", ticket_type.on_sale_from)
    _check_window(start, values.get("on_sale_until", ticket_type.on_sale_until))
    for name, value in values.items():
        setattr(ticket_type, name, value)
    record(
        TicketTypeChanged(
            actor_id=actor.person_id,
            event_id=ticket_type.event_id,
            ticket_type_id=ticket_type.id,
        )
    )
    return ticket_type


def _check_window(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and end <= start:
        raise Invalid("sale_ends_before_start", field="on_sale_until")


def resize_quota(actor: Actor, quota: Quota, size: int) -> Quota:
    """Change how many places there are, never below those that are taken at that moment."""
    authorize(actor, Permission.TICKET_MANAGE, quota.event)
    rule = update(Quota).where(Quota.id == quota.id, Quota.taken <= size)
    if db.session.scalar(rule.values(size=size).returning(Quota.id)) is None:
        taken = db.session.scalar(select(Quota.taken).where(Quota.id == quota.id))
        raise Conflict("quota_below_taken", field="size", taken=taken)
    record(
        QuotaResized(
            actor_id=actor.person_id, event_id=quota.event_id, quota_id=quota.id, size=size
        )
    )
    return quota
