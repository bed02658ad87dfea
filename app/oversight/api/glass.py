"""The API of break-glass; to break it takes a person at the page, who proves again who they are."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.oversight import queries, schemas, services
from app.oversight.api.frame import blueprint
from app.web.guards import actor, serves_limited, token, writes


@blueprint.route("/events/<slug>/break-glass")
@blueprint.response(200, schemas.GlassList)
@token
@serves_limited
def list_glasses(slug: str) -> Any:
    """List the views that operators took of an event that you lead."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.LOG_VIEW, event)
    return {"items": queries.list_shown_glasses(event)}


@blueprint.route("/break-glass/<id:glass_id>/end", methods=["POST"])
@blueprint.response(200, schemas.GlassOut)
@token
@serves_limited
@writes
def end_glass(glass_id: int) -> Any:
    """End a view of an event before its time."""
    return services.end_glass(actor(), glass_id)
