"""What came in to a challenge, for programs of its owner."""

from functools import partial
from typing import Any

from flask_smorest import Blueprint

from app.comparison import queries, schemas, services
from app.web.guards import about_events, actor, token, writes
from app.web.paging import PageQuery, page_of

blueprint = Blueprint("comparison-api", __name__, description="What an owner received")
about_events(blueprint.name)


@blueprint.route("/challenges/<id:challenge_id>/received", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ReceivedPage)
@token
def list_received(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List what was handed in to your challenge, after the deadline, with your own marks."""
    challenge = queries.get_compared(actor(), challenge_id)
    return page_of(query, partial(queries.list_received_after, actor(), challenge))


@blueprint.route("/proposals/<id:proposal_id>/mark", methods=["PUT"])
@blueprint.arguments(schemas.MarkForm)
@blueprint.response(200, schemas.MarkSchema)
@token
@writes
def mark_proposal(data: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Mark a proposal to your challenge: keep, maybe, no, or null; nobody else sees it."""
    marked = services.mark_proposal(actor(), proposal_id, data.get("mark"))
    return {"proposal_id": proposal_id, "mark": marked.mark if marked else None}


@blueprint.route("/proposals/<id:proposal_id>/notes", methods=["GET"])
@blueprint.response(200, schemas.NoteList)
@token
def list_notes(proposal_id: int) -> dict[str, Any]:
    """List what your organisation noted of a proposal to its challenge."""
    return {"items": queries.list_notes(queries.get_noted(actor(), proposal_id))}


@blueprint.route("/proposals/<id:proposal_id>/note", methods=["PUT"])
@blueprint.arguments(schemas.NoteForm)
@blueprint.response(200, schemas.NoteSchema)
@token
@writes
def save_note(data: dict[str, Any], proposal_id: int) -> Any:
    """Keep your own note of a proposal; your colleagues read it, nobody else does."""
    return services.save_note(actor(), proposal_id, data.get("text") or "", version=data["version"])
