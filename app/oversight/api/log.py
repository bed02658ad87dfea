"""The API of the log."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from app.core.audit import AuditEntry
from app.core.authz import authorize
from app.core.permissions import Permission
from app.core.work import Work
from app.events.queries import get_managed_event
from app.oversight import queries, schemas, services
from app.oversight.api.frame import blueprint
from app.oversight.messages import SUBJECTS
from app.oversight.queries import LogFilter
from app.oversight.rules import LogForm
from app.web.guards import actor, serves_limited, token, writes
from app.web.paging import page_of
from app.web.work_api import WorkOut


@blueprint.route("/events/<slug>/log")
@blueprint.arguments(schemas.LogQuery, location="query")
@blueprint.response(200, schemas.LogPage)
@token
@serves_limited
def event_log(query: dict[str, Any], slug: str) -> Any:
    """List what was done at an event that you lead, the newest first."""
    event = _log_event(slug)
    return _page(query, queries.log_of(actor(), event))


@blueprint.route("/log")
@blueprint.arguments(schemas.LogQuery, location="query")
@blueprint.response(200, schemas.LogPage)
@token
def admin_log(query: dict[str, Any]) -> Any:
    """List what was done on the installation that you look after, the newest first."""
    authorize(actor(), Permission.LOG_VIEW)
    wanted = LogFilter(is_of_no_event=query["about"] is not None)
    return _page(query, wanted, show=_from_outside)


@blueprint.route("/me/log")
@blueprint.arguments(schemas.LogQuery, location="query")
@blueprint.response(200, schemas.LogPage)
@token
def own_log(query: dict[str, Any]) -> Any:
    """List what was done by you and to your account, the newest first."""
    return _page(query | {"about": actor().person_id}, LogFilter())


@blueprint.route("/events/<slug>/log/exports", methods=["POST"])
@blueprint.arguments(schemas.LogExportForm)
@blueprint.response(201, WorkOut)
@token
@serves_limited
@writes
def export_event_log(data: dict[str, Any], slug: str) -> Work:
    """Have the log of an event written into a file whose hashes can be checked offline."""
    return services.start_log_export(actor(), _log_event(slug), LogForm(data["form"]))


@blueprint.route("/log/exports", methods=["POST"])
@blueprint.arguments(schemas.LogExportForm)
@blueprint.response(201, WorkOut)
@token
@writes
def export_admin_log(data: dict[str, Any]) -> Work:
    """Have the log of the installation written into a file."""
    return services.start_log_export(actor(), None, LogForm(data["form"]))


def _log_event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.LOG_VIEW, event)
    return event


def _from_outside(entry: AuditEntry) -> dict[str, Any]:
    """Return an entry as the operator may see it: of an event without who was in it."""
    line = {name: getattr(entry, name) for name in schemas.LogEntryOut().fields}
    return line | ({"actor_id": None, "payload": {}} if entry.event_id else {})


def _page(
    query: dict[str, Any], wanted: LogFilter, show: Callable[[AuditEntry], Any] = lambda one: one
) -> dict[str, Any]:
    chosen = replace(
        wanted,
        names=SUBJECTS[query["subject"]][1] if query["subject"] else None,
        thing_id=query["about"],
        day=query["day"],
    )
    listed = partial(queries.list_entries, chosen)
    return page_of(query, listed, show)
