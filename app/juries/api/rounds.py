"""Judging rounds and their rubrics for programs."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import panel
from app.juries.queries import rounds as queries
from app.juries.services import rounds as services
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/challenges/<id:challenge_id>/judging-rounds", methods=["GET"])
@blueprint.response(200, schemas.JudgingRoundList)
@token
def list_rounds(challenge_id: int) -> dict[str, Any]:
    """List the judging rounds of a challenge whose jury you run."""
    return {"items": queries.list_rounds(panel.get_judged_challenge(actor(), challenge_id))}


@blueprint.route("/challenges/<id:challenge_id>/judging-rounds", methods=["POST"])
@blueprint.arguments(schemas.JudgingRoundIn)
@blueprint.response(201, schemas.JudgingRoundSchema)
@token
@writes
def add_round(data: dict[str, Any], challenge_id: int) -> Any:
    """Add a round for the shortlist, with the rubric of the round before it to begin with."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return services.add_round(actor(), challenge.id, **data)


@blueprint.route("/challenges/<id:challenge_id>/judging-rounds/<int:position>", methods=["PUT"])
@blueprint.arguments(schemas.JudgingRoundIn)
@blueprint.response(200, schemas.JudgingRoundSchema)
@token
@writes
def change_round(data: dict[str, Any], challenge_id: int, position: int) -> Any:
    """Change a round; who is hidden from whom stands once jurors have something to judge."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return services.change_round(actor(), challenge.id, position, **data)


@blueprint.route("/challenges/<id:challenge_id>/judging-rounds/<int:position>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_round(challenge_id: int, position: int) -> Any:
    """Remove the last round, as long as nobody has anything to judge in it."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    services.remove_round(actor(), challenge.id, position)
    return no_content()


@blueprint.route(
    "/challenges/<id:challenge_id>/judging-rounds/<int:position>/rubric", methods=["PUT"]
)
@blueprint.arguments(schemas.RubricIn)
@blueprint.response(200, schemas.RubricSchema)
@token
@writes
def change_rubric(data: dict[str, Any], challenge_id: int, position: int) -> Any:
    """Write the next version of a round's rubric, until the first score locks it."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return services.change_rubric(actor(), challenge.id, position, **data)
