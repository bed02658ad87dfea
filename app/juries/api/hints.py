"""The register of conflicts of interest for programs, and what may come into it."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import hints, panel, register
from app.juries.services import withdrawing
from app.juries.services.hints import answer_suggestion
from app.proposals.queries import closed_to
from app.web.guards import actor, token, writes


@blueprint.route("/challenges/<id:challenge_id>/conflicts", methods=["GET"])
@blueprint.response(200, schemas.ConflictRegister)
@token
def list_conflicts(challenge_id: int) -> dict[str, Any]:
    """List who is in conflict with which proposal, and what was taken back."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    closed = closed_to(actor(), challenge.event_id)
    return {
        "items": panel.list_conflicts(challenge, closed),
        "withdrawn": register.list_withdrawn(challenge, closed),
    }


@blueprint.route(
    "/challenges/<id:challenge_id>/conflicts/<id:conflict_id>/withdrawal", methods=["POST"]
)
@blueprint.arguments(schemas.ConflictGrounds)
@blueprint.response(200, schemas.WithdrawnConflictOut)
@token
@writes
def withdraw_conflict(data: dict[str, Any], challenge_id: int, conflict_id: int) -> Any:
    """Take back a conflict that somebody else declared; what it took from the juror is theirs."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return withdrawing.withdraw_conflict(actor(), challenge, conflict_id, data["grounds"])


@blueprint.route("/challenges/<id:challenge_id>/conflict-suggestions", methods=["GET"])
@blueprint.response(200, schemas.ConflictSuggestions)
@token
def list_suggestions(challenge_id: int) -> dict[str, Any]:
    """List what may tie jurors to proposals, what nobody has answered first."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return {"items": hints.list_suggestions(challenge, closed_to(actor(), challenge.event_id))}


@blueprint.route(
    "/challenges/<id:challenge_id>/conflict-suggestions/<id:conflict_suggestion_id>/answer",
    methods=["POST"],
)
@blueprint.arguments(schemas.SuggestionAnswer)
@blueprint.response(200, schemas.ConflictSuggestionOut)
@token
@writes
def answer_conflict_suggestion(
    data: dict[str, Any], challenge_id: int, conflict_suggestion_id: int
) -> Any:
    """Confirm a suggested conflict, which then counts like any, or dismiss it for good."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return answer_suggestion(actor(), challenge, conflict_suggestion_id, **data)
