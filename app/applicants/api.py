"""Applicant files for programs."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from app.applicants import queries, schemas, services
from app.applicants.rules import missing_in
from app.core.files import Placed, place
from app.web.downloads import send_stored
from app.web.guards import actor, token, writes, writes_after
from app.web.openapi import no_content

blueprint = Blueprint(
    "applicants-api", __name__, description="What an organisation says in every proposal"
)
PATH = "/organisations/<id:organisation_id>/applicant-file"


@blueprint.route(PATH, methods=["GET"])
@blueprint.response(200, schemas.ApplicantFileOut)
@token
def get_applicant_file(organisation_id: int) -> dict[str, Any]:
    """Get the applicant file of an organisation of yours."""
    return _shown(organisation_id)


@blueprint.route(PATH, methods=["PATCH"])
@blueprint.arguments(schemas.ApplicantFileForm)
@blueprint.response(200, schemas.ApplicantFileOut)
@token
@writes
def save_applicant_file(data: dict[str, Any], organisation_id: int) -> dict[str, Any]:
    """Change the applicant file; `version` says which version you read, 0 for none."""
    version = data.pop("version")
    services.save_file(actor(), organisation_id, version=version, values=data)
    return _shown(organisation_id)


def _placed_upload() -> Placed | None:
    """Return the sent file, looked at and written; None where none came, which is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    data = upload.stream.read(services.MAX_FILE_BYTES + 1)
    return place(services.check_upload(data, upload.filename or "file"))


@blueprint.route(f"{PATH}/files", methods=["POST"])
@blueprint.arguments(schemas.SentAttachment, location="files")
@blueprint.response(201, schemas.AttachmentOut)
@token
@writes_after(_placed_upload)
def add_attachment(placed: Placed, _sent: dict[str, Any], organisation_id: int) -> Any:
    """Add a file that goes with every proposal, of at most 10 MB."""
    return services.add_attachment(actor(), organisation_id, placed)


@blueprint.route(f"{PATH}/files/<id:attachment_id>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@token
def get_attachment(organisation_id: int, attachment_id: int) -> Response:
    """Download a file that goes with every proposal."""
    return send_stored(queries.get_attachment(actor(), organisation_id, attachment_id))


@blueprint.route(f"{PATH}/files/<id:attachment_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_attachment(organisation_id: int, attachment_id: int) -> Response:
    """Take a file out; proposals that have it keep it."""
    services.remove_attachment(actor(), organisation_id, attachment_id)
    return no_content()


def _shown(organisation_id: int) -> dict[str, Any]:
    organisation = queries.get_applicant(actor(), organisation_id)
    file = queries.file_or_blank(organisation)
    names = set(schemas.ApplicantFileOut().fields) - {"missing", "files"}
    return {
        **{name: getattr(file, name) for name in names},
        "missing": missing_in(file),
        "files": queries.list_attachments(organisation.id),
    }
