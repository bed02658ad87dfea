"""Planning, changing and publishing an event."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Forbidden, Invalid
from app.core.ids import encode_id
from app.core.times import to_local
from app.events import queries, schemas, services
from app.events.messages import PORTAL_STAGES, STAGES
from app.events.pages.frame import EVENT, blueprint, get_editable_event, may_create, stages_of
from app.events.policies import seat_on
from app.events.rules import STAGES_OF, Stage, missing_for_publication
from app.identity.queries import list_clusters_of
from app.web.fields import local_input, timezones
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.panels import figures_of
from app.web.words import words_for


@blueprint.route("/events/new", methods=["GET", "POST"])
@signed_in
def new_event() -> Page:
    """Plan an event."""
    clusters = list_clusters_of(actor())
    if not may_create(clusters):
        raise Forbidden
    zone = queries.find_latest_timezone(clusters[0].id) if len(clusters) == 1 else None
    form = PageForm(schemas.NewEventForm, {"capacity": 200, "timezone": zone})
    event = form.submit(lambda data: services.create_event(actor(), **data))
    if event is not None:
        flash(_("%(name)s is planned. Nobody but your team sees it yet.", name=event.name), "good")
        return redirect(url_for("events.manage_event", slug=event.slug))
    leads = [(encode_id(one.id), one.name) for one in clusters]
    return form.render("events/new.html", leads=leads, zones=timezones())


@blueprint.get("/manage/<slug>")
@signed_in
def manage_event(slug: str) -> Page:
    """Show where an event stands, what blocks it, and the figures that matter now."""
    event = queries.get_managed_event(actor(), slug)
    here = stages_of([event])[event.id]
    missing = missing_for_publication(event, clock.now()) if here is Stage.DRAFT else ()
    words = PORTAL_STAGES if event.is_portal else STAGES
    page = render_template(
        "events/manage.html",
        event=event,
        stage=here,
        stages=[(stage, words[stage]) for stage in STAGES_OF[event.kind]],
        missing=[words_for(Invalid(code)) for code in missing],
        figures=figures_of(actor(), event),
        own_place=seat_on(actor(), event),
        tabs=EVENT.tabs(event, slug=event.slug),
    )
    return page, 200


@blueprint.route("/manage/<slug>/details", methods=["GET", "POST"])
@signed_in
def edit_event(slug: str) -> Page:
    """Change what is said of an event."""
    event = get_editable_event(slug)
    if event.is_portal:
        return _edit_portal(event)
    form = PageForm(schemas.EventForm, _start(event))
    changed = form.submit(lambda data: services.change_event(actor(), event.id, **data))
    if changed is not None:
        flash(_("%(name)s is saved.", name=changed.name), "good")
        return redirect(url_for("events.manage_event", slug=changed.slug))
    context = {"event": event, "zones": timezones(), "tabs": EVENT.tabs(event, slug=event.slug)}
    return form.render("events/edit.html", **context)


def _edit_portal(event: Any) -> Page:
    start = {name: getattr(event, name) for name in ("name", "summary", "description", "timezone")}
    start["until"] = to_local(event.ends_at, event.timezone).date().isoformat()
    form = PageForm(schemas.PortalDetails, start)
    changed = form.submit(lambda data: services.change_portal(actor(), event.id, **data))
    if changed is not None:
        flash(_("%(name)s is saved.", name=changed.name), "good")
        return redirect(url_for("events.manage_event", slug=changed.slug))
    context = {"event": event, "zones": timezones(), "tabs": EVENT.tabs(event, slug=event.slug)}
    return form.render("events/edit.html", **context)


def _start(event: Any) -> dict[str, Any]:
    start = {name: getattr(event, name) for name in schemas.EventForm().fields}
    times = {name: local_input(start[name], event.timezone) for name in schemas.TIMES}
    return start | times


@blueprint.post("/manage/<slug>/publish")
@signed_in
@writes
def publish_event(slug: str) -> Response:
    """Make an event public."""
    event = services.publish_event(actor(), slug)
    flash(_("%(name)s is public now.", name=event.name), "good")
    return redirect(url_for("events.manage_event", slug=slug))
