"""Tickets that were billed and are cancelled: what was paid for them, and what is undecided."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.billing.models import Invoice, InvoiceAccount, InvoiceLine
from app.core.db import db
from app.core.errors import NotFound
from app.tickets.models import Ticket, TicketState

MOST_SHOWN = 200


@dataclass(frozen=True)
class Charge:
    """On which invoice a ticket stands, and whether anything came for that."""

    number: str
    is_paid: bool


def find_charge(ticket_id: int) -> Charge | None:
    """Return what a ticket is or was billed by; None if it never was."""
    query = (
        select(Invoice.number, InvoiceAccount.paid > InvoiceAccount.refunded)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(InvoiceAccount, InvoiceAccount.invoice_id == Invoice.id)
        .where(InvoiceLine.ticket_id == ticket_id)
        .order_by(Invoice.issued_at.desc(), Invoice.id)
    )
    found = db.session.execute(query.limit(1)).first()
    return None if found is None else Charge(found[0], bool(found[1]))


def list_undecided(event_id: int) -> Sequence[tuple[InvoiceLine, Invoice]]:
    """Return the lines of cancelled tickets that are neither credited nor kept, with invoices."""
    query = (
        _undecided(event_id)
        .options(joinedload(InvoiceLine.ticket), joinedload(Invoice.account))
        .order_by(Ticket.cancelled_at, InvoiceLine.id)
    )
    return [(line, invoice) for line, invoice in db.session.execute(query.limit(MOST_SHOWN))]


def count_undecided(event_id: int) -> int:
    """Return how many there are."""
    query = _undecided(event_id).with_only_columns(func.count())
    return int(db.session.scalar(query) or 0)


def get_line(line_id: int, event_id: int) -> InvoiceLine:
    """Return a line of one of an event's invoices."""
    found = db.session.execute(_lines(event_id).where(InvoiceLine.id == line_id)).first()
    if found is None:
        raise NotFound
    return found[0]


def list_lines_of(ticket_id: int) -> Sequence[InvoiceLine]:
    """Return the lines with a ticket that nothing was decided about."""
    query = select(InvoiceLine).where(
        InvoiceLine.ticket_id == ticket_id,
        InvoiceLine.credited_by_id.is_(None),
        InvoiceLine.kept_at.is_(None),
    )
    return db.session.scalars(query.order_by(InvoiceLine.id)).all()


def _undecided(event_id: int) -> Select[InvoiceLine, Invoice]:
    return (
        _lines(event_id)
        .join(Ticket, Ticket.id == InvoiceLine.ticket_id)
        .where(
            Ticket.state == TicketState.CANCELLED,
            InvoiceLine.credited_by_id.is_(None),
            InvoiceLine.kept_at.is_(None),
        )
    )


def _lines(event_id: int) -> Select[InvoiceLine, Invoice]:
    query = select(InvoiceLine, Invoice).join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    return query.where(Invoice.event_id == event_id)
