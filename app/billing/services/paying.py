"""Payments and refunds: noted by hand, put to an invoice, or put aside."""

from sqlalchemy import update

from app.billing import queries
from app.billing.facts import PaymentIgnored, PaymentNoted, RefundNoted
from app.billing.models import Invoice, InvoiceAccount, Payment
from app.billing.rules.noting import Noted
from app.billing.services.accounts import add_payment
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission


def note_payment(actor: Actor, invoice: Invoice, noted: Noted) -> Payment:
    """Note by hand that money came for an invoice."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    return keep_payment(actor, invoice, noted)


def keep_payment(actor: Actor, invoice: Invoice, noted: Noted) -> Payment:
    """Keep a payment of an invoice; whoever calls has authorised it."""
    if invoice.is_credit_note:
        raise Conflict("credit_note_is_final")
    payment = _payment(actor, invoice, noted, "payment")
    add_payment(actor, invoice, payment)
    _told(actor, payment, invoice)
    return payment


def note_refund(actor: Actor, invoice: Invoice, noted: Noted) -> Payment:
    """Note that money was given back, never more than came."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    refund = _payment(actor, invoice, noted, "refund")
    account = InvoiceAccount
    paid = update(account).where(
        account.invoice_id == invoice.id, account.refunded + noted.amount <= account.paid
    )
    given = paid.values(refunded=account.refunded + noted.amount).returning(account.invoice_id)
    if db.session.scalar(given) is None:
        raise Invalid("refund_above_paid", field="amount")
    db.session.expire(invoice, ["account"])
    record(
        RefundNoted(
            actor_id=actor.person_id,
            event_id=invoice.event_id,
            payment_id=refund.id,
            invoice_id=invoice.id,
            amount=refund.amount,
        )
    )
    return refund


def match_payment(actor: Actor, payment: Payment, invoice: Invoice) -> Payment:
    """Put a payment that came to an invoice of the same event, once."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    if invoice.is_credit_note or payment.event_id != invoice.event_id:
        raise Conflict("credit_note_is_final")
    _move(payment, "matched", invoice.id)
    add_payment(actor, invoice, payment)
    _told(actor, payment, invoice)
    return payment


def ignore_payment(actor: Actor, payment: Payment) -> Payment:
    """Put a payment aside that has nothing to do with the event."""
    event = queries.get_event_of(payment)
    authorize(actor, Permission.BILLING_MANAGE, event)
    _move(payment, "ignored", None)
    record(
        PaymentIgnored(actor_id=actor.person_id, event_id=payment.event_id, payment_id=payment.id)
    )
    return payment


def _move(payment: Payment, state: str, invoice_id: int | None) -> None:
    """Change a payment that is with no invoice yet; Conflict if it is."""
    loose = update(Payment).where(Payment.id == payment.id, Payment.state != "matched")
    moved = loose.values(state=state, invoice_id=invoice_id).returning(Payment.id)
    if db.session.scalar(moved) is None:
        raise Conflict("payment_matched")
    db.session.refresh(payment)


def _payment(actor: Actor, invoice: Invoice, noted: Noted, kind: str) -> Payment:
    payment = Payment(
        id=new_id(),
        event_id=invoice.event_id,
        invoice_id=invoice.id,
        kind=kind,
        way=noted.way,
        state="matched",
        amount=noted.amount,
        currency=invoice.currency,
        received_on=noted.received_on,
        payer=noted.payer,
        remittance=noted.remittance,
        source_key=noted.key,
        noted_by_id=actor.person_id,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def _told(actor: Actor, payment: Payment, invoice: Invoice) -> None:
    record(
        PaymentNoted(
            actor_id=actor.person_id,
            event_id=invoice.event_id,
            payment_id=payment.id,
            invoice_id=invoice.id,
            amount=payment.amount,
            way=payment.way,
        )
    )
