"""The organiser's side: what can be had with a ticket."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.ids import encode_id
from app.tickets import queries, schemas, services
from app.tickets.pages.base import ADD_ON_KINDS, as_choice, blueprint, managed
from app.web.fields import local_input, money_text
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in

NEW_ADD_ON = {"kind": "workshop", "is_offered": True}


@blueprint.route("/manage/<slug>/tickets/add-ons/new", methods=["GET", "POST"])
@signed_in
def new_add_on(slug: str) -> Page:
    """Add a workshop, a visit or a dinner that people can have with their ticket."""
    event = managed(slug)
    form = PageForm(schemas.NewAddOnForm, NEW_ADD_ON)
    made = form.submit(
        lambda data: services.add_add_on(actor(), event, **schemas.add_on_in(data, event.timezone))
    )
    if made is not None:
        flash(_("“%(name)s” is added.", name=made.name), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return _render(form, event, None)


@blueprint.route("/manage/<slug>/tickets/add-ons/<id:add_on_id>", methods=["GET", "POST"])
@signed_in
def edit_add_on(slug: str, add_on_id: int) -> Page:
    """Change what people can have with their ticket, or offer it no longer."""
    event = managed(slug)
    chosen = queries.get_add_on(add_on_id, event.id)
    form = PageForm(schemas.AddOnForm, _values(chosen, event.timezone))
    done = form.submit(
        lambda data: services.edit_add_on(
            actor(), chosen, **schemas.add_on_in(data, event.timezone)
        )
    )
    if done is not None:
        flash(_("“%(name)s” is saved.", name=done.name), "good")
        return redirect(url_for("tickets.manage_tickets", slug=slug))
    return _render(form, event, chosen)


def _render(form: PageForm, event: Any, add_on: Any) -> Page:
    return form.render(
        "tickets/add_on.html",
        event=event,
        add_on=add_on,
        kinds=list(ADD_ON_KINDS.items()),
        quotas=queries.list_quotas(event.id),
        types=[as_choice(one) for one in queries.list_ticket_types(event.id)],
    )


def _values(chosen: Any, zone: str) -> dict[str, Any]:
    plain = {name: getattr(chosen, name) for name in ("name", "description", "kind", "is_offered")}
    times = {name: local_input(getattr(chosen, name), zone) for name in ("starts_at", "ends_at")}
    costs = {name: money_text(getattr(chosen, name)) for name in ("price", "vat_rate")}
    lists = {
        name: [encode_id(one.id) for one in getattr(chosen, name)]
        for name in ("quotas", "ticket_types")
    }
    return plain | times | costs | lists
