"""Challenges for programs: reading, writing, moving on."""

from typing import Any

from app.challenges import queries, schemas
from app.challenges.api.base import blueprint
from app.challenges.services import moving, writing
from app.core.authz import can
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.web.guards import actor, token, writes


@blueprint.route("/briefs", methods=["GET"])
@blueprint.arguments(schemas.ThemeQuery, location="query")
@blueprint.response(200, schemas.BriefList)
@token
def list_briefs(query: dict[str, Any]) -> dict[str, Any]:
    """List the ready-made briefs."""
    return {"items": queries.list_briefs(query.get("theme"))}


@blueprint.route("/events/<slug>/challenges", methods=["GET"])
@blueprint.response(200, schemas.ChallengeList)
@token
def list_challenges(slug: str) -> dict[str, Any]:
    """List the challenges of an event that you may see."""
    event = get_visible_event(actor(), slug)
    manages = can(actor(), Permission.EVENT_MANAGE, event)
    return {"items": queries.list_visible(actor(), event, manages=manages)}


@blueprint.route("/events/<slug>/challenges", methods=["POST"])
@blueprint.arguments(schemas.NewChallenge)
@blueprint.response(201, schemas.ChallengeSchema)
@token
@writes
def create_challenge(data: dict[str, Any], slug: str) -> Any:
    """Start a challenge from a ready-made brief, from values or from nothing."""
    brief_id, organisation_id = data.pop("brief", None), data.pop("organisation_id", None)
    return writing.create_challenge(
        actor(),
        get_visible_event(actor(), slug),
        organisation_id=organisation_id,
        brief=queries.get_library_brief(brief_id) if brief_id else None,
        values=data,
    )


@blueprint.route("/challenges/<id:challenge_id>", methods=["GET"])
@blueprint.response(200, schemas.ChallengeSchema)
@token
def get_challenge(challenge_id: int) -> Any:
    """Get a challenge."""
    return queries.get_visible_challenge(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>", methods=["PATCH"])
@blueprint.arguments(schemas.ChallengeDraft)
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def save_challenge(data: dict[str, Any], challenge_id: int) -> Any:
    """Change a draft; `version` says which version you read."""
    version = data.pop("version")
    return writing.save_draft(actor(), challenge_id, version=version, values=data)


@blueprint.route("/challenges/<id:challenge_id>/submit", methods=["POST"])
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def submit_challenge(challenge_id: int) -> Any:
    """Ask the organisers to approve a challenge."""
    return writing.submit_for_review(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/take-back", methods=["POST"])
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def take_back_challenge(challenge_id: int) -> Any:
    """Take a challenge back from review to change it."""
    return writing.take_back(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/approve", methods=["POST"])
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def approve_challenge(challenge_id: int) -> Any:
    """Publish a challenge that waits for review."""
    return moving.approve_challenge(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/send-back", methods=["POST"])
@blueprint.arguments(schemas.Review)
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def send_back_challenge(data: dict[str, Any], challenge_id: int) -> Any:
    """Give a challenge back to its owner, with the reason."""
    return moving.send_back_challenge(actor(), challenge_id, data["reason"])


@blueprint.route("/challenges/<id:challenge_id>/move", methods=["POST"])
@blueprint.arguments(schemas.MoveTo)
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def move_challenge(data: dict[str, Any], challenge_id: int) -> Any:
    """Move a challenge on to another phase."""
    return moving.move_challenge(actor(), challenge_id, data["to"], data["reason"] or "")


@blueprint.route("/challenges/<id:challenge_id>/extend", methods=["POST"])
@blueprint.arguments(schemas.Extension)
@blueprint.response(200, schemas.ChallengeSchema)
@token
@writes
def extend_deadline(data: dict[str, Any], challenge_id: int) -> Any:
    """Put the deadline off before it has passed."""
    return moving.extend_deadline(actor(), challenge_id, data["closes_at"], data["reason"])
