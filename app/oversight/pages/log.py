"""Pages of the log: of an event, of the installation, of the reader's own account."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.oversight import queries, schemas, services
from app.oversight.messages import SUBJECTS
from app.oversight.pages.frame import blueprint
from app.oversight.pages.lines import as_lines
from app.oversight.queries import LogFilter
from app.oversight.rules import LogForm
from app.web.guards import actor, signed_in, writes
from app.web.panels import panel

LATEST = 3


@blueprint.get("/manage/<slug>/log")
@signed_in
def event_log(slug: str) -> str:
    """Show the leads of an event who did what there."""
    event = _log_event(slug)
    wanted = queries.log_of(actor(), event)
    return render_template("oversight/event_log.html", event=event, **_context(wanted))


@blueprint.get("/admin/log")
@signed_in
def admin_log() -> str:
    """Show the operator who did what on this installation."""
    authorize(actor(), Permission.LOG_VIEW)
    context = _context(LogFilter(), from_outside=True)
    return render_template("oversight/admin_log.html", **context)


@blueprint.get("/profile/activity")
@signed_in
def own_log() -> str:
    """Show the reader what was done by them, and to their account."""
    context = _context(LogFilter(), about=actor().person_id)
    return render_template("oversight/own_log.html", **context)


@blueprint.post("/manage/<slug>/log/export")
@signed_in
@writes
def export_event_log(slug: str) -> Response:
    """Have an event's log written into a file."""
    event = _log_event(slug)
    back_url = url_for("oversight.event_log", slug=slug)
    return _export(event, _("Log of %(event)s", event=event.name), back_url)


@blueprint.post("/admin/log/export")
@signed_in
@writes
def export_admin_log() -> Response:
    """Have the installation's log written into a file."""
    return _export(None, _("Log of this installation"), url_for("oversight.admin_log"))


def _log_event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.LOG_VIEW, event)
    return event


def _export(event: Any, title: str, back_url: str) -> Response:
    form = LogForm.CSV if request.form.get("form") == LogForm.CSV else LogForm.LINES
    begun = services.start_log_export(actor(), event, form, title=title, back_url=back_url)
    return redirect(url_for("work.view_work", work_id=begun.id))


def _context(
    wanted: LogFilter, about: int | None = None, *, from_outside: bool = False
) -> dict[str, Any]:
    """Return one page of the log, and what was asked of it."""
    chosen = _chosen()
    found = queries.list_entries(
        replace(
            wanted,
            names=SUBJECTS[chosen["subject"]][1] if chosen["subject"] else None,
            thing_id=about or chosen["about"],
            is_of_no_event=from_outside and chosen["about"] is not None,
            day=chosen["day"],
        ),
        before=chosen["before"],
        limit=queries.PAGE + 1,
    )
    shown = found[: queries.PAGE]
    older = shown[-1].id if len(found) > queries.PAGE else None
    names = replace(queries.names_in(shown), titles=queries.titles_in(actor(), shown))
    return {
        "lines": as_lines(shown, names, from_outside=from_outside),
        "chips": _chips(chosen["subject"]),
        "about": None if about else chosen["about"],
        "about_name": names.of(chosen["about"]),
        "day": chosen["day"],
        "zone": wanted.timezone,
        "log_url": lambda ref: _address(about=ref),
        "newest_url": _address(before=None) if request.args.get("before") else None,
        "older_url": _address(before=older) if older else None,
    }


def _chosen() -> dict[str, Any]:
    """Return what the address asks for; what it gets wrong counts as not asked."""
    schema = schemas.LogPlace(unknown=EXCLUDE)
    try:
        return dict(schema.load(request.args.to_dict()))
    except ValidationError as error:
        return dict(schema.load({})) | dict(error.valid_data or {})


def _address(**changes: Any) -> str:
    """Return this address with some of what it asks for changed."""
    kept = {key: request.args[key] for key in schemas.LogChoice().fields if key in request.args}
    return url_for(str(request.endpoint), **((request.view_args or {}) | kept | changes))


def _chips(current: str | None) -> list[dict[str, Any]]:
    labels = {None: _("Everything")} | {key: part[0] for key, part in SUBJECTS.items()}
    return [
        {"label": label, "url": _address(subject=key), "is_current": key == current}
        for key, label in labels.items()
    ]


@panel("event.manage", 90, "oversight/_panel_log.html")
def latest(event: Any, who: Any) -> dict[str, Any] | None:
    """Show the leads the latest entries of their log."""
    if not can(who, Permission.LOG_VIEW, event):
        return None
    found = queries.list_entries(queries.log_of(who, event), limit=LATEST)
    return {"log_lines": as_lines(found, queries.names_in(found))}
