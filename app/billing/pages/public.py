"""The pages of those who pay: their invoice by its secret address."""

from flask import Response, render_template

from app.billing import queries
from app.billing.pages.base import blueprint
from app.billing.presentation import title_of, transfer_code
from app.billing.queries.papers import papers_of
from app.web.guards import public
from app.web.papers import send_paper


@blueprint.get("/invoices/<link>")
@public
def show_invoice(link: str) -> str:
    """Show an invoice, and how to pay it, to whoever has the secret address."""
    invoice = queries.get_invoice_by_link(link)
    still = invoice.account.sums.open if invoice.account else 0
    return render_template(
        "billing/public_invoice.html",
        event=invoice.event,
        invoice=invoice,
        document=invoice.document,
        title=title_of(invoice),
        still=still,
        transfer=transfer_code(invoice.document, still),
        papers=papers_of(invoice.id),
        link=link,
    )


@blueprint.get("/invoices/<link>/invoice.pdf")
@public
def own_invoice_pdf(link: str) -> Response:
    """Give an invoice on paper to whoever has the secret address."""
    return send_paper(papers_of(queries.get_invoice_by_link(link).id))
