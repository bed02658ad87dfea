"""Venue hubs for programs: what an organiser plans, and what a hub sends."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.errors import Forbidden, Invalid
from app.core.permissions import Permission
from app.events.queries import get_event_by_id, get_managed_event
from app.hub import queries
from app.hub.policies import HubActor
from app.hub.queries import AT_ONCE
from app.hub.schemas import CarriedSchema, HubForm, HubOut, MergedOut, devices_in, scans_in
from app.hub.services import making
from app.hub.services.merging import merge_scans
from app.web.guards import about_events, actor, device, loads_bearers, token, writes
from app.web.openapi import no_content

blueprint = Blueprint("hub-api", __name__, description="Venue hubs, where there is no internet")
about_events(blueprint.name)
HUBS = "/events/<slug>/hubs"


@loads_bearers(queries.PREFIX)
def load_hub(secret: str) -> HubActor | None:
    """Return the hub that a secret belongs to."""
    found = queries.find_by_secret(secret)
    if found is None:
        return None
    return HubActor(device_id=found.id, hub_id=found.id, hub_event_id=found.event_id)


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.CHECKIN_MANAGE, event)
    return event


@blueprint.route(HUBS, methods=["GET"])
@blueprint.response(200, HubOut(many=True))
@token
def list_hubs(slug: str) -> Any:
    """List the venue hubs of an event whose doors you run."""
    return queries.list_hubs(_managed(slug).id)


@blueprint.route(HUBS, methods=["POST"])
@blueprint.arguments(HubForm)
@blueprint.response(201, HubOut)
@token
@writes
def add_hub(data: dict[str, Any], slug: str) -> Any:
    """Plan a venue hub; its parcel and phrase are taken from its page."""
    return making.make_hub(actor(), get_managed_event(actor(), slug), **data)


@blueprint.route(f"{HUBS}/<id:hub_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def end_hub(slug: str, hub_id: int) -> Any:
    """Let a hub send no more."""
    making.end_hub(actor(), get_managed_event(actor(), slug), hub_id)
    return no_content()


@blueprint.route("/hub/scans", methods=["POST"])
@blueprint.arguments(CarriedSchema)
@blueprint.response(200, MergedOut)
@device
@writes
def send_scans(data: dict[str, Any]) -> Any:
    """Take scans of a hub, at most 500; what is known changes nothing."""
    hub = actor()
    if not isinstance(hub, HubActor):
        raise Forbidden("hub_required")
    event = get_event_by_id(hub.hub_event_id)
    authorize(hub, Permission.HUB_MERGE, event)
    if (data["event"], data["hub"]) != (event.id, hub.hub_id):
        raise Invalid("scans_of_other_hub", field="hub")
    if len(data["scans"]) > AT_ONCE:
        raise Invalid("too_many_scans", field="scans", most=AT_ONCE)
    return merge_scans(event, scans_in(data), devices_in(data), hub.hub_id)
