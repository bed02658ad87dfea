"""Badges to print: choose what and on which paper, then wait for the PDF."""

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.events.policies import fence
from app.tickets import queries, services
from app.tickets.pages.base import blueprint, managed
from app.tickets.rules.badge_layout import SheetFormat
from app.tickets.schemas import BadgesForm
from app.web.forms import PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

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
def badges(slug: str) -> tuple[str, int] | Response:
    """Ask for badges."""
    event = managed(slug, Permission.BADGE_PRINT)
    form = PageForm(BadgesForm, {"layout": SheetFormat.A6.value})
    work = form.submit(lambda data: _start(event, data))
    if work is not None:
        return redirect(url_for("work.view_work", work_id=work.id))
    return form.render(
        "tickets/badges.html",
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
        back_url=url_for("tickets.badges", slug=event.slug),
    )
