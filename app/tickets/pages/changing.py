"""Whoever holds a ticket corrects what stands on it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core import clock
from app.identity.messages import KINDS
from app.tickets import queries
from app.tickets.pages.base import blueprint
from app.tickets.queries.transfers import names_until
from app.tickets.rules.changing import may_change
from app.tickets.schemas.changing import HolderForm, holder_in
from app.tickets.services.correcting import change_by_link
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, public

FIELDS = (
    *("given_name", "family_name", "latin_name"),
    *("organisation_name", "organisation_kind", "country"),
)


@blueprint.route("/tickets/<link>/<id:ticket_id>/change", methods=["GET", "POST"])
@public
def change_ticket(link: str, ticket_id: int) -> Page:
    """Change one's name or organisation on a ticket; works without an account."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    until = names_until(ticket.event)
    form = PageForm(HolderForm, {name: getattr(ticket, name) for name in FIELDS})
    done = form.submit(
        lambda data: change_by_link(
            actor(), link, ticket_id, **holder_in(dict.fromkeys(form.schema.load_fields) | data)
        )
    )
    if done is not None:
        flash(_("Saved. The code of the ticket is still the same."), "good")
        return redirect(url_for("tickets.ticket", link=link))
    return form.render(
        "tickets/change.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        may_change=may_change(ticket.state, until, clock.now()),
        until=until,
        kinds=list(KINDS.items()),
        countries=countries(),
    )
