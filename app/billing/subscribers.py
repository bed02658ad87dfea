"""What the worker does for billing: invoices and receipts on paper."""

from flask_babel import force_locale, gettext
from sqlalchemy import exists, select

from app.billing.facts import CreditNoteIssued, InvoiceIssued, InvoiceSettled
from app.billing.models import Invoice, InvoiceAccount
from app.billing.presentation import invoice_pdf, receipt_pdf
from app.billing.queries import list_payments
from app.billing.queries.papers import INVOICE, RECEIPT
from app.billing.services.cancelling import credit_unpaid
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.facts import subscribe
from app.core.papers import Paper, Printed, ask_paper, asks_for_missing, prints
from app.tickets.facts import TicketCancelled
from config import LANGUAGES


@subscribe(TicketCancelled)
def credit_cancelled(fact: TicketCancelled) -> None:
    """Take a cancelled ticket off an invoice of which nothing is paid; the rest is decided."""
    with force_locale(LANGUAGES[0]):
        credit_unpaid(SYSTEM, fact.ticket_id, gettext("The ticket is cancelled."))


@subscribe(InvoiceIssued)
def print_new_invoice(fact: InvoiceIssued) -> None:
    """Ask for an invoice on paper."""
    _ask(db.session.get_one(Invoice, fact.invoice_id))


@subscribe(CreditNoteIssued)
def print_new_credit_note(fact: CreditNoteIssued) -> None:
    """Ask for a credit note on paper."""
    _ask(db.session.get_one(Invoice, fact.invoice_id))


@subscribe(InvoiceSettled)
def print_new_receipt(fact: InvoiceSettled) -> None:
    """Ask for the receipt of what was paid until now."""
    _ask_receipt(fact.invoice_id)


@asks_for_missing
def print_what_is_missing() -> None:
    """Ask for invoices and receipts that were never printed."""
    printed = exists().where(Paper.kind == INVOICE, Paper.thing_id == Invoice.id)
    for invoice in db.session.scalars(select(Invoice).where(~printed)):
        _ask(invoice)
    account = InvoiceAccount
    given = exists().where(Paper.kind == RECEIPT, Paper.thing_id == account.invoice_id)
    settled = select(account.invoice_id).where(account.settled_at.is_not(None), account.paid > 0)
    for invoice_id in db.session.scalars(settled.where(~given)).all():
        _ask_receipt(invoice_id)


def _ask(invoice: Invoice) -> None:
    ask_paper(INVOICE, invoice.id, {"sha256": invoice.sha256}, language=LANGUAGES[0])


def _ask_receipt(invoice_id: int) -> None:
    paid = [
        [one.received_on.isoformat(), one.way, one.amount]
        for one in list_payments(invoice_id)
        if one.kind == "payment"
    ]
    given = {"payments": paid, "on": paid[-1][0] if paid else ""}
    ask_paper(RECEIPT, invoice_id, given, language=LANGUAGES[0])


@prints(INVOICE)
def print_invoice(paper: Paper) -> Printed:
    """Print an invoice or credit note."""
    invoice = db.session.get_one(Invoice, paper.thing_id)
    return Printed(invoice_pdf(invoice, paper.language), f"{invoice.number}.pdf")


@prints(RECEIPT)
def print_receipt(paper: Paper) -> Printed:
    """Print the receipt of an invoice."""
    invoice = db.session.get_one(Invoice, paper.thing_id)
    made = receipt_pdf(invoice, paper.given, paper.language)
    return Printed(made, f"receipt-{invoice.number}.pdf")
