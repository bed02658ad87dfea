"""Whoever holds a ticket gives add-ons back, or takes some while places are left."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core import clock
from app.tickets import queries
from app.tickets.pages.base import blueprint
from app.tickets.rules.add_ons import why_fixed
from app.tickets.schemas.changing import AddOnsForm
from app.tickets.services.choosing import choose_add_ons as choose
from app.web.forms import Page, PageForm
from app.web.guards import actor, public


@blueprint.route("/tickets/<link>/<id:ticket_id>/add-ons", methods=["GET", "POST"])
@public
def choose_add_ons(link: str, ticket_id: int) -> Page:
    """Choose what comes with a ticket; works without an account."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    free, fixed = _sorted(ticket)
    has = {one.add_on_id for one in ticket.add_ons}
    kept = {one.id for one, _why in fixed} & has
    form = PageForm(AddOnsForm, {"add_ons": sorted(has - kept)})
    done = form.submit(lambda data: choose(actor(), link, ticket_id, kept | set(data["add_ons"])))
    if done is not None:
        flash(_("Saved."), "good")
        return redirect(url_for("tickets.ticket", link=link))
    return form.render(
        "tickets/choose_add_ons.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        free=free,
        fixed=fixed,
        has=has,
    )


def _sorted(ticket: Any) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Return the add-ons that the holder can choose, and those that stay as they are, with why."""
    free, fixed, now = [], [], clock.now()
    agreed = {one.add_on_id: one.price for one in ticket.add_ons}
    for one in queries.list_add_ons(ticket.event_id):
        is_had = one.id in agreed
        if not is_had and not (one.is_offered and one.is_for(ticket.ticket_type_id)):
            continue
        price = agreed.get(one.id, one.price)
        why = why_fixed(price, one.starts_at, ticket.event.ends_at, now)
        if why is None:
            free.append(one)
        else:
            fixed.append((one, why))
    return free, fixed
