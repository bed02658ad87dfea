"""Vouchers as their organiser makes them: codes, what they give, and places that wait for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import VoucherChanged, VouchersAdded
from app.tickets.models import TicketType, Voucher, VoucherTicketType
from app.tickets.rules.places import HoldPurpose
from app.tickets.rules.vouchers import code_key, left_aside, make_code
from app.tickets.services.places import set_aside, take_places


def add_vouchers(
    actor: Actor,
    event: Event,
    *,
    code: str | None = None,
    count: int = 1,
    ticket_types: Sequence[int] = (),
    **values: Any,
) -> list[Voucher]:
    """Make vouchers that all give the same: one with a chosen code, or some with codes of ours."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if code and count > 1:
        raise Invalid("one_code_chosen", field="code")
    types = _types(event.id)
    made = []
    for _number in range(count):
        text = code or make_code()
        one = Voucher(id=new_id(), event_id=event.id, code=text, code_key=code_key(text), **values)
        _check(one, types, ticket_types)
        made.append(one)
    db.session.add_all(made)
    db.session.flush()
    _choose_types(made, types, ticket_types)
    for one in made:
        _keep_places(one, types)
    ids = tuple(one.id for one in made)
    record(VouchersAdded(actor_id=actor.person_id, event_id=event.id, voucher_ids=ids))
    return made


def edit_voucher(
    actor: Actor,
    voucher: Voucher,
    *,
    ticket_types: Sequence[int] | None = None,
    **values: Any,
) -> Voucher:
    """Change what a voucher gives; tickets that were had with it stay as they were agreed."""
    authorize(actor, Permission.TICKET_MANAGE, voucher.event)
    # The lock makes uses and changes wait for each other, so that none goes by another's number.
    locked = select(Voucher).where(Voucher.id == voucher.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    for name, value in values.items():
        setattr(voucher, name, value)
    if "code" in values:
        voucher.code_key = code_key(voucher.code)
    if voucher.times < voucher.used:
        raise Conflict("voucher_below_used", field="times", used=voucher.used)
    types = _types(voucher.event_id)
    chosen = [one.id for one in voucher.ticket_types] if ticket_types is None else ticket_types
    _check(voucher, types, chosen)
    if ticket_types is not None:
        gone = delete(VoucherTicketType).where(VoucherTicketType.voucher_id == voucher.id)
        db.session.execute(gone)
        _choose_types([voucher], types, ticket_types)
    _keep_places(voucher, types)
    _record_change(actor, voucher)
    return voucher


def end_voucher(actor: Actor, voucher: Voucher) -> Voucher:
    """End a voucher now; what was kept for it is free, tickets that were had with it stay."""
    authorize(actor, Permission.TICKET_MANAGE, voucher.event)
    now = clock.now()
    if voucher.valid_until is not None and voucher.valid_until <= now:
        raise Conflict("voucher_over")
    locked = select(Voucher).where(Voucher.id == voucher.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if voucher.valid_from is not None and voucher.valid_from >= now:
        voucher.valid_from = None
    voucher.valid_until = now
    _keep_places(voucher, _types(voucher.event_id))
    _record_change(actor, voucher)
    return voucher


def _types(event_id: int) -> dict[int, TicketType]:
    return {one.id: one for one in queries.list_ticket_types(event_id)}


def _check(voucher: Voucher, types: dict[int, TicketType], chosen: Sequence[int]) -> None:
    """Refuse what makes no sense together."""
    start, end, kept = voucher.valid_from, voucher.valid_until, voucher.reserved or 0
    if not types.keys() >= set(chosen):
        raise NotFound
    if start is not None and end is not None and end <= start:
        raise Invalid("sale_ends_before_start", field="valid_until")
    if kept > voucher.times:
        raise Invalid("reserved_above_times", field="reserved", times=voucher.times)
    if not kept:
        voucher.reserved_type_id = None
    elif voucher.reserved_type_id not in types:
        raise Invalid("reserved_type_needed", field="reserved_type_id")
    elif chosen and voucher.reserved_type_id not in chosen:
        raise Invalid("reserved_type_not_chosen", field="reserved_type_id")


def _choose_types(
    vouchers: Sequence[Voucher], types: dict[int, TicketType], chosen: Sequence[int]
) -> None:
    rows = [
        {"voucher_id": voucher.id, "ticket_type_id": one}
        for voucher in vouchers
        for one in types
        if one in chosen
    ]
    if rows:
        db.session.execute(insert(VoucherTicketType), rows)
    for voucher in vouchers:
        db.session.expire(voucher, ["ticket_types"])


def _keep_places(voucher: Voucher, types: dict[int, TicketType]) -> None:
    """Set aside what a voucher still has to give, until it ends; nothing of one that is over."""
    db.session.flush()
    kind = types.get(voucher.reserved_type_id or 0)
    until: datetime = voucher.valid_until or voucher.event.ends_at
    count = left_aside(voucher.reserved, voucher.used) if until > clock.now() else 0
    if kind is not None and count:
        key, purpose = voucher.hold_key, HoldPurpose.VOUCHER
        set_aside(kind, count, key=key, purpose=purpose, until=until)
    else:
        take_places({}, client_key=voucher.hold_key)


def _record_change(actor: Actor, voucher: Voucher) -> None:
    told = {"event_id": voucher.event_id, "voucher_id": voucher.id}
    record(VoucherChanged(actor_id=actor.person_id, **told))
