"""The API of events, their programme and their team."""

from typing import Any

from flask_smorest import Blueprint

from app.events import queries, schemas, services
from app.identity.policies import can_edit_invitation
from app.identity.queries import list_invitations_of
from app.identity.rules import Purpose
from app.web.guards import about_events, actor, token, writes
from app.web.openapi import no_content
from app.web.paging import PageQuery, page_of

blueprint = Blueprint("events-api", __name__, description="Events, programmes and teams")
about_events(blueprint.name)


@blueprint.route("/events")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.EventPage)
@token
def list_events(query: dict[str, Any]) -> Any:
    """List the events that the person sees."""
    return page_of(query, lambda after, limit: queries.list_visible_events(actor(), after, limit))


@blueprint.route("/events", methods=["POST"])
@blueprint.arguments(schemas.NewEventForm)
@blueprint.response(201, schemas.EventOut)
@token
@writes
def create_event(data: dict[str, Any]) -> Any:
    """Plan an event of a cluster."""
    return services.create_event(actor(), **data)


@blueprint.route("/clusters/<id:cluster_id>/standing-challenges", methods=["POST"])
@blueprint.arguments(schemas.PortalForm)
@blueprint.response(201, schemas.EventOut)
@token
@writes
def open_portal(data: dict[str, Any], cluster_id: int) -> Any:
    """Open standing challenges of a cluster: an event of the kind `portal`, public at once."""
    return services.open_portal(actor(), cluster_id, **data)


@blueprint.route("/events/<slug>")
@blueprint.response(200, schemas.EventOut)
@token
def get_event(slug: str) -> Any:
    """Show an event."""
    return queries.get_visible_event(actor(), slug)


@blueprint.route("/events/<slug>", methods=["PATCH"])
@blueprint.arguments(schemas.EventForm(partial=True))
@blueprint.response(200, schemas.EventOut)
@token
@writes
def change_event(changes: dict[str, Any], slug: str) -> Any:
    """Change an event; local times are those of its zone."""
    event = queries.get_visible_event(actor(), slug)
    values = schemas.in_zone(changes, changes.get("timezone") or event.timezone)
    return services.change_event(actor(), event.id, **values)


@blueprint.route("/events/<slug>/publish", methods=["POST"])
@blueprint.response(200, schemas.EventOut)
@token
@writes
def publish_event(slug: str) -> Any:
    """Make an event public."""
    return services.publish_event(actor(), slug)


@blueprint.route("/events/<slug>/sessions")
@blueprint.response(200, schemas.SessionOut(many=True))
@token
def list_sessions(slug: str) -> Any:
    """List the programme of an event."""
    event = queries.get_visible_event(actor(), slug)
    return queries.list_visible_sessions(actor(), event)


@blueprint.route("/events/<slug>/sessions", methods=["POST"])
@blueprint.arguments(schemas.SessionForm)
@blueprint.response(201, schemas.SessionOut)
@token
@writes
def add_session(data: dict[str, Any], slug: str) -> Any:
    """Add an entry to the programme."""
    event = queries.get_visible_event(actor(), slug)
    return services.add_session(actor(), slug, **schemas.in_zone(data, event.timezone))


@blueprint.route("/events/<slug>/sessions/<id:session_id>", methods=["PATCH"])
@blueprint.arguments(schemas.SessionForm(partial=True))
@blueprint.response(200, schemas.SessionOut)
@token
@writes
def change_session(changes: dict[str, Any], slug: str, session_id: int) -> Any:
    """Change an entry of the programme."""
    event = queries.get_visible_event(actor(), slug)
    values = schemas.in_zone(changes, event.timezone)
    return services.change_session(actor(), slug, session_id, **values)


@blueprint.route("/events/<slug>/sessions/<id:session_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_session(slug: str, session_id: int) -> Any:
    """Take an entry out of the programme."""
    services.remove_session(actor(), slug, session_id)
    return no_content()


@blueprint.route("/events/<slug>/team")
@blueprint.response(200, schemas.TeamMemberOut(many=True))
@token
def list_team(slug: str) -> Any:
    """List the team of an event; the team itself may see it."""
    event = queries.get_managed_event(actor(), slug)
    return queries.list_team(event)


@blueprint.route("/events/<slug>/team", methods=["POST"])
@blueprint.arguments(schemas.TeamForm)
@blueprint.response(201, schemas.EventInvitation)
@token
@writes
def invite_team_member(data: dict[str, Any], slug: str) -> Any:
    """Ask an address onto the team; whoever has it is on the team once they accept."""
    return services.invite_team_member(actor(), slug, **data)


@blueprint.route("/events/<slug>/team/<id:member_id>", methods=["PATCH"])
@blueprint.arguments(schemas.PlaceForm)
@blueprint.response(200, schemas.TeamMemberOut)
@token
@writes
def change_team_member(data: dict[str, Any], slug: str, member_id: int) -> Any:
    """Give a member of the team another role, or another cluster to act for."""
    return services.change_team_member(actor(), slug, member_id, **data)


@blueprint.route("/events/<slug>/invitations")
@blueprint.response(200, schemas.EventInvitation(many=True))
@token
def list_invitations(slug: str) -> Any:
    """List the open invitations onto the team, and those of clusters, that you answer for."""
    event = queries.get_managed_event(actor(), slug)
    found = list_invitations_of(event.id, Purpose.TEAM, Purpose.PARTNER)
    return [one for one in found if can_edit_invitation(actor(), one)]


@blueprint.route("/events/<slug>/partners")
@blueprint.response(200, schemas.PartnerOut(many=True))
@token
def list_partners(slug: str) -> Any:
    """List the clusters that run an event beside its lead."""
    return queries.list_partners(queries.get_visible_event(actor(), slug))


@blueprint.route("/events/<slug>/partners", methods=["POST"])
@blueprint.arguments(schemas.PartnerForm)
@blueprint.response(201, schemas.EventInvitation)
@token
@writes
def ask_partner(data: dict[str, Any], slug: str) -> Any:
    """Ask another cluster, by its name, to run the event; it does once an owner accepts."""
    queries.get_visible_event(actor(), slug)
    return services.ask_partner(actor(), slug, **data)


@blueprint.route("/events/<slug>/partners/<id:partner_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_partner(slug: str, partner_id: int) -> Any:
    """Let a cluster no longer run the event."""
    services.remove_partner(actor(), slug, partner_id)
    return no_content()


@blueprint.route("/events/<slug>/team/<id:member_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_team_member(slug: str, member_id: int) -> Any:
    """Take somebody off the team, or leave it."""
    services.remove_team_member(actor(), slug, member_id)
    return no_content()
