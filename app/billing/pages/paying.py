"""What becomes of an invoice: payments and refunds noted by hand, reminders, the end of waiting."""

import secrets

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.billing import queries, schemas, services
from app.billing.messages import WAYS
from app.billing.pages.base import blueprint, managed
from app.billing.queries.papers import receipts_of
from app.core.permissions import Permission
from app.web.fields import money_text
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.papers import send_paper


@blueprint.route("/manage/<slug>/billing/invoices/<id:invoice_id>/payment", methods=["GET", "POST"])
@signed_in
def note_payment(slug: str, invoice_id: int) -> Page:
    """Note by hand that money came, or was given back."""
    event = managed(slug)
    found = queries.get_invoice(invoice_id, event.id)
    sums = found.account.sums if found.account else None
    is_over = sums is not None and bool(sums.over)
    start = {
        "kind": "refund" if is_over else "payment",
        "amount": money_text(sums.over or sums.open) if sums else None,
        "received_on": queries.today_of(event),
        "way": "transfer",
        "client_key": secrets.token_urlsafe(12),
    }
    form = PageForm(schemas.PaymentForm, start)

    def note(data: dict[str, str]) -> object:
        act = services.note_refund if data["kind"] == "refund" else services.note_payment
        return act(actor(), found, schemas.noted_in(data))

    if form.submit(note) is not None:
        flash(_("It is noted."), "good")
        return redirect(url_for("billing.invoice", slug=slug, invoice_id=invoice_id))
    return form.render("billing/payment.html", event=event, invoice=found, ways=list(WAYS.items()))


@blueprint.post("/manage/<slug>/billing/invoices/<id:invoice_id>/remind")
@signed_in
@writes
def remind(slug: str, invoice_id: int) -> AnyResponse:
    """Remind whoever has to pay."""
    event = managed(slug)
    services.remind(actor(), queries.get_invoice(invoice_id, event.id))
    flash(_("The reminder is on its way."), "good")
    return redirect(url_for("billing.invoice", slug=slug, invoice_id=invoice_id))


@blueprint.route("/manage/<slug>/billing/invoices/<id:invoice_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel_unpaid(slug: str, invoice_id: int) -> Page:
    """Give up waiting: credit the invoice and let others have the places."""
    event = managed(slug)
    found = queries.get_invoice(invoice_id, event.id)
    form = PageForm(schemas.WhyForm, {"why": _("Not paid in time.")})
    count = form.submit(lambda data: services.cancel_unpaid(actor(), found, data["why"]))
    if count is not None:
        words = ngettext("%(num)s ticket is cancelled.", "%(num)s tickets are cancelled.", count)
        flash(words, "good")
        return redirect(url_for("billing.invoice", slug=slug, invoice_id=invoice_id))
    return form.render("billing/cancel.html", event=event, invoice=found)


@blueprint.get("/manage/<slug>/billing/invoices/<id:invoice_id>/receipt.pdf")
@signed_in
def receipt_pdf(slug: str, invoice_id: int) -> Response:
    """Give the receipt of an invoice that was paid."""
    event = managed(slug, Permission.BILLING_VIEW)
    return send_paper(receipts_of(queries.get_invoice(invoice_id, event.id).id))
