"""Versions of briefs and comments on them for programs."""

from typing import Any

from app.challenges import queries, schemas
from app.challenges.api.base import blueprint
from app.challenges.rules.comparing import choose_pair
from app.challenges.services import commenting
from app.web.guards import actor, token, writes


@blueprint.route("/challenges/<id:challenge_id>/versions", methods=["GET"])
@blueprint.response(200, schemas.VersionList)
@token
def list_versions(challenge_id: int) -> dict[str, Any]:
    """List the versions of a brief that you work on."""
    challenge = queries.get_readable_brief(actor(), challenge_id)
    return {"items": queries.list_versions(challenge)}


@blueprint.route("/challenges/<id:challenge_id>/versions/compare", methods=["GET"])
@blueprint.arguments(schemas.CompareQuery, location="query")
@blueprint.response(200, schemas.ComparisonSchema)
@token
def compare_versions(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """Compare two versions of a brief word by word."""
    challenge = queries.get_readable_brief(actor(), challenge_id)
    numbers = [one.number for one in queries.list_versions(challenge)]
    old, new = choose_pair(numbers, query["old"], query["new"])
    return {"items": queries.compare_versions(challenge, old, new)}


@blueprint.route("/challenges/<id:challenge_id>/comments", methods=["GET"])
@blueprint.response(200, schemas.CommentList)
@token
def list_comments(challenge_id: int) -> dict[str, Any]:
    """List the comments on a brief that you work on."""
    challenge = queries.get_readable_brief(actor(), challenge_id)
    return {"items": queries.list_comments(challenge)}


@blueprint.route("/challenges/<id:challenge_id>/comments", methods=["POST"])
@blueprint.arguments(schemas.CommentForm)
@blueprint.response(201, schemas.CommentSchema)
@token
@writes
def add_comment(data: dict[str, Any], challenge_id: int) -> Any:
    """Comment on a part of a brief; the other side is told by mail."""
    return commenting.add_comment(actor(), challenge_id, data["section"], data["text"])


@blueprint.route("/challenges/<id:challenge_id>/comments/<id:comment_id>/resolve", methods=["POST"])
@blueprint.response(200, schemas.CommentList)
@token
@writes
def resolve_comment(challenge_id: int, comment_id: int) -> dict[str, Any]:
    """Say that a comment is dealt with."""
    challenge = commenting.resolve_comment(actor(), challenge_id, comment_id)
    return {"items": queries.list_comments(challenge)}


@blueprint.route("/challenges/<id:challenge_id>/comments/<id:comment_id>/reopen", methods=["POST"])
@blueprint.response(200, schemas.CommentList)
@token
@writes
def reopen_comment(challenge_id: int, comment_id: int) -> dict[str, Any]:
    """Say that a comment is not dealt with after all."""
    challenge = commenting.resolve_comment(actor(), challenge_id, comment_id, is_resolved=False)
    return {"items": queries.list_comments(challenge)}
