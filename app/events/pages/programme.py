"""The programme of an event."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.events import queries, schemas, services
from app.events.messages import SESSION_KINDS
from app.events.pages.frame import EVENT, blueprint, get_editable_event
from app.events.rules import SessionKind
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.get("/manage/<slug>/programme")
@signed_in
def programme(slug: str) -> Page:
    """List the programme for those who change it."""
    event = get_editable_event(slug, Permission.EVENT_SCHEDULE)
    page = render_template(
        "events/programme.html",
        event=event,
        sessions=queries.list_sessions(event),
        tabs=EVENT.tabs(event, slug=event.slug),
    )
    return page, 200


@blueprint.route("/manage/<slug>/programme/new", methods=["GET", "POST"])
@signed_in
def new_session(slug: str) -> Page:
    """Add a session."""
    event = get_editable_event(slug, Permission.EVENT_SCHEDULE)
    at = local_input(event.starts_at, event.timezone)
    form = PageForm(schemas.SessionForm, {"starts_at": at, "kind": SessionKind.PUBLIC})

    def add(data: dict[str, Any]) -> Any:
        return services.add_session(actor(), slug, **schemas.in_zone(data, event.timezone))

    return _session_page(event, None, form, form.submit(add))


@blueprint.route("/manage/<slug>/programme/<id:session_id>", methods=["GET", "POST"])
@signed_in
def edit_session(slug: str, session_id: int) -> Page:
    """Change a session."""
    event = get_editable_event(slug, Permission.EVENT_SCHEDULE)
    session = queries.get_session(event, session_id)
    start = {name: getattr(session, name) for name in schemas.SessionForm().fields}
    times = {name: local_input(start[name], event.timezone) for name in schemas.TIMES}
    form = PageForm(schemas.SessionForm, start | times)

    def change(data: dict[str, Any]) -> Any:
        values = schemas.in_zone(data, event.timezone)
        return services.change_session(actor(), slug, session_id, **values)

    return _session_page(event, session, form, form.submit(change))


def _session_page(event: Any, session: Any, form: PageForm, saved: Any) -> Page:
    if saved is not None:
        flash(_("%(title)s is in the programme.", title=saved.title), "good")
        return redirect(url_for("events.programme", slug=event.slug))
    return form.render(
        "events/session.html",
        event=event,
        session=session,
        kinds=list(SESSION_KINDS.items()),
        tabs=EVENT.tabs(event, slug=event.slug),
    )


@blueprint.post("/manage/<slug>/programme/<id:session_id>/remove")
@signed_in
@writes
def remove_session(slug: str, session_id: int) -> Response:
    """Take a session out of the programme."""
    services.remove_session(actor(), slug, session_id)
    flash(_("The session is removed."), "good")
    return redirect(url_for("events.programme", slug=slug))
