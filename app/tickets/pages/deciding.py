"""The organiser decides about those who asked to come."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.tickets import queries, services
from app.tickets.pages.base import blueprint, managed
from app.tickets.schemas import DeclineForm
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/approve")
@signed_in
@writes
def approve_attendee(slug: str, ticket_id: int) -> Response:
    """Let somebody come who asked to."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.approve_ticket(actor(), ticket)
    flash(_("%(name)s can come, and hears of it by mail.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/decline")
@signed_in
def decline_attendee(slug: str, ticket_id: int) -> Response:
    """Tell somebody who asked to come that they cannot, and why."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)

    def decline(data: dict[str, str]) -> bool:
        services.decline_ticket(actor(), ticket, data["reason"])
        return True

    if PageForm(DeclineForm).submit(decline):
        flash(_("%(name)s hears of it by mail.", name=ticket.name), "good")
    else:
        flash(_("Write the reason; it goes to them by mail."), "bad")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))
