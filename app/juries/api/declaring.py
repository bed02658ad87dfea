"""The applicants that a juror knows, for programs."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries.declaring import get_question
from app.juries.services import conflicts
from app.web.guards import actor, token, writes


@blueprint.route("/challenges/<id:challenge_id>/known-applicants", methods=["GET"])
@blueprint.response(200, schemas.AskedList)
@token
def list_asked(challenge_id: int) -> Any:
    """List the proposals of a challenge that you sit for, but for those closed to you already."""
    return get_question(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/known-applicants", methods=["POST"])
@blueprint.arguments(schemas.KnownApplicants)
@blueprint.response(200, schemas.AskedList)
@token
@writes
def declare_known(data: dict[str, Any], challenge_id: int) -> Any:
    """Step back from all proposals whose authors you know, at once; get what is left to ask."""
    conflicts.declare_conflicts(actor(), challenge_id, data["known"])
    return get_question(actor(), challenge_id)
