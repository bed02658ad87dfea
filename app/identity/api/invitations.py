"""The API of invitations: answering one's own, looking after those one answers for."""

from typing import Any

from app.identity import queries, services
from app.identity.api.frame import blueprint
from app.identity.schemas import Answer, DeclineReason, InvitationOut, OwnInvitationOut
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/me/invitations")
@blueprint.response(200, OwnInvitationOut(many=True))
@token
def list_own_invitations() -> Any:
    """List what you, or an organisation of yours, are invited to."""
    return queries.list_invitations_to(actor())


@blueprint.route("/me/invitations/<id:invitation_id>/accept", methods=["POST"])
@blueprint.arguments(Answer)
@blueprint.response(204)
@token
@writes
def accept_invitation(_nothing: dict[str, Any], invitation_id: int) -> Any:
    """Accept an invitation, with the role that it offers."""
    services.accept_invitation(actor(), queries.get_invitation_to(actor(), invitation_id))
    return no_content()


@blueprint.route("/me/invitations/<id:invitation_id>/decline", methods=["POST"])
@blueprint.arguments(DeclineReason)
@blueprint.response(204)
@token
@writes
def decline_with_reason(data: dict[str, Any], invitation_id: int) -> Any:
    """Decline an invitation and say why; whoever sent it reads the reason."""
    found = queries.get_invitation_to(actor(), invitation_id)
    services.decline_invitation(actor(), found, reason=data["decline_reason"] or "")
    return no_content()


@blueprint.route("/me/invitations/<id:invitation_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def decline_invitation(invitation_id: int) -> Any:
    """Decline an invitation."""
    services.decline_invitation(actor(), queries.get_invitation_to(actor(), invitation_id))
    return no_content()


@blueprint.route("/invitations/<id:invitation_id>/resend", methods=["POST"])
@blueprint.arguments(Answer)
@blueprint.response(200, InvitationOut)
@token
@writes
def resend_invitation(_nothing: dict[str, Any], invitation_id: int) -> Any:
    """Send an invitation again, for another 14 days; the link sent before no longer works."""
    return services.resend_invitation(actor(), invitation_id)


@blueprint.route("/invitations/<id:invitation_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def withdraw_invitation(invitation_id: int) -> Any:
    """Take an invitation back."""
    services.withdraw_invitation(actor(), invitation_id)
    return no_content()
