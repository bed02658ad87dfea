"""The invoices of an event: the list, one of them, and taking it back."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.billing import queries, schemas, services
from app.billing.messages import STANDINGS
from app.billing.pages.base import BILLING, blueprint, managed
from app.billing.presentation import title_of
from app.billing.queries import InvoiceFilter
from app.billing.queries.papers import papers_of, receipts_of
from app.billing.rules.states import may_cancel, may_remind
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.tickets.queries import order_link
from app.tickets.rules.sales import TicketState
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered
from app.web.papers import send_paper
from app.web.tabs import TICKETS

LONGEST = 100


@blueprint.get("/manage/<slug>/billing")
@signed_in
def list_invoices(slug: str) -> str:
    """List what was billed, and how it stands."""
    event = managed(slug, Permission.BILLING_VIEW)
    wanted = wanted_invoices()
    waiting = [] if wanted.text or wanted.standing else queries.list_waiting(event.id)
    found, turns = numbered(
        lambda limit, skip: queries.list_invoices(event, wanted, limit=limit, skip=skip)
    )
    return render_template(
        "billing/invoices.html",
        event=event,
        seller=queries.find_seller(event.id),
        invoices=found,
        waiting=[(one, order_link(one)) for one in waiting],
        wanted=wanted,
        standings=STANDINGS,
        tabs=TICKETS.tabs(event, slug=slug),
        parts=BILLING.tabs(event, slug=slug),
        **turns,
    )


def wanted_invoices() -> InvoiceFilter:
    """Return which invoices the address asks for; what it cannot mean is left out."""
    text = request.args.get("q", "").replace("\x00", "").strip()[:LONGEST]
    standing = request.args.get("standing", "")
    return InvoiceFilter(text, standing if standing in queries.STANDINGS else "")


@blueprint.get("/manage/<slug>/billing/invoices/<id:invoice_id>")
@signed_in
def invoice(slug: str, invoice_id: int) -> str:
    """Show one invoice, what became of it, and what can be done with it."""
    event = managed(slug, Permission.BILLING_VIEW)
    found = queries.get_invoice(invoice_id, event.id)
    return render_template(
        "billing/invoice.html",
        event=event,
        invoice=found,
        title=title_of(found),
        document=found.document,
        lines=queries.list_lines(invoice_id),
        payments=queries.list_payments(invoice_id),
        receipts=receipts_of(invoice_id),
        may=what_may(found),
        notes=queries.list_credit_notes(invoice_id),
        papers=papers_of(invoice_id),
        link=queries.invoice_link(found),
    )


def what_may(found: Any) -> dict[str, bool]:
    """Return which acts fit an invoice as it stands today."""
    account, today = found.account, queries.today_of(found.event)
    is_open = account is not None and bool(account.sums.open)
    seller = queries.find_seller(found.event_id)
    grace = seller.grace_days if seller is not None else 0
    return {
        "remind": is_open and may_remind(today, found.due_on, account.reminded_on),
        "cancel": is_open and may_cancel(today, found.due_on, grace),
        "pay": account is not None,
    }


@blueprint.get("/manage/<slug>/billing/invoices/<id:invoice_id>/invoice.pdf")
@signed_in
def invoice_pdf(slug: str, invoice_id: int) -> Response:
    """Give an invoice on paper, as it was issued."""
    event = managed(slug, Permission.BILLING_VIEW)
    return send_paper(papers_of(queries.get_invoice(invoice_id, event.id).id))


@blueprint.route("/manage/<slug>/billing/invoices/<id:invoice_id>/credit", methods=["GET", "POST"])
@signed_in
def credit(slug: str, invoice_id: int) -> Page:
    """Take an invoice back, or some of its lines."""
    event = managed(slug)
    found = queries.get_invoice(invoice_id, event.id)
    lines = queries.list_lines(invoice_id)
    gone = [one for one in lines if one.ticket and one.ticket.state == TicketState.CANCELLED]
    start = {"lines": [encode_id(one.id) for one in gone], "cancel_tickets": True}
    form = PageForm(schemas.CreditForm, start)
    note = form.submit(lambda data: services.credit_lines(actor(), found, data))
    if note is not None:
        flash(_("Credit note %(number)s is issued.", number=note.number), "good")
        return redirect(url_for("billing.invoice", slug=slug, invoice_id=note.id))
    return form.render(
        "billing/credit.html",
        event=event,
        invoice=found,
        document=found.document,
        lines=[one for one in lines if one.credited_by_id is None],
    )
