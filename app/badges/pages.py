"""Badges to print: choose what and on which paper, then wait for the PDF."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.badges import services
from app.badges.rules.layout import SheetFormat
from app.badges.schemas import BadgesForm
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.tickets import queries
from app.web.forms import PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS, ticket_tab

blueprint = Blueprint("badges", __name__)
ticket_tab(40, lazy_gettext("Badges"), "badges.choose", Permission.BADGE_PRINT)

FORMATS = [
    (
        SheetFormat.A6.value,
        lazy_gettext("A6, one badge a page"),
        lazy_gettext("For badge printers and pre-cut card."),
    ),
    (
        SheetFormat.A4_FOUR.value,
        lazy_gettext("A4, four badges a sheet"),
        lazy_gettext("With marks that show where to cut."),
    ),
]


@blueprint.route("/manage/<slug>/badges", methods=["GET", "POST"])
@signed_in
def choose(slug: str) -> tuple[str, int] | Response:
    """Ask for badges."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.BADGE_PRINT, event)
    form = PageForm(BadgesForm, {"layout": SheetFormat.A6.value})
    work = form.submit(lambda data: _start(event, data))
    if work is not None:
        return redirect(url_for("work.view_work", work_id=work.id))
    return form.render(
        "badges/print.html",
        event=event,
        formats=FORMATS,
        types=queries.list_ticket_types(event.id),
        counts=queries.count_valid_by_type(event.id, fence(actor(), event)),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


def _start(event: Any, data: dict[str, Any]) -> Any:
    return services.start_badges(
        actor(),
        event,
        layout=data["layout"],
        ticket_type=data["ticket_type"],
        title=_("Badges for %(event)s", event=event.name)[:160],
        back_url=url_for("badges.choose", slug=event.slug),
    )
