"""What becomes of the money when a ticket that was billed is cancelled.

What nobody has paid for is credited at once. What was paid waits for whoever keeps the books: they
credit it, and give back what is then too much, or decide that the money stays.
"""

from collections import defaultdict

from sqlalchemy import select, update

from app.billing.facts import PaymentKept
from app.billing.models import Invoice, InvoiceAccount, InvoiceLine
from app.billing.queries import find_seller
from app.billing.queries.cancelled import list_lines_of
from app.billing.services.crediting import credit
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.tickets.models import TicketState


def credit_unpaid(actor: Actor, ticket_id: int, why: str) -> None:
    """Take a cancelled ticket off invoices of which nothing was paid; done twice, it is once."""
    by_invoice = defaultdict(list)
    for line in list_lines_of(ticket_id):
        by_invoice[line.invoice_id].append(line.id)
    for invoice_id, line_ids in sorted(by_invoice.items()):
        # Whoever pays meanwhile waits, and has then paid too much: that is seen and given back.
        locked = select(InvoiceAccount).where(InvoiceAccount.invoice_id == invoice_id)
        fresh = locked.with_for_update().execution_options(populate_existing=True)
        account = db.session.scalars(fresh).one()
        invoice = db.session.get_one(Invoice, invoice_id)
        seller = find_seller(invoice.event_id)
        is_ours = seller is not None and seller.organisation_id == invoice.organisation_id
        if is_ours and account.paid <= account.refunded:
            credit(actor, invoice, line_ids, why)


def keep_money(actor: Actor, line: InvoiceLine) -> None:
    """Decide once that what was paid for a cancelled ticket is not given back."""
    invoice = db.session.get_one(Invoice, line.invoice_id)
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    if line.ticket is None or line.ticket.state != TicketState.CANCELLED:
        raise Conflict("nothing_to_decide")
    rule = update(InvoiceLine).where(
        InvoiceLine.id == line.id,
        InvoiceLine.credited_by_id.is_(None),
        InvoiceLine.kept_at.is_(None),
    )
    if db.session.scalar(rule.values(kept_at=clock.now()).returning(InvoiceLine.id)) is None:
        raise Conflict("nothing_to_decide")
    about = {"event_id": invoice.event_id, "invoice_id": invoice.id, "line_id": line.id}
    record(PaymentKept(actor_id=actor.person_id, **about))
