"""Questions, answers and followed challenges for programs."""

from functools import partial
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.challenges.queries import get_challenge, get_visible_challenge
from app.core.authz import authorize
from app.core.permissions import Permission
from app.enquiries import queries, schemas
from app.enquiries.rules import as_asked
from app.enquiries.services import asking, correcting, following
from app.web.guards import about_events, actor, token, writes
from app.web.openapi import no_content
from app.web.paging import PageQuery, page_of

blueprint = Blueprint("enquiries-api", __name__, description="Questions about challenges")
about_events(blueprint.name)


@blueprint.route("/challenges/<id:challenge_id>/questions", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.PublishedPage)
@token
def list_published(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List the published questions of a challenge with their answers."""
    get_visible_challenge(actor(), challenge_id)
    return page_of(query, partial(queries.list_published_after, challenge_id))


@blueprint.route("/challenges/<id:challenge_id>/questions", methods=["POST"])
@blueprint.arguments(schemas.NewEnquiry)
@blueprint.response(201, schemas.OwnEnquiry)
@token
@writes
def ask(data: dict[str, Any], challenge_id: int) -> Any:
    """Ask a question about a challenge; nobody is told who asked."""
    organisation_id = data.get("organisation_id")
    return as_asked(asking.ask(actor(), challenge_id, data["text"], organisation_id))


@blueprint.route("/challenges/<id:challenge_id>/questions/waiting", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.WaitingPage)
@token
def list_waiting(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List what waits for an answer or for publication, if the challenge is yours to answer for."""
    authorize(actor(), Permission.ENQUIRY_VIEW, get_challenge(challenge_id))
    return page_of(query, partial(queries.list_undone_after, challenge_id))


@blueprint.route("/challenges/<id:challenge_id>/questions/publish", methods=["POST"])
@blueprint.response(200, schemas.PublishedCount)
@token
@writes
def publish_answers(challenge_id: int) -> dict[str, int]:
    """Publish all answers that wait, together."""
    return {"published": asking.publish_answers(actor(), challenge_id)}


@blueprint.route("/questions/<id:enquiry_id>", methods=["PATCH"])
@blueprint.arguments(schemas.EnquiryReply)
@blueprint.response(200, schemas.WaitingEnquiry)
@token
@writes
def answer_enquiry(data: dict[str, Any], enquiry_id: int) -> Any:
    """Answer a question; `version` says which version you read."""
    version = data.pop("version")
    return asking.answer_enquiry(actor(), enquiry_id, asking.Reply(**data), version=version)


@blueprint.route("/questions/<id:enquiry_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def withdraw_enquiry(enquiry_id: int) -> Response:
    """Take back a question of yours that nobody has answered."""
    correcting.withdraw_enquiry(actor(), enquiry_id)
    return no_content()


@blueprint.route("/questions/<id:enquiry_id>/corrections", methods=["POST"])
@blueprint.arguments(schemas.AnswerCorrection)
@blueprint.response(201, schemas.PublishedEnquiry)
@token
@writes
def correct_answer(data: dict[str, Any], enquiry_id: int) -> Any:
    """Correct a public answer; what it said stays beside it, and all who read it are told."""
    return correcting.correct_answer(actor(), enquiry_id, **data)


@blueprint.route("/me/questions", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.OwnPage)
@token
def list_own(query: dict[str, Any]) -> dict[str, Any]:
    """List the questions that you asked."""
    return page_of(query, partial(queries.list_own_after, actor()), as_asked)


@blueprint.route("/challenges/<id:challenge_id>/follow", methods=["POST"])
@blueprint.response(204)
@token
@writes
def follow_challenge(challenge_id: int) -> Response:
    """Be told by mail what happens to a challenge."""
    following.follow_challenge(actor(), challenge_id)
    return no_content()


@blueprint.route("/challenges/<id:challenge_id>/follow", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def unfollow_challenge(challenge_id: int) -> Response:
    """No longer be told what happens to a challenge."""
    following.unfollow_challenge(actor(), challenge_id)
    return no_content()


@blueprint.route("/me/followed", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.FollowedPage)
@token
def list_followed(query: dict[str, Any]) -> dict[str, Any]:
    """List the challenges that you follow."""
    return page_of(query, partial(queries.list_followed_after, actor()))
