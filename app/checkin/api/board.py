"""The live board for programs."""

from typing import Any

from app.checkin.api.frame import blueprint
from app.checkin.queries.board import view_board
from app.checkin.schemas.board import BoardOut, board_out
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.web.guards import actor, token


@blueprint.route("/events/<slug>/arrivals", methods=["GET"])
@blueprint.response(200, BoardOut)
@token
def show_arrivals(slug: str) -> Any:
    """Tell who is here, by gate and by time, which scanners are silent, and who is late."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.ARRIVAL_VIEW, event)
    return board_out(view_board(event, fence(actor(), event)))
