"""A cluster's participants for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.identity.queries import get_organisation
from app.support import schemas, services
from app.support.queries import participants as queries
from app.support.queries.mailings import follow_mailings
from app.support.queries.readings import get_reading, is_of_cluster, is_of_event
from app.web.guards import actor, token, writes
from app.web.paging import PER_PAGE

blueprint = Blueprint("support-api", __name__, description="Participants of a cluster")


@blueprint.route("/events/<slug>/participant-invitations", methods=["GET"])
@blueprint.arguments(schemas.InvitationsQuery, location="query")
@blueprint.response(200, schemas.ParticipantInvitations)
@token
def list_invitations(query: dict[str, Any], slug: str) -> Any:
    """List whom your cluster has invited to an event, fifty on a page, the latest first."""
    offset = (query["page"] - 1) * PER_PAGE
    return {"items": queries.list_invitations(actor(), _event(slug), PER_PAGE, offset)}


@blueprint.route("/events/<slug>/participant-invitations", methods=["POST"])
@blueprint.arguments(schemas.InviteForm)
@blueprint.response(200, schemas.ResultsOut)
@token
@writes
def invite_participants(data: dict[str, Any], slug: str) -> Any:
    """Invite addresses, one a line, in the name of your cluster."""
    return {"items": services.invite_participants(actor(), _event(slug), data["addresses"])}


@blueprint.route(
    "/events/<slug>/participant-invitations/<id:invitation_id>/resend", methods=["POST"]
)
@blueprint.response(200, schemas.ParticipantInvitationOut)
@token
@writes
def resend_invitation(slug: str, invitation_id: int) -> Any:
    """Send an invitation again; its link before ends."""
    return services.resend_invitation(actor(), _event(slug), invitation_id)


@blueprint.route(
    "/events/<slug>/participant-invitations/<id:invitation_id>/withdraw", methods=["POST"]
)
@blueprint.response(200, schemas.ParticipantInvitationOut)
@token
@writes
def withdraw_invitation(slug: str, invitation_id: int) -> Any:
    """Take an invitation back."""
    return services.withdraw_invitation(actor(), _event(slug), invitation_id)


@blueprint.route("/events/<slug>/mailings", methods=["GET"])
@blueprint.response(200, schemas.MailingList)
@token
def list_mailings(slug: str) -> Any:
    """List what your cluster wrote to its participants, and how far each mailing is."""
    return {"items": follow_mailings(actor(), _event(slug))}


@blueprint.route("/events/<slug>/mailings", methods=["POST"])
@blueprint.arguments(schemas.SendingForm)
@blueprint.response(201, schemas.MailingOut)
@token
@writes
def send_mailing(data: dict[str, Any], slug: str) -> Any:
    """Write to your cluster's participants; `recipients` says how many you expect to reach."""
    return services.send_mailing(actor(), _event(slug), **data)


@blueprint.route("/clusters/<id:organisation_id>/figures", methods=["GET"])
@blueprint.response(200, schemas.FiguresOut)
@token
def get_figures(organisation_id: int) -> Any:
    """Show the figures of a cluster that you observe, as of last night; small groups are null."""
    cluster = get_organisation(organisation_id)
    authorize(actor(), Permission.FIGURES_VIEW, cluster)
    return get_reading(is_of_cluster(cluster.id))


@blueprint.route("/events/<slug>/grouped-figures", methods=["GET"])
@blueprint.response(200, schemas.FiguresOut)
@token
def get_event_figures(slug: str) -> Any:
    """Show the figures of an event whose report you read, as of last night."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.REPORT_VIEW, event)
    return get_reading(is_of_event(event.id))


def _event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.SUPPORT_MANAGE, event)
    return event
