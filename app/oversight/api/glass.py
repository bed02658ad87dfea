"""The API of break-glass; what it opens is seen by the operator at the pages, by no program."""

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


@blueprint.route("/admin/break-glass")
@blueprint.response(200, schemas.GlassList)
@token
def list_all_glasses() -> Any:
    """List the views that operators took of any event, the latest first."""
    authorize(actor(), Permission.GLASS_VIEW)
    return {"items": queries.list_glasses()}


@blueprint.route("/admin/break-glass", methods=["POST"])
@blueprint.arguments(schemas.GlassForm)
@blueprint.response(201, schemas.GlassOut)
@token
@writes
def break_glass(data: dict[str, Any]) -> Any:
    """Take a lead's view of an event for yourself at its pages; its leads are told at once."""
    return services.break_glass(actor(), **data)


@blueprint.route("/break-glass/<id:glass_id>/end", methods=["POST"])
@blueprint.response(200, schemas.GlassOut)
@token
@serves_limited
@writes
def end_glass(glass_id: int) -> Any:
    """End a view of an event before its time."""
    return services.end_glass(actor(), glass_id)
