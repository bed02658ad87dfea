"""Copying earlier challenges for programs."""

from typing import Any

from app.challenges import schemas
from app.challenges.api.base import blueprint
from app.challenges.services import cloning
from app.events.queries import get_managed_event, get_visible_event
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/challenges/clone", methods=["POST"])
@blueprint.arguments(schemas.CloneForm)
@blueprint.response(201, schemas.ChallengeSchema)
@token
@writes
def clone_challenge(data: dict[str, Any], slug: str) -> Any:
    """Copy an earlier challenge of your organisation into an event, as a draft without dates."""
    event = get_visible_event(actor(), slug)
    return cloning.clone_challenge(actor(), data["challenge_id"], event)


@blueprint.route("/events/<slug>/challenges/clone-event", methods=["POST"])
@blueprint.arguments(schemas.CloneEventForm)
@blueprint.response(201, schemas.ChallengeList)
@token
@writes
def clone_event(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Copy the published challenges of an earlier event that you run, as drafts of their owners."""
    event, source = (get_managed_event(actor(), one) for one in (slug, data["source"]))
    return {"items": cloning.clone_event_challenges(actor(), source, event)}
