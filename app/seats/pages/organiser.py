"""The organiser's side: which company has how many seats, and who came."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import authorize
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.seats import queries, services
from app.seats.pages.base import blueprint
from app.seats.schemas import ChangeSeatsForm, GiveSeatsForm, seats_in
from app.tickets.queries import list_ticket_types, who_came
from app.web.buttons import attempt
from app.web.downloads import send_csv
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

ALL = "/manage/<slug>/tickets/companies"
ONE = f"{ALL}/<id:seats_id>"
HEAD = (
    *("company", "email", "ticket_type", "state", "until"),
    *("seats", "filled", "invited", "returned", "came"),
)


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return event


@blueprint.get(ALL)
@signed_in
def list_seats(slug: str) -> str:
    """Show the companies with seats: how many are filled, and how many people came."""
    event = _managed(slug)
    return render_template(
        "seats/list.html",
        event=event,
        companies=queries.list_seats(event.id),
        came=queries.count_came(event.id),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.get(f"{ALL}.csv")
@signed_in
def seats_csv(slug: str) -> Response:
    """Give the same as a table."""
    event = _managed(slug)
    came = queries.count_came(event.id)
    rows = (
        (
            *(one.company, one.email, one.ticket_type.name, one.state, one.until.isoformat()),
            *(one.seats, one.filled, one.invited, one.returned, came[one.id]),
        )
        for one in queries.list_seats(event.id)
    )
    return send_csv(f"companies-{event.slug}", HEAD, rows)


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
@signed_in
def give_seats(slug: str) -> Page:
    """Give a company seats."""
    event = _managed(slug)
    form = PageForm(GiveSeatsForm, {"seats": 5})
    made = form.submit(
        lambda data: services.give_seats(actor(), event, **seats_in(data, event.timezone))
    )
    if made is not None:
        flash(_("%(company)s has its seats. The link goes by mail.", company=made.company), "good")
        return redirect(url_for("seats.manage_seats", slug=slug, seats_id=made.id))
    types = [(encode_id(one.id), one.name) for one in list_ticket_types(event.id)]
    return form.render("seats/new.html", event=event, types=types)


@blueprint.route(ONE, methods=["GET", "POST"])
@signed_in
def manage_seats(slug: str, seats_id: int) -> Page:
    """Show one company's seats and who has them; change their number or the cut-off."""
    event = _managed(slug)
    given = queries.get_seats(seats_id, event.id)
    start = {"seats": given.seats, "until": local_input(given.until, event.timezone)}
    form = PageForm(ChangeSeatsForm, start)
    done = form.submit(
        lambda data: services.change_seats(actor(), given, **seats_in(data, event.timezone))
    )
    if done is not None:
        flash(_("Saved."), "good")
        return redirect(url_for("seats.manage_seats", slug=slug, seats_id=seats_id))
    names = queries.list_names(given)
    return form.render(
        "seats/seats.html",
        event=event,
        given=given,
        names=names,
        came=who_came([one.id for one in names]),
        link=url_for("seats.company_seats", link=queries.seats_link(given), _external=True),
    )


@blueprint.post(f"{ONE}/renew")
@signed_in
def renew_link(slug: str, seats_id: int) -> AnyResponse:
    """Send a company a new link; the old one ends."""
    given = queries.get_seats(seats_id, _managed(slug).id)
    said = _("A new link goes by mail. The old one opens nothing any more.")
    attempt(lambda: services.renew_link(actor(), given), said)
    return redirect(url_for("seats.manage_seats", slug=slug, seats_id=seats_id))


@blueprint.post(f"{ONE}/revoke")
@signed_in
def revoke_seats(slug: str, seats_id: int) -> AnyResponse:
    """Take back what a company did not fill."""
    given = queries.get_seats(seats_id, _managed(slug).id)
    said = _("The seats that were not filled are free for others.")
    attempt(lambda: services.revoke_seats(actor(), given), said)
    return redirect(url_for("seats.manage_seats", slug=slug, seats_id=seats_id))
