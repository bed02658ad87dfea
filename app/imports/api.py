"""Importing proposals, for programs."""

from itertools import islice
from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.core.files import Placed, place
from app.imports import queries, schemas, services
from app.imports.rules import MAX_BYTES
from app.imports.rules.mapping import guess
from app.imports.rules.summing import sum_up, troubles_of
from app.web.guards import about_events, actor, token, writes, writes_after
from app.web.work_api import WorkOut

blueprint = Blueprint("imports-api", __name__, description="Proposals from the lists of others")
about_events(blueprint.name)
ONE = "/proposal-imports/<id:import_id>"


def _placed_upload() -> Placed | None:
    """Return the sent list, looked at and written; None where none came, which is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    data = upload.stream.read(MAX_BYTES + 1)
    return place(services.check_upload(data, upload.filename or "list.csv"))


@blueprint.route("/challenges/<id:challenge_id>/proposal-imports", methods=["POST"])
@blueprint.arguments(schemas.SentList, location="files")
@blueprint.response(201, schemas.ImportOut)
@token
@writes_after(_placed_upload)
def upload_list(placed: Placed, _sent: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """Upload a list as CSV or XLSX, of at most 10,000 lines; the same one again is that one."""
    return _shown(services.upload_list(actor(), challenge_id, placed))


@blueprint.route(ONE, methods=["GET"])
@blueprint.response(200, schemas.ImportOut)
@token
def get_import(import_id: int) -> dict[str, Any]:
    """Get a list with its head, and what its columns are taken for."""
    return _shown(queries.get_import(actor(), import_id))


@blueprint.route(ONE, methods=["PATCH"])
@blueprint.arguments(schemas.Choices)
@blueprint.response(200, schemas.ImportOut)
@token
@writes
def choose_columns(data: dict[str, Any], import_id: int) -> dict[str, Any]:
    """Say which column is what, by its place from 0, and as what the lines are made."""
    head = queries.read_listed(queries.get_import(actor(), import_id)).head
    return _shown(services.choose_columns(actor(), import_id, head, **data))


@blueprint.route(f"{ONE}/check", methods=["GET"])
@blueprint.arguments(schemas.TroubleQuery, location="query")
@blueprint.response(200, schemas.CheckOut)
@token
def check_import(query: dict[str, Any], import_id: int) -> dict[str, Any]:
    """Tell what an import would do and what is wrong with which line; nothing is kept."""
    found = queries.get_import(actor(), import_id)
    lines = queries.check_import(found)
    rows = islice(troubles_of(lines), query["after"], query["after"] + query["limit"])
    total = sum_up(lines, queries.imported_keys(found.challenge_id))
    troubles = [
        {"line": line, "field": one.field, "code": one.code, "is_error": one.is_error}
        for line, one in rows
    ]
    return {**total.__dict__, "troubles": troubles}


@blueprint.route(f"{ONE}/start", methods=["POST"])
@blueprint.response(201, WorkOut)
@token
@writes
def start_import(import_id: int) -> Any:
    """Have proposals made from the lines that can be; those made before are left alone."""
    return services.start_import(actor(), import_id)


def _shown(found: Any) -> dict[str, Any]:
    listed = queries.read_listed(found)
    names = ("id", "challenge_id", "file", "sha256", "made_as", "is_inviting", "zone", "work_id")
    known = queries.known_heads(found.challenge_id)
    guessed = guess(listed.head, found.challenge.questions, known)
    return {
        **{name: getattr(found, name) for name in names},
        "head": listed.head,
        "lines": len(listed.rows),
        "columns": found.columns if found.chosen_at else guessed,
        "is_chosen": found.chosen_at is not None,
    }
