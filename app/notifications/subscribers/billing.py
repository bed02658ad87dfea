"""Letters about invoices: the invoice, a reminder, the receipt."""

from flask_babel import gettext as _

from app.billing.facts import InvoiceIssued, InvoiceReminded, InvoiceSettled
from app.billing.models import Invoice
from app.billing.queries import get_invoice, invoice_link
from app.core.facts import Fact, subscribe
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.web.i18n import format_day, format_money


@subscribe(InvoiceIssued)
def send_invoice(fact: InvoiceIssued) -> None:
    """Send the way to an invoice to whom it is for."""
    _send(fact, fact.invoice_id, "invoice")


@subscribe(InvoiceReminded)
def send_reminder(fact: InvoiceReminded) -> None:
    """Remind whoever has to pay."""
    _send(fact, fact.invoice_id, "invoice_reminder")


@subscribe(InvoiceSettled)
def send_receipt(fact: InvoiceSettled) -> None:
    """Say that the money has come."""
    _send(fact, fact.invoice_id, "receipt")


def _send(fact: Fact, invoice_id: int, kind: str) -> None:
    invoice = get_invoice(invoice_id, fact.event_id or 0)
    contact = invoice.document["buyer"]["contact"] or invoice.buyer_name
    reader = Reader.at(invoice.email, contact)
    post(fact, reader, lambda to: _letter(kind, to, invoice))


def _letter(kind: str, reader: Reader, invoice: Invoice) -> Letter:
    number, event = invoice.number, inert(invoice.event.name)
    said = {
        "invoice": (
            _("Invoice %(number)s for %(event)s", number=number, event=event),
            _("Here is your invoice, with the account to pay to and the reference to use."),
        ),
        "invoice_reminder": (
            _("Reminder: invoice %(number)s for %(event)s", number=number, event=event),
            _(
                "We have not seen your payment yet. If you paid in the last days, there is "
                "nothing to do."
            ),
        ),
        "receipt": (
            _("Your payment for %(event)s has come", event=event),
            _("Nothing is open any more of invoice %(number)s. Thank you.", number=number),
        ),
    }
    subject, words = said[kind]
    still = invoice.account.sums.open if invoice.account is not None else 0
    details = [(_("Number"), number), (_("Total"), format_money(invoice.total, invoice.currency))]
    if still:
        details.append((_("Still to be paid"), format_money(still, invoice.currency)))
        details.append((_("Due on"), format_day(invoice.due_on)))
    return Letter(
        kind=kind,
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(words,),
        details=tuple(details),
        button=(_("Open the invoice"), address(f"/invoices/{invoice_link(invoice)}")),
    )
