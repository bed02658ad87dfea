"""The organiser's page of one attendee, and what can be done with the ticket."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import can
from app.core.permissions import Permission
from app.events.policies import is_looking_in
from app.events.queries import list_clusters
from app.tickets import queries, services
from app.tickets.messages import REASONS
from app.tickets.pages.answers import answers_of
from app.tickets.pages.base import blueprint, managed
from app.tickets.queries import requests
from app.web.guards import actor, signed_in, writes


@blueprint.get("/manage/<slug>/tickets/attendees/<id:ticket_id>")
@signed_in
def attendee(slug: str, ticket_id: int) -> str:
    """Show one ticket, its code and what can be done with it."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    # Whoever has the link may cancel, and the desk may not; break-glass shows no key at all.
    gives_keys = not is_looking_in(actor(), event)
    may_hold = gives_keys and can(actor(), Permission.ATTENDEE_EDIT, ticket)
    return render_template(
        "tickets/attendee.html",
        event=event,
        ticket=ticket,
        asked=requests.questions_of([ticket.id]).get(ticket.id),
        codes=queries.codes_of(ticket) if gives_keys else None,
        has_come=bool(queries.who_came([ticket.id])),
        link=queries.link_of(ticket) if may_hold else None,
        clusters=list_clusters(event),
        reason=REASONS[ticket.support_reason],
        answers=answers_of(event, ticket),
    )


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/cancel")
@signed_in
@writes
def cancel_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Cancel a ticket and free its place."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.cancel_ticket(actor(), ticket)
    flash(_("The ticket of %(name)s is cancelled.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/reissue")
@signed_in
@writes
def reissue_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Give a ticket a new code."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.reissue_ticket(actor(), ticket)
    flash(_("%(name)s has a new code. The old badge no longer counts.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))
