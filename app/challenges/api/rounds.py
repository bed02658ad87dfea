"""The rounds of a challenge for programs."""

from typing import Any

from app.challenges import schemas
from app.challenges.api.base import blueprint
from app.challenges.queries import get_visible_challenge
from app.challenges.queries.rounds import list_rounds, next_closing
from app.challenges.services import rounds
from app.web.guards import actor, token, writes


@blueprint.route("/challenges/<id:challenge_id>/rounds", methods=["GET"])
@blueprint.response(200, schemas.RoundList)
@token
def list_rounds_of(challenge_id: int) -> dict[str, Any]:
    """List the rounds of a challenge, the newest first, with their rule."""
    return _rounds(challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/rounds", methods=["PUT"])
@blueprint.arguments(schemas.RoundsForm)
@blueprint.response(200, schemas.RoundList)
@token
@writes
def plan_rounds(data: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """Have a challenge come back in rounds, counted from its present deadline."""
    rounds.plan_rounds(actor(), challenge_id, **data)
    return _rounds(challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/rounds", methods=["DELETE"])
@blueprint.response(200, schemas.RoundList)
@token
@writes
def stop_rounds(challenge_id: int) -> dict[str, Any]:
    """Open no further round after the present one."""
    rounds.stop_rounds(actor(), challenge_id)
    return _rounds(challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/close", methods=["POST"])
@blueprint.arguments(schemas.EarlyClose)
@blueprint.response(200, schemas.RoundSchema)
@token
@writes
def close_round(data: dict[str, Any], challenge_id: int) -> Any:
    """Close a round before its deadline; the next one opens and takes the drafts."""
    return rounds.close_round(actor(), challenge_id, data["reason"])


def _rounds(challenge_id: int) -> dict[str, Any]:
    challenge = get_visible_challenge(actor(), challenge_id)
    found = list_rounds(actor(), challenge)
    return schemas.rounds_out(found, challenge.series, next_closing(found[0]) if found else None)
