"""The API of a juror's saves and of the proposals that they put first."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import judging
from app.juries.queries import saving as reads
from app.juries.services import saving
from app.web.guards import actor, token, writes


@blueprint.route("/assignments/<id:assignment_id>/saves", methods=["GET"])
@blueprint.response(200, schemas.SaveList)
@token
def list_saves(assignment_id: int) -> dict[str, Any]:
    """List the newest saves of your scorecard, the newest first."""
    return {"items": reads.list_saves(judging.get_assignment(actor(), assignment_id))}


@blueprint.route("/assignments/<id:assignment_id>/saves", methods=["POST"])
@blueprint.arguments(schemas.SheetIn)
@blueprint.response(201, schemas.SaveSchema)
@token
@writes
def add_save(data: dict[str, Any], assignment_id: int) -> Any:
    """Save your scorecard under a name of your device's own; a repeat is answered like the first.

    For what is written without a network and sent later: in its order, and again if in doubt.
    """
    return saving.take_sheet(actor(), assignment_id, data["sheet"])


@blueprint.route("/assignments/<id:assignment_id>/saves/<int:number>/put-back", methods=["POST"])
@blueprint.arguments(schemas.PutBack)
@blueprint.response(201, schemas.SaveSchema)
@token
@writes
def put_back(data: dict[str, Any], assignment_id: int, number: int) -> Any:
    """Make an earlier version of your scorecard its newest."""
    return saving.put_back(actor(), assignment_id, number, **data)


@blueprint.route("/rounds/<id:round_id>/my-top-three", methods=["GET"])
@blueprint.response(200, schemas.PickList)
@token
def get_top_three(round_id: int) -> dict[str, Any]:
    """Get the proposals that you put first in a round that you judge."""
    reads.get_own_assignments(actor(), round_id)
    return {"items": reads.list_own_picks(actor(), [round_id])[round_id]}


@blueprint.route("/rounds/<id:round_id>/my-top-three", methods=["PUT"])
@blueprint.arguments(schemas.TopThreeIn)
@blueprint.response(200, schemas.PickList)
@token
@writes
def choose_top_three(data: dict[str, Any], round_id: int) -> dict[str, Any]:
    """Say which proposals you would put first, the best first; an empty list takes it back."""
    return {"items": saving.choose_top_three(actor(), round_id, **data)}
