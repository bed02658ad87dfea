"""Importing people, for programs."""

from itertools import islice
from typing import Any

from flask import request

from app.core.files import Placed, place
from app.events.queries import get_managed_event
from app.imports.rules import MAX_BYTES
from app.imports.rules.mapping import place_names
from app.imports.rules.summing import sum_up, troubles_of
from app.imports.services import check_upload
from app.registrations import schemas, services
from app.registrations.api.frame import blueprint
from app.registrations.queries import importing as queries
from app.registrations.rules.lines import TARGETS, WORDS
from app.web.guards import actor, token, writes, writes_after
from app.web.work_api import WorkOut

ALL = "/events/<slug>/attendee-imports"
ONE = f"{ALL}/<id:attendee_import_id>"


def _placed_upload() -> Placed | None:
    """Return the sent list, looked at and written; None where none came, which is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    data = upload.stream.read(MAX_BYTES + 1)
    return place(check_upload(data, upload.filename or "list.csv"))


@blueprint.route(ALL, methods=["POST"])
@blueprint.arguments(schemas.SentPeople, location="files")
@blueprint.response(201, schemas.AttendeeImportOut)
@token
@writes_after(_placed_upload)
def upload_list(placed: Placed, _sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Upload a list of people as CSV or XLSX; the same one again is that one."""
    event = get_managed_event(actor(), slug)
    return _shown(event, services.upload_list(actor(), event, placed))


@blueprint.route(ONE, methods=["GET"])
@blueprint.response(200, schemas.AttendeeImportOut)
@token
def get_import(slug: str, attendee_import_id: int) -> dict[str, Any]:
    """Get a list with its head, and what its columns are taken for."""
    event = get_managed_event(actor(), slug)
    return _shown(event, queries.get_import(actor(), event, attendee_import_id))


@blueprint.route(ONE, methods=["PATCH"])
@blueprint.arguments(schemas.ImportChoices)
@blueprint.response(200, schemas.AttendeeImportOut)
@token
@writes
def choose_columns(data: dict[str, Any], slug: str, attendee_import_id: int) -> dict[str, Any]:
    """Say which column is what, by its place from 0, and which ticket people get."""
    event = get_managed_event(actor(), slug)
    return _shown(event, services.choose_columns(actor(), event, attendee_import_id, **data))


@blueprint.route(f"{ONE}/check", methods=["GET"])
@blueprint.arguments(schemas.FaultQuery, location="query")
@blueprint.response(200, schemas.AttendeeCheckOut)
@token
def check_import(query: dict[str, Any], slug: str, attendee_import_id: int) -> dict[str, Any]:
    """Tell what an import would do and what is wrong with which line; nothing is kept."""
    event = get_managed_event(actor(), slug)
    found = queries.get_import(actor(), event, attendee_import_id)
    people = queries.check_import(event, found)
    rows = islice(troubles_of(people), query["after"], query["after"] + query["limit"])
    total = sum_up(people, queries.imported_keys(event.id))
    troubles = [
        {"line": line, "field": one.field, "code": one.code, "is_error": one.is_error}
        for line, one in rows
    ]
    return {**total.__dict__, "troubles": troubles}


@blueprint.route(f"{ONE}/start", methods=["POST"])
@blueprint.response(201, WorkOut)
@token
@writes
def start_import(slug: str, attendee_import_id: int) -> Any:
    """Have people registered from the lines that can be; those made before are left alone."""
    return services.start_import(actor(), get_managed_event(actor(), slug), attendee_import_id)


@blueprint.route(f"{ONE}/undo", methods=["GET"])
@blueprint.response(200, schemas.UndoneOut)
@token
def foresee_undo(slug: str, attendee_import_id: int) -> Any:
    """Tell which tickets would go, and which were used, changed or mailed since and stay."""
    return services.foresee_undo(actor(), get_managed_event(actor(), slug), attendee_import_id)


@blueprint.route(f"{ONE}/undo", methods=["POST"])
@blueprint.response(200, schemas.UndoneOut)
@token
@writes
def undo_import(slug: str, attendee_import_id: int) -> Any:
    """Take back what the import made and nobody touched since."""
    return services.undo_import(actor(), get_managed_event(actor(), slug), attendee_import_id)


def _shown(event: Any, found: Any) -> dict[str, Any]:
    listed = queries.read_listed(found)
    guessed = place_names(listed.head, TARGETS, WORDS, queries.known_heads(event.id))
    names = ("id", "file", "sha256", "ticket_type_id", "is_mailing", "undone_at", "work_id")
    return {
        **{name: getattr(found, name) for name in names},
        "head": listed.head,
        "lines": len(listed.rows),
        "columns": found.columns if found.chosen_at else guessed,
        "is_chosen": found.chosen_at is not None,
    }
