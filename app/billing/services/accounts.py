"""The account of an invoice: when nothing is open any more, what it is for is settled, once."""

from sqlalchemy import update

from app.billing.facts import InvoiceSettled
from app.billing.models import Invoice, InvoiceAccount
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.facts import record


def settle(actor: Actor, invoice: Invoice) -> bool:
    """Note that nothing is open, if so and for the first time; whoever calls has authorised."""
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
        return False
    record(
        InvoiceSettled(actor_id=actor.person_id, event_id=invoice.event_id, invoice_id=invoice.id)
    )
    return True
