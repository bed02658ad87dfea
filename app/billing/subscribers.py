"""What the worker does for billing: invoices on paper."""

from sqlalchemy import exists, select

from app.billing.facts import CreditNoteIssued, InvoiceIssued
from app.billing.models import Invoice
from app.billing.presentation import invoice_pdf
from app.billing.queries.papers import INVOICE
from app.core.db import db
from app.core.facts import subscribe
from app.core.papers import Paper, Printed, ask_paper, asks_for_missing, prints
from config import LANGUAGES


@subscribe(InvoiceIssued)
def print_new_invoice(fact: InvoiceIssued) -> None:
    """Ask for an invoice on paper."""
    _ask(db.session.get_one(Invoice, fact.invoice_id))


@subscribe(CreditNoteIssued)
def print_new_credit_note(fact: CreditNoteIssued) -> None:
    """Ask for a credit note on paper."""
    _ask(db.session.get_one(Invoice, fact.invoice_id))


@asks_for_missing
def print_what_is_missing() -> None:
    """Ask for invoices that were never printed."""
    printed = exists().where(Paper.kind == INVOICE, Paper.thing_id == Invoice.id)
    for invoice in db.session.scalars(select(Invoice).where(~printed)):
        _ask(invoice)


def _ask(invoice: Invoice) -> None:
    ask_paper(INVOICE, invoice.id, {"sha256": invoice.sha256}, language=LANGUAGES[0])


@prints(INVOICE)
def print_invoice(paper: Paper) -> Printed:
    """Print an invoice or credit note."""
    invoice = db.session.get_one(Invoice, paper.thing_id)
    return Printed(invoice_pdf(invoice, paper.language), f"{invoice.number}.pdf")
