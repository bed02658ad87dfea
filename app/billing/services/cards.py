"""Card payments: noted when they are begun, and taken once, whatever is told how often."""

from sqlalchemy import select

from app.billing import queries
from app.billing.models import Checkout, Invoice, InvoiceAccount, Payment
from app.billing.rules.noting import Noted
from app.billing.services.paying import keep_payment
from app.core import clock
from app.core.authz import SYSTEM
from app.core.card_payments import Asked, Begun, Received
from app.core.db import db
from app.core.ids import new_id


def begin_card_payment(invoice: Invoice, provider: str, begun: Begun, asked: Asked) -> None:
    """Note a payment that was begun at a provider by whoever has the address of the invoice."""
    if queries.find_checkout(provider, begun.session) is None:
        db.session.add(
            Checkout(
                id=new_id(),
                invoice_id=invoice.id,
                provider=provider,
                session=begun.session,
                url=begun.url,
                amount=asked.amount,
                currency=asked.currency,
            )
        )


def take_card_payment(provider: str, received: Received) -> bool:
    """Take a payment that a provider tells of in a signed message; told again, it is the same.

    What differs from what was begun, or is of an invoice that is paid, waits for a person.
    """
    checkout = queries.find_checkout(provider, received.session)
    if checkout is None:
        return False
    # Of two that are told at once the second finds what the first one paid.
    account = select(InvoiceAccount).where(InvoiceAccount.invoice_id == checkout.invoice_id)
    db.session.scalars(account.with_for_update().execution_options(populate_existing=True)).all()
    invoice = queries.get_invoice(checkout.invoice_id, checkout.invoice.event_id)
    key = f"{provider}:{received.session}"[:80]
    if queries.has_payment(invoice.event_id, key):
        return True
    is_same = (received.amount, received.currency) == (checkout.amount, checkout.currency)
    today = queries.today_of(invoice.event)
    noted = Noted(amount=received.amount, received_on=today, way="card", key=key)
    if is_same and invoice.account is not None and invoice.account.sums.open:
        keep_payment(SYSTEM, invoice, noted)
    else:
        db.session.add(_loose(invoice, noted, received.currency))
    return True


def _loose(invoice: Invoice, noted: Noted, currency: str) -> Payment:
    return Payment(
        id=new_id(),
        event_id=invoice.event_id,
        kind="payment",
        way=noted.way,
        state="open",
        amount=noted.amount,
        currency=currency,
        received_on=noted.received_on,
        remittance=invoice.number,
        source_key=noted.key,
        noted_at=clock.now(),
    )
