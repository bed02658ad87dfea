"""The door on paper: ask for the list to tick, and type the ticks in later."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from app.checkin.pages.base import WAYS, blueprint, get_event_for
from app.checkin.queries import setup
from app.checkin.queries.paper import days_of
from app.checkin.schemas.paper import PaperListSchema, TicksSchema
from app.checkin.services import paper
from app.core import clock
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import DOOR


@blueprint.route("/manage/<slug>/checkin/paper", methods=["GET", "POST"])
@signed_in
def paper_list(slug: str) -> Page:
    """Ask for the list of a gate to print."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    form = PageForm(PaperListSchema)
    title = _("List for the door of %(event)s", event=event.name)[:160]
    back = url_for("checkin.paper_list", slug=slug)
    work = form.submit(
        lambda data: paper.start_paper_list(actor(), event, title=title, back_url=back, **data)
    )
    if work is not None:
        return redirect(url_for("work.view_work", work_id=work.id))
    days = [day.isoformat() for day in days_of(event)]
    return form.render("checkin/paper.html", days=days, **_shared(event))


@blueprint.route("/manage/<slug>/checkin/paper/ticks", methods=["GET", "POST"])
@signed_in
def type_ticks(slug: str) -> Page:
    """Type in what was ticked on paper, and see what comes of each line."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    start = {"at": local_input(min(clock.now(), event.ends_at), event.timezone), "direction": "in"}
    form = PageForm(TicksSchema, start)
    results = form.submit(lambda data: paper.type_in_paper(actor(), event, **data))
    if results is not None:
        page = render_template("checkin/typed.html", results=results, **_shared(event))
        return page, 200
    return form.render("checkin/ticks.html", ways=list(WAYS.items()), **_shared(event))


def _shared(event: Any) -> dict[str, Any]:
    gates = [(encode_id(one.id), one.name) for one in setup.list_gates(event.id)]
    return {"event": event, "gates": gates, "tabs": DOOR.tabs(event, slug=event.slug)}
