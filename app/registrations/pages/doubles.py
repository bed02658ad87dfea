"""Tickets that look like one person's, side by side."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.registrations import services
from app.registrations.pages.base import blueprint, managed
from app.registrations.queries.doubles import list_doubles
from app.registrations.schemas import DoubleForm
from app.tickets.queries import get_attendees, who_came
from app.web.buttons import attempt
from app.web.forms import PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered

ALL = "/manage/<slug>/tickets/doubles"
PER_PAGE = 20


@blueprint.get(ALL)
@signed_in
def doubles(slug: str) -> str:
    """Show pairs of tickets that look like one person's."""
    event = managed(slug, Permission.SUPPORT_MANAGE)
    found = list_doubles(actor(), event)
    shown, turns = numbered(lambda limit, offset: found[offset : offset + limit], PER_PAGE)
    ids = sorted({number for one in shown for number in (one.first_id, one.second_id)})
    tickets = {one.id: one for one in get_attendees(actor(), event, ids)} if ids else {}
    return render_template(
        "registrations/doubles.html",
        event=event,
        pairs=[(one, tickets[one.first_id], tickets[one.second_id]) for one in shown],
        came=who_came(ids),
        total=len(found),
        turns=turns,
    )


@blueprint.post(f"{ALL}/merge")
@signed_in
def merge_doubles(slug: str) -> Response:
    """Keep one of two tickets."""
    event = managed(slug, Permission.SUPPORT_MANAGE)
    data = PageForm(DoubleForm).read()
    if data is not None:
        keep, drop = data["ticket_id"], data["other_id"]
        said = _("They are one now: the other ticket is cancelled, and its place is free.")
        attempt(lambda: services.merge_tickets(actor(), event, keep=keep, drop=drop), said)
    return redirect(url_for("registrations.doubles", slug=slug))


@blueprint.post(f"{ALL}/dismiss")
@signed_in
def dismiss_doubles(slug: str) -> Response:
    """Say that two tickets are two people's."""
    event = managed(slug, Permission.SUPPORT_MANAGE)
    data = PageForm(DoubleForm).read()
    if data is not None:
        one, other = data["ticket_id"], data["other_id"]
        said = _("They stay two people.")
        attempt(lambda: services.dismiss_double(actor(), event, one, other), said)
    return redirect(url_for("registrations.doubles", slug=slug))
