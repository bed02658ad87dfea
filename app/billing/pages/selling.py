"""Who bills for an event, and the services that are sold beside tickets."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.billing import queries, schemas, services
from app.billing.messages import SCHEMES
from app.billing.pages.base import BILLING, blueprint, managed
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.queries import list_clusters
from app.web.fields import countries, money_text
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

OWN = (
    *("legal_name", "street", "postcode", "city", "country", "email", "scheme", "is_reversing"),
    *("vat_number", "tax_number", "exempt_reason", "iban", "bic", "prefix"),
    *("term_days", "grace_days", "notes"),
)
NEW_SERVICE = {"currency": "EUR", "vat_rate": "19"}


@blueprint.route("/manage/<slug>/billing/seller", methods=["GET", "POST"])
@signed_in
def edit_seller(slug: str) -> Page:
    """Say who bills for the event."""
    event = managed(slug)
    form = PageForm(schemas.SellerForm, _start(event))
    done = form.submit(lambda data: services.set_seller(actor(), event, schemas.seller_in(data)))
    if done is not None:
        flash(_("%(name)s bills for this event.", name=done.legal_name), "good")
        return redirect(url_for("billing.list_invoices", slug=slug))
    return form.render(
        "billing/seller.html",
        event=event,
        clusters=[(encode_id(one.id), one.name) for one in list_clusters(event)],
        countries=countries(),
        schemes=list(SCHEMES.items()),
        tabs=TICKETS.tabs(event, slug=slug),
        parts=BILLING.tabs(event, slug=slug),
    )


def _start(event: Any) -> dict[str, Any]:
    """Fill in what is known: the seller, or else the lead's organisation."""
    seller = queries.find_seller(event.id)
    if seller is not None:
        values = {name: getattr(seller, name) for name in OWN}
        return values | {"organisation": encode_id(seller.organisation_id)}
    lead = event.lead_organisation
    return {
        "organisation": encode_id(lead.id),
        "legal_name": lead.legal_name or lead.name,
        "city": lead.city,
        "country": lead.country,
        "vat_number": lead.vat_number,
        "scheme": "standard",
        "is_reversing": True,
        "term_days": 14,
        "grace_days": 14,
    }


@blueprint.get("/manage/<slug>/billing/services")
@signed_in
def list_services(slug: str) -> str:
    """List what is sold beside tickets."""
    event = managed(slug, Permission.BILLING_VIEW)
    return render_template(
        "billing/services.html",
        event=event,
        services=queries.list_services(event.id),
        tabs=TICKETS.tabs(event, slug=slug),
        parts=BILLING.tabs(event, slug=slug),
    )


@blueprint.route("/manage/<slug>/billing/services/new", methods=["GET", "POST"])
@signed_in
def new_service(slug: str) -> Page:
    """Put a paid service on offer."""
    event = managed(slug)
    form = PageForm(schemas.ServiceForm, NEW_SERVICE)
    made = form.submit(lambda data: services.add_service(actor(), event, schemas.service_in(data)))
    if made is not None:
        flash(_("“%(name)s” is added.", name=made.name), "good")
        return redirect(url_for("billing.list_services", slug=slug))
    return form.render(
        "billing/service.html",
        event=event,
        service=None,
        currencies=[(one, one) for one in schemas.CURRENCIES],
    )


@blueprint.route("/manage/<slug>/billing/services/<id:service_id>", methods=["GET", "POST"])
@signed_in
def edit_service(slug: str, service_id: int) -> Page:
    """Change a paid service."""
    event = managed(slug)
    chosen = queries.get_service(service_id, event.id)
    start = {name: getattr(chosen, name) for name in ("name", "description", "currency", "size")}
    start |= {"price": money_text(chosen.price), "vat_rate": money_text(chosen.vat_rate)}
    form = PageForm(schemas.ServiceForm, start)
    done = form.submit(
        lambda data: services.edit_service(actor(), chosen, schemas.service_in(data))
    )
    if done is not None:
        flash(_("“%(name)s” is saved.", name=done.name), "good")
        return redirect(url_for("billing.list_services", slug=slug))
    return form.render(
        "billing/service.html",
        event=event,
        service=chosen,
        currencies=[(one, one) for one in schemas.CURRENCIES],
    )


@blueprint.route("/manage/<slug>/billing/services/<id:service_id>/order", methods=["GET", "POST"])
@signed_in
def order_service(slug: str, service_id: int) -> Page:
    """Sell a paid service to an organisation, which is billed at once."""
    event = managed(slug)
    chosen = queries.get_service(service_id, event.id)
    form = PageForm(schemas.ServiceOrderForm, {"quantity": 1, "is_organisation": True})
    made = form.submit(
        lambda data: services.order_service(
            actor(), chosen, data["quantity"], schemas.buyer_in(data)
        )
    )
    if made is not None:
        flash(_("Invoice %(number)s is issued.", number=made.number), "good")
        return redirect(url_for("billing.invoice", slug=slug, invoice_id=made.id))
    return form.render(
        "billing/order_service.html", event=event, service=chosen, countries=countries()
    )
