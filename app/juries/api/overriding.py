"""Outcomes that depart from the ranking for programs: ask, sign, withdraw."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import overriding, panel
from app.juries.services import overriding as services
from app.proposals.queries import closed_to, is_tied
from app.web.guards import actor, token, writes

ONE = "/overrides/<id:override_id>"


@blueprint.route("/proposals/<id:proposal_id>/override", methods=["POST"])
@blueprint.arguments(schemas.OverrideIn)
@blueprint.response(201, schemas.OverrideSchema)
@token
@writes
def ask_override(data: dict[str, Any], proposal_id: int) -> Any:
    """Ask for an outcome that departs from the ranking; it counts once somebody else signs."""
    return services.ask_override(actor(), proposal_id, **data)


@blueprint.route("/challenges/<id:challenge_id>/overrides", methods=["GET"])
@blueprint.response(200, schemas.OverrideList)
@token
def list_overrides(challenge_id: int) -> dict[str, Any]:
    """List the outcomes that depart from the ranking of a challenge.

    Nothing is listed for whoever is tied to a proposal of the challenge.
    """
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    if is_tied(actor(), challenge.id):
        return {"items": []}
    closed = closed_to(actor(), challenge.event_id)
    return {"items": overriding.list_overrides(challenge, closed)}


@blueprint.route("/overrides", methods=["GET"])
@blueprint.response(200, schemas.OverrideList)
@token
def list_to_sign() -> dict[str, Any]:
    """List what waits for your signature."""
    return {"items": overriding.list_to_sign(actor())}


@blueprint.route(ONE, methods=["GET"])
@blueprint.response(200, schemas.OverrideSchema)
@token
def get_override(override_id: int) -> Any:
    """Get an outcome that departs from the ranking, with its grounds."""
    return overriding.get_signing(actor(), override_id).override


@blueprint.route(ONE + "/signature", methods=["POST"])
@blueprint.arguments(schemas.OverrideRead)
@blueprint.response(200, schemas.OverrideSchema)
@token
@writes
def sign_override(data: dict[str, Any], override_id: int) -> Any:
    """Sign what somebody else asked for, as you read it; it takes effect at once."""
    return services.sign_override(actor(), override_id, **data)


@blueprint.route(ONE + "/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.OverrideRead)
@blueprint.response(200, schemas.OverrideSchema)
@token
@writes
def withdraw_override(data: dict[str, Any], override_id: int) -> Any:
    """Withdraw what waits for a second signature."""
    return services.withdraw_override(actor(), override_id, **data)
