"""Trainees beside members for programs: pair them, end it, read what both handed in."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import pairing as queries
from app.juries.queries import panel
from app.juries.queries.judging import get_assignment
from app.juries.services import pairing as services
from app.web.guards import actor, token, writes
from app.web.openapi import no_content

ONE = "/events/<slug>/jurors/<id:juror_id>/pairing"


@blueprint.route("/events/<slug>/jurors/pairings", methods=["GET"])
@blueprint.response(200, schemas.PairingList)
@token
def list_pairings(slug: str) -> dict[str, Any]:
    """List the trainees who judge beside a member."""
    return {"items": queries.list_pairings(panel.get_jury_event(actor(), slug).id)}


@blueprint.route(ONE, methods=["PUT"])
@blueprint.arguments(schemas.PairingIn)
@blueprint.response(200, schemas.PairingOut)
@token
@writes
def pair_trainee(data: dict[str, Any], slug: str, juror_id: int) -> Any:
    """Let a trainee judge beside a member; her marks never count."""
    return services.pair_trainee(actor(), panel.get_jury_event(actor(), slug), juror_id, **data)


@blueprint.route(ONE, methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def end_pairing(slug: str, juror_id: int) -> Any:
    """Let a trainee judge beside nobody; what she wrote stays."""
    services.end_pairing(actor(), panel.get_jury_event(actor(), slug), juror_id)
    return no_content()


@blueprint.route("/assignments/<id:assignment_id>/beside", methods=["GET"])
@blueprint.response(200, schemas.BesideList)
@token
def list_beside(assignment_id: int) -> dict[str, Any]:
    """Get the scorecard of the member you learn from, or of your trainee, once both handed in."""
    return {"items": queries.list_beside(get_assignment(actor(), assignment_id))}
