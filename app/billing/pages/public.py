"""The pages of those who pay: who the invoice is for, the invoice, and paying it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.billing import queries, schemas, services
from app.billing.pages.base import blueprint
from app.billing.presentation import title_of, transfer_code
from app.billing.queries.papers import papers_of, receipts_of
from app.core.card_payments import Asked, find_provider
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, public
from app.web.papers import send_paper

View = TypeVar("View", bound=Callable[..., Any])
NOTED_ALREADY = "payment_noted_already"


@blueprint.route("/tickets/<link>/invoice", methods=["GET", "POST"])
@public
def order_details(link: str) -> Page:
    """Ask who the invoice of an order is for, and issue it."""
    order = queries.get_order_by_link(link)
    event = order.event
    start = {"is_organisation": True, "email": order.email}
    start |= {"name": order.tickets[0].organisation_name, "country": order.tickets[0].country}
    form = PageForm(schemas.BuyerForm, start)
    made = form.submit(lambda data: services.bill_by_link(actor(), link, schemas.buyer_in(data)))
    if made is not None:
        flash(_("Invoice %(number)s is issued.", number=made.number), "good")
        return redirect(url_for("billing.show_invoice", link=queries.invoice_link(made)))
    return form.render(
        "billing/order_details.html",
        event=event,
        order=order,
        total=sum(one.cost for one in order.tickets if one.state == "unpaid"),
        link=link,
        countries=countries(),
    )


@blueprint.get("/invoices/<link>")
@public
def show_invoice(link: str) -> str:
    """Show an invoice, and how to pay it, to whoever has the secret address."""
    invoice = queries.get_invoice_by_link(link)
    still = invoice.account.sums.open if invoice.account is not None else 0
    receipts = receipts_of(invoice.id)
    return render_template(
        "billing/public_invoice.html",
        event=invoice.event,
        invoice=invoice,
        document=invoice.document,
        title=title_of(invoice),
        still=still,
        transfer=transfer_code(invoice.document, still),
        papers=papers_of(invoice.id),
        has_receipt=bool(receipts) and receipts[0].state == "made",
        pays_by_card=find_provider() is not None,
        checkout=queries.find_open_checkout(invoice.id, still),
        link=link,
    )


@blueprint.get("/invoices/<link>/invoice.pdf")
@public
def own_invoice_pdf(link: str) -> Response:
    """Give an invoice on paper to whoever has the secret address."""
    return send_paper(papers_of(queries.get_invoice_by_link(link).id))


@blueprint.get("/invoices/<link>/receipt.pdf")
@public
def own_receipt_pdf(link: str) -> Response:
    """Give the receipt to whoever has the secret address."""
    return send_paper(receipts_of(queries.get_invoice_by_link(link).id))


@blueprint.post("/invoices/<link>/card")
@public
def pay_by_card(link: str) -> AnyResponse:
    """Begin a card payment at the provider, before the unit of work that notes it."""
    invoice = queries.get_invoice_by_link(link)
    provider = find_provider()
    still = invoice.account.sums.open if invoice.account is not None else 0
    if provider is None:
        raise NotFound
    if not still:
        raise Conflict("nothing_open")
    back = url_for("billing.show_invoice", link=link)
    asked = Asked(
        amount=still,
        currency=invoice.currency,
        title=title_of(invoice),
        email=invoice.email,
        back_url=request.host_url.rstrip("/") + back,
        key=f"{encode_id(invoice.id)}-{still}",
    )
    begun = provider.begin(asked)
    in_unit_of_work(lambda: services.begin_card_payment(invoice, provider.name, begun, asked))
    return redirect(back)


def _signed(view: View) -> View:
    """Let others send to a view, because it is for the signature to say who they are."""
    view.csrf_exempt = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


@blueprint.post("/payments/stripe")
@public
@_signed
def stripe_webhook() -> tuple[str, int]:
    """Take what Stripe tells of a payment; its signature says that it is from Stripe."""
    provider = find_provider()
    if provider is None or provider.name != "stripe":
        raise NotFound
    signature = request.headers.get("Stripe-Signature", "")
    received = provider.read(request.get_data(cache=False), signature)
    if received is not None:
        try:
            in_unit_of_work(lambda: services.take_card_payment(provider.name, received))
        except Conflict as told_before:
            if told_before.code != NOTED_ALREADY:
                raise
    return "", 200
