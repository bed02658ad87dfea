"""What can be had with a ticket, as its organiser sets it up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.core.authz import Actor, authorize
from app.core.db import Base, db
from app.core.errors import Invalid, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import AddOnAdded, AddOnChanged
from app.tickets.models import AddOn, AddOnQuota, AddOnTicketType, Quota
from app.tickets.services.pricing import check_price
from app.tickets.services.selling import get_quotas


def add_add_on(
    actor: Actor,
    event: Event,
    *,
    size: int | None = None,
    quotas: Sequence[int] = (),
    ticket_types: Sequence[int] = (),
    **values: Any,
) -> AddOn:
    """Add something to have with a ticket, with places of its own, shared ones or both."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    last = select(func.max(AddOn.position)).where(AddOn.event_id == event.id)
    position = (db.session.scalar(last) or 0) + 1
    made = AddOn(id=new_id(), event_id=event.id, position=position, **values)
    _check_times(made)
    check_price(event, made.price)
    own = [] if size is None else [Quota(id=new_id(), event_id=event.id, name=made.name, size=size)]
    places = [*get_quotas(event.id, quotas), *own]
    if not own and not any(one.is_for_all for one in places):
        raise Invalid("quota_for_all_needed" if places else "quota_needed", field="size")
    db.session.add_all([made, *own])
    db.session.flush()
    _choose(made, "quotas", AddOnQuota, "quota_id", [one.id for one in places])
    _choose_types(made, ticket_types)
    record(AddOnAdded(actor_id=actor.person_id, event_id=event.id, add_on_id=made.id))
    return made


def edit_add_on(
    actor: Actor,
    add_on: AddOn,
    *,
    quotas: Sequence[int] | None = None,
    ticket_types: Sequence[int] | None = None,
    **values: Any,
) -> AddOn:
    """Change something to have with a ticket; who has it keeps the place and what was agreed."""
    authorize(actor, Permission.TICKET_MANAGE, add_on.event)
    for name, value in values.items():
        setattr(add_on, name, value)
    _check_times(add_on)
    check_price(add_on.event, values.get("price"))
    if quotas is not None:
        places = get_quotas(add_on.event_id, quotas)
        if not any(one.is_for_all for one in places):
            raise Invalid("quota_for_all_needed", field="quotas")
        _choose(add_on, "quotas", AddOnQuota, "quota_id", [one.id for one in places])
    if ticket_types is not None:
        _choose_types(add_on, ticket_types)
    record(AddOnChanged(actor_id=actor.person_id, event_id=add_on.event_id, add_on_id=add_on.id))
    return add_on


def _check_times(add_on: AddOn) -> None:
    start, end = add_on.starts_at, add_on.ends_at
    if end is not None and (start is None or end <= start):
        raise Invalid("add_on_ends_before_start", field="ends_at")


def _choose_types(add_on: AddOn, ticket_types: Sequence[int]) -> None:
    known = {one.id for one in queries.list_ticket_types(add_on.event_id)}
    if not known >= set(ticket_types):
        raise NotFound
    _choose(add_on, "ticket_types", AddOnTicketType, "ticket_type_id", ticket_types)


def _choose(
    add_on: AddOn, relation: str, table: type[Base], column: str, chosen: Sequence[int]
) -> None:
    """Let an add-on have exactly some rows of a table of pairs."""
    pairs: Any = table
    db.session.execute(delete(pairs).where(pairs.add_on_id == add_on.id))
    if chosen:
        rows = [{"add_on_id": add_on.id, column: one} for one in sorted(set(chosen))]
        db.session.execute(insert(pairs), rows)
    db.session.expire(add_on, [relation])
