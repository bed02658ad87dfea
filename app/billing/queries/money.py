"""Payments, what is open, what came of an event in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.billing.models import (
    BilledOrder,
    Checkout,
    Invoice,
    InvoiceAccount,
    InvoiceLine,
    Payment,
    Statement,
)
from app.billing.queries.invoices import today_of
from app.billing.rules.matching import Wanted
from app.billing.rules.numbers import Kind
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.tickets.models import Order, Ticket, TicketState
from app.tickets.queries import get_tickets_by_link

MOST_SHOWN = 200
_OPEN = InvoiceAccount.total - InvoiceAccount.credited - InvoiceAccount.paid
_OPEN += InvoiceAccount.refunded


@dataclass(frozen=True)
class Income:
    """What an event billed in one currency, in minor units."""

    currency: str
    billed: int
    credited: int
    paid: int
    refunded: int
    open: int
    overdue: int


def get_order_by_link(link: str) -> Order:
    """Return the order that a secret address shows as a whole; NotFound for one of its tickets."""
    tickets = get_tickets_by_link(link)
    order = tickets[0].order
    if len(order.tickets) != len(tickets):
        raise NotFound
    return order


def billed_tickets(order_id: int) -> Select[Any]:
    """Return the tickets of an order that stand on an invoice and were not credited."""
    return (
        select(InvoiceLine.ticket_id)
        .join(Ticket, Ticket.id == InvoiceLine.ticket_id)
        .where(
            Ticket.order_id == order_id,
            InvoiceLine.credited_by_id.is_(None),
        )
    )


def list_invoices_of(order_id: int) -> Sequence[Invoice]:
    """Return the invoices of an order, the latest first."""
    query = select(Invoice).where(Invoice.order_id == order_id, Invoice.kind == Kind.INVOICE)
    query = query.options(joinedload(Invoice.account), joinedload(Invoice.event))
    return db.session.scalars(query.order_by(Invoice.issued_at.desc(), Invoice.id)).all()


def list_wanted(event_id: int) -> Sequence[Wanted]:
    """Return the invoices of an event that something is open of."""
    query = (
        select(Invoice, _OPEN)
        .join(InvoiceAccount, InvoiceAccount.invoice_id == Invoice.id)
        .where(Invoice.event_id == event_id, _OPEN > 0)
        .order_by(Invoice.issued_at, Invoice.id)
    )
    return [
        Wanted(one.id, one.number, one.reference, left, one.currency, one.buyer_name)
        for one, left in db.session.execute(query)
    ]


def list_waiting(event_id: int) -> Sequence[Order]:
    """Return orders to be paid for which nobody has said yet who the invoice is for."""
    unpaid = select(Ticket.order_id).where(
        Ticket.event_id == event_id, Ticket.state == TicketState.UNPAID
    )
    query = select(Order).where(Order.id.in_(unpaid), Order.id.not_in(select(BilledOrder.order_id)))
    return db.session.scalars(query.order_by(Order.created_at).limit(MOST_SHOWN)).all()


def get_order(order_id: int, event_id: int) -> Order:
    """Return an order of an event."""
    found = db.session.scalar(select(Order).where(Order.id == order_id, Order.event_id == event_id))
    if found is None:
        raise NotFound
    return found


def get_payment(payment_id: int, event_id: int) -> Payment:
    """Return a payment of an event."""
    query = select(Payment).where(Payment.id == payment_id, Payment.event_id == event_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def has_payment(event_id: int, source_key: str) -> bool:
    """Whether a payment was noted already."""
    query = select(Payment.id).where(Payment.event_id == event_id, Payment.source_key == source_key)
    return db.session.scalar(query) is not None


def get_event_of(payment: Payment) -> Event:
    """Return the event that a payment came for."""
    return get_event_by_id(payment.event_id)


def list_payments(invoice_id: int) -> Sequence[Payment]:
    """Return what came for an invoice and what was given back, in its order."""
    query = select(Payment).where(Payment.invoice_id == invoice_id)
    return db.session.scalars(query.order_by(Payment.received_on, Payment.noted_at)).all()


def list_loose_payments(event_id: int) -> Sequence[Payment]:
    """Return what came and is with no invoice yet, the earliest first."""
    query = select(Payment).where(Payment.event_id == event_id, Payment.state == "open")
    query = query.order_by(Payment.received_on, Payment.id).limit(MOST_SHOWN)
    return db.session.scalars(query).all()


def list_statements(event_id: int) -> Sequence[Statement]:
    """Return the statements that were read in, the latest first."""
    query = select(Statement).where(Statement.event_id == event_id)
    return db.session.scalars(query.order_by(Statement.read_at.desc()).limit(20)).all()


def find_checkout(provider: str, session: str) -> Checkout | None:
    """Return the card payment that a provider speaks of."""
    query = select(Checkout).where(Checkout.provider == provider, Checkout.session == session)
    return db.session.scalar(query.options(joinedload(Checkout.invoice)))


def find_open_checkout(invoice_id: int, amount: int) -> Checkout | None:
    """Return the latest card payment that was begun for what is open of an invoice."""
    query = select(Checkout).where(Checkout.invoice_id == invoice_id, Checkout.amount == amount)
    return db.session.scalar(query.order_by(Checkout.begun_at.desc()).limit(1))


def income_of(event: Event) -> Sequence[Income]:
    """Return what an event billed, by currency."""
    today = today_of(event)
    account = InvoiceAccount
    left = func.coalesce(func.sum(_OPEN).filter(_OPEN > 0), 0)
    late = func.coalesce(func.sum(_OPEN).filter(_OPEN > 0, Invoice.due_on < today), 0)
    query = (
        select(
            Invoice.currency,
            func.sum(account.total),
            func.sum(account.credited),
            func.sum(account.paid),
            func.sum(account.refunded),
            left,
            late,
        )
        .join(account, account.invoice_id == Invoice.id)
        .where(Invoice.event_id == event.id)
        .group_by(Invoice.currency)
        .order_by(Invoice.currency)
    )
    return [Income(one[0], *(int(part) for part in one[1:])) for one in db.session.execute(query)]


def income_by_month(event_id: int) -> Mapping[tuple[str, str], int]:
    """Return what came by month and currency, without what was given back."""
    query = select(Payment).where(Payment.event_id == event_id, Payment.state == "matched")
    found: dict[tuple[str, str], int] = {}
    for one in db.session.scalars(query.order_by(Payment.received_on)):
        key = (f"{one.received_on:%Y-%m}", one.currency)
        sign = -1 if one.kind == "refund" else 1
        found[key] = found.get(key, 0) + sign * one.amount
    return found
