"""Invoices as they are looked for, shown and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.billing.models import BilledOrder, Invoice, InvoiceAccount, InvoiceLine
from app.billing.rules.numbers import Kind
from app.core import clock, tokens
from app.core.db import db
from app.core.errors import NotFound
from app.core.times import to_local
from app.events.models import Event

LINK = "invoice"  # what a secret address is for
_OWED = InvoiceAccount.total - InvoiceAccount.credited
_RECEIVED = InvoiceAccount.paid - InvoiceAccount.refunded


# How invoices stand, and what is none.
STANDINGS = ("open", "overdue", "paid", "overpaid", "credited", "credit_note")


@dataclass(frozen=True)
class InvoiceFilter:
    """Which invoices are looked for; `standing` is one of `STANDINGS` or nothing."""

    text: str = ""
    standing: str = ""


def today_of(event: Event) -> date:
    """Return the day that it is where an event takes place."""
    return to_local(clock.now(), event.timezone).date()


def list_invoices(
    event: Event, wanted: InvoiceFilter, *, limit: int, skip: int = 0
) -> Sequence[Invoice]:
    """Return an event's invoices and credit notes, the latest first."""
    query = _matching(event, wanted).options(joinedload(Invoice.account))
    query = query.order_by(Invoice.issued_at.desc(), Invoice.id.desc())
    return db.session.scalars(query.offset(skip).limit(limit)).all()


def list_invoices_after(
    event: Event, wanted: InvoiceFilter, after: int | None, limit: int
) -> Sequence[Invoice]:
    """Return the same in the order of ids, for programs."""
    query = _matching(event, wanted).options(joinedload(Invoice.account))
    if after is not None:
        query = query.where(Invoice.id > after)
    return db.session.scalars(query.order_by(Invoice.id).limit(limit)).all()


def _matching(event: Event, wanted: InvoiceFilter) -> Select[Any]:
    query = select(Invoice).where(Invoice.event_id == event.id)
    if wanted.text:
        query = query.where(
            or_(
                Invoice.number.icontains(wanted.text, autoescape=True),
                Invoice.buyer_name.icontains(wanted.text, autoescape=True),
                Invoice.email.icontains(wanted.text, autoescape=True),
            )
        )
    if wanted.standing == Kind.CREDIT_NOTE:
        return query.where(Invoice.kind == Kind.CREDIT_NOTE)
    if wanted.standing:
        query = query.outerjoin(InvoiceAccount).where(_stands(wanted.standing, today_of(event)))
    return query


def _stands(standing: str, today: date) -> Any:
    """Return the condition that an invoice stands so, as `rules.states` says it."""
    conditions = {
        "open": (_RECEIVED < _OWED) & (Invoice.due_on >= today),
        "overdue": (_RECEIVED < _OWED) & (Invoice.due_on < today),
        "paid": (_RECEIVED == _OWED) & (_OWED > 0),
        "overpaid": _RECEIVED > _OWED,
        "credited": (_RECEIVED == _OWED) & (_OWED == 0),
    }
    return conditions[standing]


def get_invoice(invoice_id: int, event_id: int) -> Invoice:
    """Return an invoice of an event with its account."""
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.event_id == event_id)
    found = db.session.scalar(query.options(joinedload(Invoice.account), joinedload(Invoice.event)))
    if found is None:
        raise NotFound
    return found


def list_lines(invoice_id: int) -> Sequence[InvoiceLine]:
    """Return what the lines of an invoice are for, in their order."""
    query = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id)
    query = query.options(joinedload(InvoiceLine.ticket))
    return db.session.scalars(query.order_by(InvoiceLine.position)).all()


def list_credit_notes(invoice_id: int) -> Sequence[Invoice]:
    """Return what took an invoice back, in the order in which it was issued."""
    query = select(Invoice).where(Invoice.corrects_id == invoice_id)
    return db.session.scalars(query.order_by(Invoice.issued_at, Invoice.id)).all()


def find_billed(order_id: int) -> Invoice | None:
    """Return the invoice that an order has now."""
    query = select(Invoice).join(BilledOrder, BilledOrder.invoice_id == Invoice.id)
    query = query.where(BilledOrder.order_id == order_id)
    return db.session.scalar(query.options(joinedload(Invoice.account), joinedload(Invoice.event)))


def invoice_link(invoice: Invoice) -> str:
    """Return the last part of the secret address of an invoice."""
    return tokens.sign_link(LINK, invoice.id)


def get_invoice_by_link(link: str) -> Invoice:
    """Return the invoice that a secret address shows."""
    linked = tokens.linked_id(link)
    tokens.check_link(link, LINK, linked)
    query = select(Invoice).where(Invoice.id == linked)
    found = db.session.scalar(query.options(joinedload(Invoice.account), joinedload(Invoice.event)))
    if found is None:
        raise NotFound
    return found
