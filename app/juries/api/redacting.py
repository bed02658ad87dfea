"""What tells who proposes, and what organisers keep from blind jurors, for programs."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import panel
from app.juries.queries import redacting as queries
from app.juries.queries.copies import list_blind_files
from app.juries.services import copying
from app.juries.services import redacting as services
from app.web.guards import actor, token, writes
from app.web.openapi import no_content
from app.web.paging import PageQuery, page_of


@blueprint.route("/challenges/<id:challenge_id>/redactions", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.LookedList)
@token
def list_redactions(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List the proposals of a challenge with a blind round, and what in each tells who proposes."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return page_of(query, lambda after, limit: queries.list_after(actor(), challenge, after, limit))


@blueprint.route(
    "/challenges/<id:challenge_id>/proposals/<id:proposal_id>/redactions", methods=["POST"]
)
@blueprint.arguments(schemas.RedactionIn)
@blueprint.response(201, schemas.RedactionSchema)
@token
@writes
def redact_passage(data: dict[str, Any], challenge_id: int, proposal_id: int) -> Any:
    """Keep a passage of a proposal from the jurors of blind rounds."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return services.redact_passage(actor(), challenge, proposal_id, **data)


@blueprint.route(
    "/challenges/<id:challenge_id>/proposals/<id:proposal_id>/redactions/<id:redaction_id>",
    methods=["DELETE"],
)
@blueprint.response(204)
@token
@writes
def remove_redaction(challenge_id: int, proposal_id: int, redaction_id: int) -> Any:
    """Let jurors of blind rounds read a passage again."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    services.remove_redaction(actor(), challenge, proposal_id, redaction_id)
    return no_content()


@blueprint.route(
    "/challenges/<id:challenge_id>/proposals/<id:proposal_id>/copies/<id:blind_file_id>",
    methods=["PUT"],
)
@blueprint.arguments(schemas.CopyAnswer)
@blueprint.response(200, schemas.CopySchema)
@token
@writes
def answer_copy(
    data: dict[str, Any], challenge_id: int, proposal_id: int, blind_file_id: int
) -> Any:
    """Release the copy of a file to the jurors of blind rounds, or withhold it."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return copying.answer_copy(actor(), challenge, proposal_id, blind_file_id, **data)


@blueprint.route("/challenges/<id:challenge_id>/proposals/<id:proposal_id>/copies", methods=["GET"])
@blueprint.response(200, schemas.CopyList)
@token
def list_copies(challenge_id: int, proposal_id: int) -> dict[str, Any]:
    """List the files of a proposal as the jurors of blind rounds get them."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    looked = queries.get_looked(actor(), challenge, proposal_id)
    return {"items": list_blind_files(looked.id)}


@blueprint.route("/proposals/<id:proposal_id>/traces", methods=["GET"])
@blueprint.response(200, schemas.TraceList)
@token
def list_traces(proposal_id: int) -> dict[str, Any]:
    """List what in a proposal of yours tells jurors of a blind round who makes it."""
    return {"items": queries.get_own_traces(actor(), proposal_id)}
