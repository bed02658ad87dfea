"""Views, links of campaigns and figures, for programs."""

from typing import Any

from app.core.authz import authorize
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.registrations import queries, schemas, services
from app.registrations.api.frame import blueprint
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/attendee-views", methods=["GET"])
@blueprint.response(200, schemas.AttendeeViewOut(many=True))
@token
def list_views(slug: str) -> Any:
    """List your views of an event's attendees and those that its team shares."""
    return queries.list_views(actor(), get_managed_event(actor(), slug))


@blueprint.route("/events/<slug>/attendee-views", methods=["POST"])
@blueprint.arguments(schemas.NewView)
@blueprint.response(201, schemas.AttendeeViewOut)
@token
@writes
def save_view(data: dict[str, Any], slug: str) -> Any:
    """Keep filters, order and columns under a name; what was searched for is left out."""
    event = get_managed_event(actor(), slug)
    asked = schemas.as_asked(data.pop("asked"))
    return services.save_view(actor(), event, asked=asked, **data)


@blueprint.route("/events/<slug>/attendee-views/<id:view_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def delete_view(slug: str, view_id: int) -> None:
    """Delete one of your views."""
    services.delete_view(actor(), get_managed_event(actor(), slug), view_id)


@blueprint.route("/events/<slug>/campaign-links", methods=["GET"])
@blueprint.response(200, schemas.CampaignLinkOut(many=True))
@token
def list_links(slug: str) -> Any:
    """List the links of an event's campaigns."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return queries.list_links(event.id)


@blueprint.route("/events/<slug>/campaign-links", methods=["POST"])
@blueprint.arguments(schemas.LinkForm)
@blueprint.response(201, schemas.CampaignLinkOut)
@token
@writes
def add_link(data: dict[str, Any], slug: str) -> Any:
    """Offer an address that counts who registers by it."""
    return services.add_link(actor(), get_managed_event(actor(), slug), **data)


@blueprint.route("/events/<slug>/campaign-links/<id:campaign_link_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_link(slug: str, campaign_link_id: int) -> None:
    """Offer an address no more; it still counts who uses it."""
    services.remove_link(actor(), get_managed_event(actor(), slug), campaign_link_id)


@blueprint.route("/events/<slug>/registration-figures", methods=["GET"])
@blueprint.response(200, schemas.RegistrationFiguresOut)
@token
def get_figures(slug: str) -> dict[str, Any]:
    """Count the valid registrations of the people you see."""
    counted = queries.figures_of(actor(), get_managed_event(actor(), slug)).counted
    return {
        "total": counted.total,
        "weeks": _counts((day.isoformat(), number) for day, number in counted.weeks),
        "channels": _counts(counted.channels),
        "countries": _counts(counted.countries),
        "ticket_types": _counts((encode_id(key), number) for key, number in counted.types),
    }


def _counts(rows: Any) -> list[dict[str, Any]]:
    return [{"key": key, "count": number} for key, number in rows]
