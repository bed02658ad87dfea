"""Invoices on paper: one page to read, with the same invoice for machines within."""

from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from app.billing.models import Invoice
from app.billing.rules.einvoice import LEVEL, reason_of, to_xml
from app.billing.rules.numbers import shown_reference
from app.billing.rules.sepa import epc_text
from app.core.ids import encode_id
from app.core.qr import make_qr, svg

QR_CURRENCY = "EUR"


def invoice_pdf(invoice: Invoice, language: str) -> bytes:
    """Return an invoice or credit note as PDF/A-3 that carries its XML (Factur-X)."""
    from facturx import generate_from_binary  # loads code lists and a PDF library

    from app.core.pdf import render_archive

    document = invoice.document
    with force_locale(language):
        title = title_of(invoice)
        page = current_app.jinja_env.get_template("pdf/invoice.html")
        html = page.render(
            title=title,
            language=language,
            document=document,
            sha256=invoice.sha256,
            reason=reason_of(document),
            reference=shown_reference(document["reference"]),
            transfer=None if invoice.is_credit_note else transfer_code(document, invoice.total),
        )
    seller = document["seller"]["name"]
    made = generate_from_binary(
        render_archive(html, title=title, author=seller),
        to_xml(document, seller_id=encode_id(invoice.organisation_id)),
        flavor="factur-x",
        level=LEVEL,
        check_xsd=False,  # it was checked as it was made
        pdf_metadata={"author": seller, "title": title, "subject": title, "keywords": "Factur-X"},
        lang=language,
        afrelationship="alternative",
    )
    return bytes(made)


def title_of(invoice: Invoice) -> str:
    """Return what a document is called."""
    if invoice.is_credit_note:
        return str(gettext("Credit note %(number)s", number=invoice.number))
    return str(gettext("Invoice %(number)s", number=invoice.number))


def receipt_pdf(invoice: Invoice, given: dict[str, Any], language: str) -> bytes:
    """Return the receipt of an invoice that was paid."""
    from app.core.pdf import render_pdf

    with force_locale(language):
        title = gettext("Receipt for invoice %(number)s", number=invoice.number)
        page = current_app.jinja_env.get_template("pdf/payment_receipt.html")
        html = page.render(title=title, language=language, document=invoice.document, given=given)
        return render_pdf(html, title=title, author=invoice.document["seller"]["name"])


def transfer_code(document: dict[str, Any], amount: int) -> str | None:
    """Return the QR code that fills in a transfer; None where SEPA cannot carry it."""
    if document["currency"] != QR_CURRENCY or amount <= 0:
        return None
    account = document["account"]
    text = epc_text(
        name=document["seller"]["name"],
        iban=account["iban"],
        bic=account["bic"],
        amount=amount,
        reference=document["reference"],
    )
    return svg(make_qr(text), gettext("QR code for a SEPA transfer"))
