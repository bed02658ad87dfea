"""Badges, for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.badges import services
from app.badges.schemas import BadgesForm
from app.events.queries import get_managed_event
from app.web.guards import about_events, actor, token, writes
from app.web.work_api import WorkOut

blueprint = Blueprint("badges-api", __name__, description="Badges on paper")
about_events(blueprint.name)


@blueprint.route("/events/<slug>/badges", methods=["POST"])
@blueprint.arguments(BadgesForm)
@blueprint.response(202, WorkOut)
@token
@writes
def make_badges(data: dict[str, Any], slug: str) -> Any:
    """Ask for the badges of an event as one PDF, and get the work to wait for."""
    event = get_managed_event(actor(), slug)
    return services.start_badges(actor(), event, **data)
