"""Billing for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.billing import queries, schemas, services
from app.billing.queries import InvoiceFilter
from app.billing.queries.cancelled import get_line, list_undecided
from app.billing.services.cancelling import keep_money
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.guards import about_events, actor, token, writes
from app.web.paging import page_of

blueprint = Blueprint("billing-api", __name__, description="Invoices, payments and paid services")
about_events(blueprint.name)


def _seen(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BILLING_VIEW, event)
    return event


@blueprint.route("/events/<slug>/seller", methods=["GET"])
@blueprint.response(200, schemas.SellerOut)
@token
def get_seller(slug: str) -> Any:
    """Get who bills for an event."""
    seller = queries.find_seller(_seen(slug).id)
    if seller is None:
        raise NotFound
    return seller


@blueprint.route("/events/<slug>/seller", methods=["PUT"])
@blueprint.arguments(schemas.SellerForm)
@blueprint.response(200, schemas.SellerOut)
@token
@writes
def set_seller(data: dict[str, Any], slug: str) -> Any:
    """Say who bills for an event; what was issued stays as it is."""
    event = get_managed_event(actor(), slug)
    return services.set_seller(actor(), event, schemas.seller_in(data))


@blueprint.route("/events/<slug>/paid-services", methods=["GET"])
@blueprint.response(200, schemas.ServiceOut(many=True))
@token
def list_services(slug: str) -> Any:
    """List what an event sells beside tickets."""
    return queries.list_services(_seen(slug).id)


@blueprint.route("/events/<slug>/paid-services", methods=["POST"])
@blueprint.arguments(schemas.ServiceForm)
@blueprint.response(201, schemas.ServiceOut)
@token
@writes
def add_service(data: dict[str, Any], slug: str) -> Any:
    """Put a paid service on offer."""
    event = get_managed_event(actor(), slug)
    return services.add_service(actor(), event, schemas.service_in(data))


@blueprint.route("/events/<slug>/paid-services/<id:service_id>/orders", methods=["POST"])
@blueprint.arguments(schemas.ServiceOrderForm)
@blueprint.response(201, schemas.InvoiceWholeOut)
@token
@writes
def order_service(data: dict[str, Any], slug: str, service_id: int) -> Any:
    """Sell a paid service to an organisation, which is billed at once."""
    event = get_managed_event(actor(), slug)
    chosen = queries.get_service(service_id, event.id)
    return services.order_service(actor(), chosen, data["quantity"], schemas.buyer_in(data))


@blueprint.route("/events/<slug>/invoices", methods=["GET"])
@blueprint.arguments(schemas.InvoiceQuery, location="query")
@blueprint.response(200, schemas.InvoicePage)
@token
def list_invoices(query: dict[str, Any], slug: str) -> Any:
    """List an event's invoices and credit notes."""
    event = _seen(slug)
    standing = query.get("standing") or ""
    wanted = InvoiceFilter(
        query.get("text") or "", standing if standing in queries.STANDINGS else ""
    )
    return page_of(
        query, lambda after, limit: queries.list_invoices_after(event, wanted, after, limit)
    )


@blueprint.route("/events/<slug>/invoices/<id:invoice_id>", methods=["GET"])
@blueprint.response(200, schemas.InvoiceWholeOut)
@token
def get_invoice(slug: str, invoice_id: int) -> Any:
    """Get an invoice or credit note with its document."""
    return queries.get_invoice(invoice_id, _seen(slug).id)


@blueprint.route("/events/<slug>/invoices/<id:invoice_id>/credit-notes", methods=["POST"])
@blueprint.arguments(schemas.CreditForm)
@blueprint.response(201, schemas.InvoiceWholeOut)
@token
@writes
def credit(data: dict[str, Any], slug: str, invoice_id: int) -> Any:
    """Take an invoice back: the lines that are named, or all that are left without any."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BILLING_MANAGE, event)
    found = queries.get_invoice(invoice_id, event.id)
    left = [one.id for one in queries.list_lines(invoice_id) if one.credited_by_id is None]
    return services.credit_lines(actor(), found, data | {"lines": data["lines"] or left})


@blueprint.route("/events/<slug>/invoices/<id:invoice_id>/payments", methods=["POST"])
@blueprint.arguments(schemas.PaymentForm)
@blueprint.response(201, schemas.InvoiceOut)
@token
@writes
def note_payment(data: dict[str, Any], slug: str, invoice_id: int) -> Any:
    """Note that money came for an invoice, or was given back."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BILLING_MANAGE, event)
    found = queries.get_invoice(invoice_id, event.id)
    note = services.note_refund if data["kind"] == "refund" else services.note_payment
    note(actor(), found, schemas.noted_in(data))
    return found


@blueprint.route("/events/<slug>/orders/<id:order_id>/invoice", methods=["POST"])
@blueprint.arguments(schemas.BuyerForm)
@blueprint.response(201, schemas.InvoiceWholeOut)
@token
@writes
def bill_order(data: dict[str, Any], slug: str, order_id: int) -> Any:
    """Bill an order of tickets that is to be paid, as an organiser."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BILLING_MANAGE, event)
    order = queries.get_order(order_id, event.id)
    return services.bill_order(actor(), order, schemas.buyer_in(data))


@blueprint.route("/events/<slug>/income", methods=["GET"])
@blueprint.response(200, schemas.IncomeOut(many=True))
@token
def get_income(slug: str) -> Any:
    """Get what an event billed, what was paid and what is open, by currency."""
    return queries.income_of(_seen(slug))


@blueprint.route("/events/<slug>/undecided-refunds", methods=["GET"])
@blueprint.response(200, schemas.UndecidedOut(many=True))
@token
def list_undecided_refunds(slug: str) -> Any:
    """List what was billed for tickets that are cancelled, and nobody has decided about."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BILLING_MANAGE, event)
    return [line for line, _invoice in list_undecided(event.id)]


@blueprint.route("/events/<slug>/undecided-refunds/<id:line_id>/keep", methods=["POST"])
@blueprint.response(204)
@token
@writes
def keep_payment_of(slug: str, line_id: int) -> None:
    """Decide that what was paid for a cancelled ticket is not given back."""
    event = get_managed_event(actor(), slug)
    keep_money(actor(), get_line(line_id, event.id))
