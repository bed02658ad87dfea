"""Who supports whom: handing participants over, and giving late clusters theirs."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.events.queries import list_clusters
from app.tickets import queries, services
from app.tickets.messages import REASONS
from app.tickets.pages.base import blueprint, managed
from app.tickets.schemas import HandOverForm, LateForm
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes

KEPT = ("q", "type", "cluster", "state")  # filters that a hand-over comes back to


@blueprint.post("/manage/<slug>/tickets/attendees/hand-over")
@signed_in
def hand_over(slug: str) -> Response:
    """Let another cluster support the participants that were chosen."""
    event = managed(slug, Permission.TICKET_VIEW)
    form = PageForm(HandOverForm)
    moved = form.submit(lambda data: services.hand_over(actor(), event, **data))
    if moved is None:
        flash(_("Choose people from the list, and the cluster that shall have them."), "bad")
    else:
        words = ngettext("%(num)s person is handed over.", "%(num)s people are handed over.", moved)
        flash(words, "good")
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
    return redirect(url_for("registrations.list_attendees", slug=slug, **kept))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/validate")
@signed_in
@writes
def validate_attendee(slug: str, ticket_id: int) -> Response:
    """Say that a participant is one of the cluster's own."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.validate_attendee(actor(), ticket)
    flash(_("%(name)s is confirmed as one of your own.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.route("/manage/<slug>/tickets/late", methods=["GET", "POST"])
@signed_in
def late_clusters(slug: str) -> Response | tuple[str, int]:
    """Show whom clusters that came late would get, and give them to them."""
    event = managed(slug, Permission.TICKET_MANAGE)
    form = PageForm(LateForm)
    moved = form.submit(lambda data: services.move_late(actor(), event, **data))
    if moved is not None:
        words = ngettext("%(num)s person is handed over.", "%(num)s people are handed over.", moved)
        flash(words, "good")
        return redirect(url_for("registrations.list_attendees", slug=slug))
    moves = services.preview_late(actor(), event)
    return form.render(
        "tickets/late.html",
        event=event,
        moves=[_shown(event, move) for move in moves],
        people=sum(move.people for move in moves),
    )


def _shown(event: Any, move: services.Move) -> dict[str, Any]:
    names = {one.id: one.name for one in list_clusters(event)}
    return {
        "people": move.people,
        "country": move.country,
        "cluster": names[move.cluster_id],
        "reason": REASONS[move.reason],
    }
