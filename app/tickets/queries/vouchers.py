"""Reading vouchers."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.tickets.models import Hold, TicketType, Voucher
from app.tickets.rules.sales import Visibility
from app.tickets.rules.vouchers import code_key

_WHOLE = select(Voucher).options(selectinload(Voucher.ticket_types))


def find_voucher(event_id: int, code: str) -> Voucher | None:
    """Return the voucher with a code, however it is written."""
    mine = _WHOLE.where(Voucher.event_id == event_id, Voucher.code_key == code_key(code))
    return db.session.scalar(mine)


def get_voucher(voucher_id: int, event_id: int) -> Voucher:
    """Return one voucher of an event with the kinds of tickets that it is for."""
    found = db.session.scalar(_WHOLE.where(Voucher.id == voucher_id, Voucher.event_id == event_id))
    if found is None:
        raise NotFound
    return found


def list_vouchers(
    event_id: int, text: str = "", *, limit: int | None = None, offset: int = 0
) -> Sequence[Voucher]:
    """Return an event's vouchers whose code or note has a text in it, the newest first."""
    query = _found(event_id, text)
    ordered = query.order_by(Voucher.created_at.desc(), Voucher.note, Voucher.id)
    return db.session.scalars(ordered.limit(limit).offset(offset)).all()


def list_vouchers_after(
    event_id: int, text: str, *, after: int | None, limit: int
) -> Sequence[Voucher]:
    """Return the same in the order of their ids, after one of them."""
    query = _found(event_id, text)
    if after is not None:
        query = query.where(Voucher.id > after)
    return db.session.scalars(query.order_by(Voucher.id).limit(limit)).all()


def _found(event_id: int, text: str) -> Select[Voucher]:
    query = _WHOLE.where(Voucher.event_id == event_id)
    if not text:
        return query
    is_in_note = func.lower(Voucher.note).contains(text.lower(), autoescape=True)
    is_in_code = Voucher.code_key.contains(code_key(text), autoescape=True)
    return query.where(is_in_code | is_in_note)


def has_codes(event_id: int) -> bool:
    """Whether a code gives something at an event: shows a kind of ticket, or is a voucher's."""
    hidden = select(TicketType.id).where(
        TicketType.event_id == event_id, TicketType.visibility == Visibility.CODE
    )
    given = select(Voucher.id).where(Voucher.event_id == event_id)
    return bool(db.session.scalar(select(or_(hidden.exists(), given.exists()))))


def find_hold(hold_key: str) -> int | None:
    """Return the number of the hold that keeps places under a key, if it still does."""
    return db.session.scalar(select(Hold.id).where(Hold.client_key == hold_key))
