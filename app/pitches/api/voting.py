"""The API of the audience's votes: declaring, opening, closing, and the result."""

from typing import Any

from werkzeug.wrappers import Response

from app.core.content import PDF
from app.pitches import queries, schemas, services
from app.pitches.api.frame import blueprint
from app.pitches.presentation import vote_pdf
from app.web.downloads import send_made
from app.web.guards import actor, token, writes
from config import LANGUAGES


@blueprint.route("/rounds/<id:round_id>/vote", methods=["GET"])
@blueprint.response(200, schemas.VoteOut)
@token
def get_vote(round_id: int) -> dict[str, Any]:
    """Get the audience's vote of a pitch day, apart from the jury and by the declared rule."""
    queries.get_round(actor(), round_id)
    return _vote(round_id)


@blueprint.route("/rounds/<id:round_id>/vote", methods=["PUT"])
@blueprint.arguments(schemas.VoteIn)
@blueprint.response(200, schemas.VoteOut)
@token
@writes
def declare_vote(data: dict[str, Any], round_id: int) -> dict[str, Any]:
    """Declare how the audience votes; once the vote is open that stands."""
    services.declare_vote(actor(), round_id, **data)
    return _vote(round_id)


@blueprint.route("/rounds/<id:round_id>/vote/open", methods=["POST"])
@blueprint.response(200, schemas.VoteOut)
@token
@writes
def open_vote(round_id: int) -> dict[str, Any]:
    """Let the audience vote."""
    services.open_vote(actor(), round_id)
    return _vote(round_id)


@blueprint.route("/rounds/<id:round_id>/vote/close", methods=["POST"])
@blueprint.response(200, schemas.VoteOut)
@token
@writes
def close_vote(round_id: int) -> dict[str, Any]:
    """End the vote."""
    services.close_vote(actor(), round_id)
    return _vote(round_id)


@blueprint.route("/rounds/<id:round_id>/vote.pdf", methods=["GET"])
@blueprint.response(200, content_type=PDF)
@token
def get_printed_vote(round_id: int) -> Response:
    """Get the result of a vote as a PDF."""
    made = vote_pdf(actor(), queries.get_round(actor(), round_id), LANGUAGES[0])
    return send_made(made, "audience-vote.pdf", PDF)


def _vote(round_id: int) -> dict[str, Any]:
    vote = queries.get_vote(queries.get_day(round_id))
    return {"vote": vote, "result": queries.count_votes(actor(), vote)}
