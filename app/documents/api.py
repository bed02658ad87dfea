"""Documents of a challenge for programs."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from app.challenges.queries import get_visible_challenge
from app.core.errors import NotFound
from app.core.files import Placed, place
from app.core.uow import in_unit_of_work
from app.documents import presentation, queries, schemas, services
from app.web.guards import about_events, actor, token, writes, writes_after
from app.web.openapi import no_content

blueprint = Blueprint("documents-api", __name__, description="Documents of a challenge")
about_events(blueprint.name)
PATH = "/challenges/<id:challenge_id>"


@blueprint.route(f"{PATH}/documents", methods=["GET"])
@blueprint.response(200, schemas.ShelfOut)
@token
def list_documents(challenge_id: int) -> Any:
    """List the documents that are open to you, and say what stands before the others."""
    return queries.shelf_of(actor(), get_visible_challenge(actor(), challenge_id))


def _placed_upload() -> Placed | None:
    """Return the sent file, looked at and written; None where none came, which is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    data = upload.stream.read(services.MAX_BYTES + 1)
    return place(services.check_upload(data, upload.filename or "file"))


@blueprint.route(f"{PATH}/documents", methods=["POST"])
@blueprint.arguments(schemas.SentFile, location="files")
@blueprint.arguments(schemas.NewFile, location="query")
@blueprint.response(201, schemas.DocumentOut)
@token
@writes_after(_placed_upload)
def add_file(
    placed: Placed, _sent: dict[str, Any], query: dict[str, Any], challenge_id: int
) -> Any:
    """Add a PDF, DOCX, XLSX, PPTX, PNG or JPEG file of at most 20 MB."""
    title, tier = query.get("title"), query["tier"]
    return services.add_file(actor(), challenge_id, placed, title=title, tier=tier)


@blueprint.route(f"{PATH}/documents/texts", methods=["POST"])
@blueprint.arguments(schemas.NewText)
@blueprint.response(201, schemas.DocumentOut)
@token
@writes
def add_text(data: dict[str, Any], challenge_id: int) -> Any:
    """Add a text, such as the confidential part of the brief."""
    return services.add_text(actor(), challenge_id, **data)


@blueprint.route(f"{PATH}/documents/<id:document_id>", methods=["GET"])
@blueprint.response(200, schemas.TextOut)
@token
def get_document(challenge_id: int, document_id: int) -> Any:
    """Get a document that is not confidential: a file as it is, a text as JSON."""
    document = queries.get_plain(actor(), challenge_id, document_id)
    return presentation.plain_file_of(document) or document


@blueprint.route(f"{PATH}/documents/<id:document_id>", methods=["PATCH"])
@blueprint.arguments(schemas.TierChange)
@blueprint.response(200, schemas.DocumentOut)
@token
@writes
def set_tier(data: dict[str, Any], challenge_id: int, document_id: int) -> Any:
    """Open a document to more, or to fewer."""
    return services.set_tier(actor(), challenge_id, document_id, data["tier"])


@blueprint.route(f"{PATH}/documents/<id:document_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_document(challenge_id: int, document_id: int) -> Response:
    """Take a document away; who opened it stays known."""
    services.remove_document(actor(), challenge_id, document_id)
    return no_content()


@blueprint.route(f"{PATH}/documents/<id:document_id>/open", methods=["POST"])
@blueprint.response(200, schemas.TextOut)
@token
def open_document(challenge_id: int, document_id: int) -> Any:
    """Open a document: a file, a PDF with your name on each page, or a text; it is written down."""
    opened = in_unit_of_work(lambda: services.open_document(actor(), challenge_id, document_id))
    return presentation.send_file_of(opened) or opened.document


@blueprint.route(f"{PATH}/agreement", methods=["GET"])
@blueprint.response(200, schemas.AgreementOut)
@token
def get_agreement(challenge_id: int) -> Any:
    """Get the newest version of the agreement."""
    found = queries.find_agreement(get_visible_challenge(actor(), challenge_id).id)
    if found is None:
        raise NotFound
    return found


@blueprint.route(f"{PATH}/agreement", methods=["PUT"])
@blueprint.arguments(schemas.AgreementText)
@blueprint.response(200, schemas.AgreementOut)
@token
@writes
def write_agreement(data: dict[str, Any], challenge_id: int) -> Any:
    """Write the next version; whoever accepted an earlier one is asked anew."""
    return services.write_agreement(actor(), challenge_id, data["text"])


@blueprint.route(f"{PATH}/access", methods=["POST"])
@blueprint.arguments(schemas.AccessRequest)
@blueprint.response(201, schemas.AccessOut)
@token
@writes
def ask_access(data: dict[str, Any], challenge_id: int) -> Any:
    """Ask for your organisation to see the documents under the agreement."""
    chosen, note = data.get("organisation_id"), data.get("note") or ""
    return services.ask_access(actor(), challenge_id, organisation_id=chosen, note=note)


@blueprint.route(f"{PATH}/access/accept", methods=["POST"])
@blueprint.arguments(schemas.AcceptedAgreement)
@blueprint.response(201, schemas.AcceptanceOut)
@token
@writes
def accept_agreement(data: dict[str, Any], challenge_id: int) -> Any:
    """Accept the agreement for your organisation."""
    return services.accept_agreement(actor(), challenge_id, **data)


@blueprint.route(f"{PATH}/readers", methods=["GET"])
@blueprint.response(200, schemas.AccessList)
@token
def list_accesses(challenge_id: int) -> Any:
    """List the organisations that asked, those that wait first."""
    return {"items": queries.list_accesses(queries.get_supervised(actor(), challenge_id))}


@blueprint.route(f"{PATH}/readers/<id:access_id>", methods=["POST"])
@blueprint.arguments(schemas.AccessAnswer)
@blueprint.response(200, schemas.AccessOut)
@token
@writes
def answer_access(data: dict[str, Any], challenge_id: int, access_id: int) -> Any:
    """Let an organisation in, refuse it or take its access back."""
    state, reason = data["state"], data.get("reason") or ""
    return services.answer_access(actor(), challenge_id, access_id, state=state, reason=reason)


@blueprint.route(f"{PATH}/acceptances", methods=["GET"])
@blueprint.arguments(schemas.ListQuery, location="query")
@blueprint.response(200, schemas.AcceptanceList)
@token
def list_acceptances(query: dict[str, Any], challenge_id: int) -> Any:
    """List who accepted which version for whom, the newest first."""
    challenge = queries.get_supervised(actor(), challenge_id)
    return {"items": queries.list_acceptances(challenge, query["limit"], query["after"])}


@blueprint.route(f"{PATH}/openings", methods=["GET"])
@blueprint.arguments(schemas.ListQuery, location="query")
@blueprint.response(200, schemas.OpeningList)
@token
def list_openings(query: dict[str, Any], challenge_id: int) -> Any:
    """List who opened which confidential document, the newest first."""
    challenge = queries.get_supervised(actor(), challenge_id)
    return {"items": queries.list_openings(challenge, query["limit"], query["after"])}
