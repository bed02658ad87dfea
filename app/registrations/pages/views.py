"""Names for ways to look at the list of attendees, and the history of one of them."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor
from app.oversight.messages import deed_words
from app.registrations import services
from app.registrations.pages.base import LIST, blueprint, managed
from app.registrations.queries.history import history_of
from app.registrations.schemas import ViewForm, as_asked, read_query
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.panels import panel


@blueprint.route("/manage/<slug>/tickets/attendees/views/new", methods=["GET", "POST"])
@signed_in
def save_view(slug: str) -> Page:
    """Give what the address asks for a name."""
    event = managed(slug)
    asked = as_asked(read_query(request.args))
    form = PageForm(ViewForm)
    made = form.submit(lambda data: services.save_view(actor(), event, asked=asked, **data))
    if made is not None:
        return redirect(url_for(LIST, slug=slug, **made.asked))
    return form.render("registrations/view.html", event=event, asked=asked)


@blueprint.post("/manage/<slug>/tickets/attendees/views/<id:view_id>/delete")
@signed_in
def delete_view(slug: str, view_id: int) -> Response:
    """Drop a view of one's own."""
    event = managed(slug)
    attempt(lambda: services.delete_view(actor(), event, view_id), _("The view is deleted."))
    return redirect(url_for(LIST, slug=slug))


@panel("attendee.view", 10, "registrations/_history.html")
def history(ticket: Any, reader: Actor) -> dict[str, Any] | None:
    """Tell whoever may see an attendee what was done with the registration, by whom and when."""
    found = history_of(reader, ticket)
    if found is None:
        return None
    items = [
        {"title": deed_words(one.name), "text": one.who or _("Somebody without an account")}
        | {"at": one.at}
        for one in found
    ]
    return {"items": items, "zone": ticket.event.timezone}
