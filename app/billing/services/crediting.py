"""Credit notes: an invoice is taken back, whole or by lines, each line once."""

from collections.abc import Collection

from sqlalchemy import update

from app.billing import queries
from app.billing.models import Invoice, InvoiceAccount, InvoiceLine, PaidService
from app.billing.rules.document import lines_of
from app.billing.rules.totals import sum_up
from app.billing.services.accounts import settle
from app.billing.services.issuing import issue_credit_note
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.permissions import Permission


def credit(actor: Actor, invoice: Invoice, line_ids: Collection[int], why: str) -> Invoice:
    """Credit lines of an invoice: their very sums are taken back, so that nothing is left over."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    if invoice.is_credit_note:
        raise Conflict("credit_note_is_final")
    lines = {one.id: one for one in queries.list_lines(invoice.id)}
    if not line_ids:
        raise Invalid("lines_needed", field="lines")
    if not lines.keys() >= set(line_ids):
        raise NotFound
    chosen = [lines[one] for one in sorted(line_ids, key=lambda one: lines[one].position)]
    billed = lines_of(invoice.document)
    sums = sum_up(billed[one.position - 1] for one in chosen)
    note = issue_credit_note(actor, invoice, sums, why)
    _mark(chosen, note)
    _give_back_services(chosen)
    account = update(InvoiceAccount).where(InvoiceAccount.invoice_id == invoice.id)
    db.session.execute(account.values(credited=InvoiceAccount.credited + sums.total))
    settle(actor, invoice)
    return note


def _mark(lines: Collection[InvoiceLine], note: Invoice) -> None:
    """Say of each line that this note took it back; Conflict if another one did."""
    free = update(InvoiceLine).where(
        InvoiceLine.id.in_([one.id for one in lines]), InvoiceLine.credited_by_id.is_(None)
    )
    marked = db.session.scalars(free.values(credited_by_id=note.id).returning(InvoiceLine.id)).all()
    if len(marked) != len(lines):
        raise Conflict("credited_already")


def _give_back_services(lines: Collection[InvoiceLine]) -> None:
    for line in sorted(lines, key=lambda one: one.service_id or 0):
        if line.service_id is not None:
            sold = update(PaidService).where(PaidService.id == line.service_id)
            db.session.execute(sold.values(sold=PaidService.sold - line.quantity))
