"""Whether somebody comes: one page with two buttons, by the link of the mail."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.tickets import queries
from app.tickets.pages.base import blueprint
from app.tickets.queries.coming import get_confirmation
from app.tickets.services.coming import confirm_coming
from app.web.buttons import attempt
from app.web.guards import actor, public


@blueprint.get("/tickets/<link>/<id:ticket_id>/coming")
@public
def ask_coming(link: str, ticket_id: int) -> str:
    """Ask whether somebody comes; looking at it says nothing."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    return render_template(
        "tickets/coming.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        confirmation=get_confirmation(ticket_id),
        has_come=bool(queries.who_came([ticket_id])),
    )


@blueprint.post("/tickets/<link>/<id:ticket_id>/coming")
@public
def coming(link: str, ticket_id: int) -> AnyResponse:
    """Say that one comes."""
    attempt(lambda: confirm_coming(actor(), link, ticket_id), _("Thank you: we expect you."))
    return redirect(url_for("tickets.ask_coming", link=link, ticket_id=ticket_id))
