"""Break-glass: the operator's page, the leads' panel, and the noting of every look."""

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize, can
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.oversight import queries, schemas, services
from app.oversight.messages import GLASS_STATES
from app.oversight.pages.frame import blueprint
from app.oversight.rules import MOST_HOURS, SHORTEST_REASON
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, widens, writes
from app.web.panels import panel
from app.web.proof import proved_to_change

INSIDE = "/manage/<slug>"
CLOSED = {"checkin.show_pairing", "checkin.pairing_state"}  # they show a key to the door


@widens
def look_in(who: Actor) -> Actor:
    """Let an operator who broke the glass see an event's pages, each noted before it is shown."""
    rule = str(request.url_rule)
    if not who.is_operator or not rule.startswith(INSIDE) or request.endpoint in CLOSED:
        return who
    values = dict(request.view_args or {})
    glass = queries.find_open_glass(who, str(values.pop("slug")))
    if glass is None:
        return who
    things = [value for value in values.values() if isinstance(value, int)]
    page = str(request.endpoint)
    in_unit_of_work(lambda: services.note_look(who, glass, page, things))
    g.glass = glass
    return replace(who, looks_into=frozenset({glass.event_id}))


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """Tell every page whether it is seen by break-glass."""
    return {"glass": g.get("glass")}


@blueprint.route("/admin/break-glass", methods=["GET", "POST"])
@signed_in
@proved_to_change
def break_glass() -> Page:
    """Let the operator take a view of an event, and list those taken."""
    authorize(actor(), Permission.GLASS_BREAK)
    form = PageForm(schemas.GlassForm, {"hours": 1, "event": request.args.get("event")})
    made = form.submit(lambda data: services.break_glass(actor(), **data))
    if made is not None:
        flash(_("You see the event now, and everything you open is noted."), "good")
        return redirect(url_for("events.manage_event", slug=made.event.slug))
    return form.render(
        "oversight/break_glass.html",
        glasses=queries.list_glasses(),
        states=GLASS_STATES,
        most_hours=MOST_HOURS,
        shortest=SHORTEST_REASON,
    )


@blueprint.post("/break-glass/<id:glass_id>/end")
@signed_in
@writes
def end_glass(glass_id: int) -> Response:
    """End a view before its time."""
    glass = services.end_glass(actor(), glass_id)
    flash(_("The view is ended."), "good")
    if glass.opened_by_id == actor().person_id:
        return redirect(url_for("oversight.break_glass"))
    return redirect(url_for("events.manage_event", slug=glass.event.slug))


@panel("event.manage", 1, "oversight/_panel_glass.html")
def shown_to_leads(event: Any, who: Any) -> dict[str, Any] | None:
    """Show the leads who looked in from outside, and let them end it."""
    if not can(who, Permission.LOG_VIEW, event):
        return None
    found = queries.list_shown_glasses(event)
    return {"glasses": found, "states": GLASS_STATES} if found else None
