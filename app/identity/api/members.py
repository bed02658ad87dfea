"""The API of who belongs to an organisation."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, services
from app.identity.api.frame import blueprint
from app.identity.schemas import (
    Answer,
    InvitationOut,
    MemberForm,
    MemberOut,
    RoleForm,
)
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/organisations/<id:organisation_id>/members")
@blueprint.response(200, MemberOut(many=True))
@token
def list_members(organisation_id: int) -> Any:
    """List who belongs to one of the person's organisations."""
    return queries.list_memberships(_with_people(organisation_id))


def _with_people(organisation_id: int) -> Any:
    """Return an organisation whose people the person may see."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.MEMBERSHIP_VIEW, found)
    return found


@blueprint.route("/organisations/<id:organisation_id>/members/<id:person_id>", methods=["PATCH"])
@blueprint.arguments(RoleForm)
@blueprint.response(200, MemberOut)
@token
@writes
def change_role(data: dict[str, Any], organisation_id: int, person_id: int) -> Any:
    """Give somebody another role in one of your organisations."""
    return services.change_role(actor(), organisation_id, person_id, **data)


@blueprint.route("/organisations/<id:organisation_id>/members/<id:person_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_member(organisation_id: int, person_id: int) -> Any:
    """Take a colleague out of one of your organisations, or leave it yourself."""
    services.remove_member(actor(), organisation_id, person_id)
    return no_content()


@blueprint.route("/me/join-requests")
@blueprint.response(200, InvitationOut(many=True))
@token
def list_own_joinings() -> Any:
    """List the organisations whose owners you asked to let you in, and that have not answered."""
    return queries.list_joinings_of(actor())


@blueprint.route("/organisations/<id:organisation_id>/join-requests", methods=["POST"])
@blueprint.arguments(Answer)
@blueprint.response(201, InvitationOut)
@token
@writes
def ask_to_join(_nothing: dict[str, Any], organisation_id: int) -> Any:
    """Ask the owners of an organisation of the directory to let you in; they see your address."""
    return services.ask_to_join(actor(), organisation_id)


@blueprint.route("/organisations/<id:organisation_id>/invitations")
@blueprint.response(200, InvitationOut(many=True))
@token
def list_invitations(organisation_id: int) -> Any:
    """List the invitations to one of the person's organisations that nobody has answered yet."""
    return queries.list_invitations(_with_people(organisation_id))


@blueprint.route("/organisations/<id:organisation_id>/invitations", methods=["POST"])
@blueprint.arguments(MemberForm)
@blueprint.response(201, InvitationOut)
@token
@writes
def invite_member(data: dict[str, Any], organisation_id: int) -> Any:
    """Invite a colleague to one of your organisations; they become a member by accepting."""
    return services.invite_member(actor(), organisation_id, **data)
