"""Matching for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.challenges.queries import get_visible_challenge
from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.matching import schemas, services
from app.matching.queries import invitations, overview, suggestions
from app.matching.rules import left_today
from app.web.guards import about_events, actor, token, writes

blueprint = Blueprint("matching-api", __name__, description="What suits whom, and invitations")
about_events(blueprint.name)


@blueprint.route("/organisations/<id:organisation_id>/suggestions")
@blueprint.arguments(schemas.SuggestionQuery, location="query")
@blueprint.response(200, schemas.SuggestionList)
@token
def list_suggestions(query: dict[str, Any], organisation_id: int) -> dict[str, Any]:
    """List the challenges that suit your organisation, the best first."""
    organisation = suggestions.get_suggested_organisation(actor(), organisation_id)
    found = suggestions.list_suggestions(
        [organisation.id],
        clock.now(),
        suggestions.Wish(query["theme"] or "", soonest=query["sort"] == "closes"),
        limit=schemas.PER_PAGE,
        offset=schemas.offset_of(query),
    )
    return {"items": found}


@blueprint.route("/organisations/<id:organisation_id>/challenge-invitations")
@blueprint.response(200, schemas.InvitationsToChallenges)
@token
def list_invitations(organisation_id: int) -> dict[str, Any]:
    """List the invitations of your organisation to challenges."""
    organisation = suggestions.get_suggested_organisation(actor(), organisation_id)
    return {
        "wanted": invitations.takes_invitations(organisation.id),
        "items": invitations.list_invitations([organisation.id]),
    }


@blueprint.route("/organisations/<id:organisation_id>/challenge-invitations", methods=["PUT"])
@blueprint.arguments(schemas.Wish)
@blueprint.response(204)
@token
@writes
def set_wish(data: dict[str, Any], organisation_id: int) -> None:
    """Say whether your organisation wants to be invited to challenges."""
    services.set_wish(actor(), organisation_id, is_wanted=data["wanted"])


@blueprint.route("/challenge-invitations/<id:called_id>/answer", methods=["POST"])
@blueprint.arguments(schemas.AnswerToInvitation)
@blueprint.response(200, schemas.InvitationToChallengeOut)
@token
@writes
def answer_invitation(data: dict[str, Any], called_id: int) -> Any:
    """Say whether an invitation to a challenge interests your organisation."""
    return services.answer_invitation(actor(), called_id, answer=data["answer"])


@blueprint.route("/challenges/<id:challenge_id>/candidates")
@blueprint.arguments(schemas.CandidateQuery, location="query")
@blueprint.response(200, schemas.CandidateList)
@token
def list_candidates(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List the organisations of the directory that suit your challenge, the best first."""
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.CANDIDATE_VIEW, challenge)
    offset = schemas.offset_of(query)
    found = suggestions.list_candidates(challenge.id, limit=schemas.PER_PAGE, offset=offset)
    sent = invitations.count_sent_on(challenge.id, clock.now().date())
    return {"left_today": left_today(sent), "items": found}


@blueprint.route("/challenges/<id:challenge_id>/candidates", methods=["POST"])
@blueprint.arguments(schemas.InviteToChallenge)
@blueprint.response(201, schemas.InvitationToChallengeOut)
@token
@writes
def invite_organisation(data: dict[str, Any], challenge_id: int) -> Any:
    """Invite an organisation of the directory to answer your challenge."""
    return services.invite_organisation(actor(), challenge_id, **data)


@blueprint.route("/events/<slug>/matching")
@blueprint.arguments(schemas.CandidateQuery, location="query")
@blueprint.response(200, schemas.MatchingOut)
@token
def get_matching(query: dict[str, Any], slug: str) -> Any:
    """Show how many organisations suit each challenge, and which of your members none suits."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    offset = schemas.offset_of(query)
    return overview.get_overview(actor(), event, clock.now(), limit=schemas.PER_PAGE, offset=offset)
