"""The organiser's side: kinds of tickets and places."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.ids import encode_id
from app.events.policies import fence
from app.events.queries import list_clusters
from app.tickets import queries, schemas, services
from app.tickets.pages.base import AUDIENCES, VISIBILITIES, blueprint, managed
from app.tickets.queries.waiting import count_waiting, held_by_purpose
from app.tickets.rules.places import MOST_AT_ONCE
from app.tickets.rules.waiting import OFFER_HOURS
from app.web.fields import countries, local_input, money_text
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

NEW_TYPE = {"audience": "attendee", "visibility": "public", "least": 1, "most": MOST_AT_ONCE}
NEW_TYPE |= {"has_waiting_list": True, "offer_hours": OFFER_HOURS, "is_transferable": True}
PLAIN = ("name", "description", "audience", "visibility", "access_code", "needs_approval")
NUMBERS = ("least", "most", "currency", "valid_from_on", "valid_until_on")
LIST = ("has_waiting_list", "offer_hours", "is_transferable")


@blueprint.get("/manage/<slug>/tickets")
@signed_in
def manage_tickets(slug: str) -> str:
    """Show the kinds of tickets, and how many places are taken."""
    event = managed(slug)
    return render_template(
        "tickets/manage.html",
        event=event,
        offers=queries.list_offers(event, clock.now(), public_only=False),
        quotas=queries.list_quotas(event.id),
        held=held_by_purpose(event.id),
        waiting=count_waiting(event.id),
        add_ons=queries.list_add_ons(event.id),
        counts=queries.count_valid_by_type(event.id, fence(actor(), event)),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.route("/manage/<slug>/tickets/types/new", methods=["GET", "POST"])
@signed_in
def new_ticket_type(slug: str) -> Page:
    """Add a kind of ticket."""
    event = managed(slug)
    form = PageForm(schemas.NewTicketTypeForm, NEW_TYPE)
    made = form.submit(
        lambda data: services.add_ticket_type(
            actor(), event, **schemas.ticket_type_in(data, event.timezone)
        )
    )
    if made is not None:
        flash(_("“%(name)s” is added.", name=made.name), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return form.render(
        "tickets/type.html",
        event=event,
        ticket_type=None,
        audiences=list(AUDIENCES.items()),
        visibilities=list(VISIBILITIES.items()),
        quotas=queries.list_quotas(event.id),
        most_at_once=MOST_AT_ONCE,
    )


@blueprint.route("/manage/<slug>/tickets/types/<id:ticket_type_id>", methods=["GET", "POST"])
@signed_in
def edit_ticket_type(slug: str, ticket_type_id: int) -> Page:
    """Change a kind of ticket."""
    event = managed(slug)
    chosen = queries.get_ticket_type(ticket_type_id, event.id)
    form = PageForm(schemas.TicketTypeForm, _values(chosen, event.timezone))
    done = form.submit(
        lambda data: services.edit_ticket_type(
            actor(), chosen, **schemas.ticket_type_in(data, event.timezone)
        )
    )
    if done is not None:
        flash(_("“%(name)s” is saved.", name=done.name), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return form.render(
        "tickets/type.html",
        event=event,
        ticket_type=chosen,
        audiences=list(AUDIENCES.items()),
        visibilities=list(VISIBILITIES.items()),
        quotas=queries.list_quotas(event.id),
        most_at_once=MOST_AT_ONCE,
    )


def _values(chosen: Any, zone: str) -> dict[str, Any]:
    times = {name: local_input(getattr(chosen, name), zone) for name in schemas.SALE}
    costs = {name: money_text(getattr(chosen, name)) for name in ("price", "vat_rate")}
    quotas = [encode_id(one.id) for one in chosen.quotas]
    plain = {name: getattr(chosen, name) for name in (*PLAIN, *NUMBERS, *LIST)}
    return plain | times | costs | {"quotas": quotas}


@blueprint.route("/manage/<slug>/tickets/places/new", methods=["GET", "POST"])
@signed_in
def new_quota(slug: str) -> Page:
    """Add a number of places to share, of everybody or of one country or cluster alone."""
    event = managed(slug)
    form = PageForm(schemas.NewQuotaForm)
    made = form.submit(lambda data: services.add_quota(actor(), event, **data))
    if made is not None:
        flash(_("“%(name)s” is added. Choose it where a ticket counts.", name=made.name), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return form.render(
        "tickets/new_places.html",
        event=event,
        countries=countries(),
        clusters=list_clusters(event),
    )


@blueprint.route("/manage/<slug>/tickets/places/<id:quota_id>", methods=["GET", "POST"])
@signed_in
def resize_quota(slug: str, quota_id: int) -> Page:
    """Change a number of places."""
    event = managed(slug)
    quota = queries.get_quota(quota_id, event.id)
    form = PageForm(schemas.QuotaForm, {"size": quota.size})
    done = form.submit(lambda data: services.resize_quota(actor(), quota, data["size"]))
    if done is not None:
        flash(_("“%(name)s” now has %(size)s places.", name=done.name, size=done.size), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return form.render("tickets/places.html", event=event, quota=quota)
