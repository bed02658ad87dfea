"""The account of an invoice: what comes in is added, and what is paid whole is settled, once."""

from sqlalchemy import update

from app.billing import queries
from app.billing.facts import InvoiceSettled
from app.billing.models import Invoice, InvoiceAccount, Payment
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.tickets.services.admitting import settle_order


def add_payment(actor: Actor, invoice: Invoice, payment: Payment) -> None:
    """Count a payment for an invoice; whoever calls has authorised it and matched it, once."""
    if payment.currency != invoice.currency:
        raise Invalid("currency_differs", came=payment.currency, wanted=invoice.currency)
    account = InvoiceAccount
    paid = update(account).where(account.invoice_id == invoice.id)
    db.session.execute(paid.values(paid=account.paid + payment.amount))
    settle(actor, invoice)


def settle(actor: Actor, invoice: Invoice) -> None:
    """Note that nothing is open, if so and for the first time; its tickets become valid."""
    account = InvoiceAccount
    whole = update(account).where(
        account.invoice_id == invoice.id,
        account.settled_at.is_(None),
        account.paid - account.refunded >= account.total - account.credited,
    )
    done = whole.values(settled_at=clock.now()).returning(account.total - account.credited)
    owed = db.session.scalar(done)
    db.session.flush()
    db.session.expire(invoice, ["account"])
    if not owed:
        return
    record(
        InvoiceSettled(actor_id=actor.person_id, event_id=invoice.event_id, invoice_id=invoice.id)
    )
    if invoice.order is not None:
        lines = queries.list_lines(invoice.id)
        paid = [one.ticket_id for one in lines if one.ticket_id and one.credited_by_id is None]
        settle_order(actor, invoice.order, paid)
