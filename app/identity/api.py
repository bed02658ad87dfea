"""The API of people and organisations."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import Actor, authorize
from app.core.permissions import Permission
from app.identity import queries, services
from app.identity.schemas import (
    InvitationOut,
    MemberForm,
    MemberOut,
    OrganisationForm,
    OrganisationOut,
    OwnInvitationOut,
    PersonOut,
    Profile,
    TokenOut,
)
from app.web.guards import actor, token, writes
from app.web.openapi import no_content

blueprint = Blueprint("identity-api", __name__, description="People and organisations")


@blueprint.route("/me")
@blueprint.response(200, PersonOut)
@token
def me() -> Any:
    """Say whose token it is, and what it may do."""
    return _described(actor())


def _described(who: Actor) -> dict[str, Any]:
    return {
        "person_id": who.person_id,
        "email": who.email,
        "name": who.name,
        "organisation_ids": sorted(who.organisation_ids),
        "scopes": sorted(who.scopes or ()),
    }


@blueprint.route("/me", methods=["PATCH"])
@blueprint.arguments(Profile(partial=True))
@blueprint.response(200, PersonOut)
@token
@writes
def change_me(changes: dict[str, Any]) -> Any:
    """Change your name and language."""
    person = services.change_profile(actor(), **changes)
    return _described(actor()) | {"name": person.name}


@blueprint.route("/me/tokens")
@blueprint.response(200, TokenOut(many=True))
@token
def list_tokens() -> Any:
    """List your tokens that are not revoked; their secrets are nowhere."""
    return queries.list_tokens(queries.get_person(actor().person_id))


@blueprint.route("/me/tokens/<id:token_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def revoke_token(token_id: int) -> Any:
    """Withdraw one of your tokens, perhaps this one."""
    services.revoke_token(actor(), token_id)
    return no_content()


@blueprint.route("/organisations", methods=["POST"])
@blueprint.arguments(OrganisationForm)
@blueprint.response(201, OrganisationOut)
@token
@writes
def register_organisation(data: dict[str, Any]) -> Any:
    """Register an organisation that you speak for."""
    owner = queries.get_person(actor().person_id)
    return services.register_organisation(actor(), owner, **data)


@blueprint.route("/organisations")
@blueprint.response(200, OrganisationOut(many=True))
@token
def list_organisations() -> Any:
    """List the organisations that the person belongs to."""
    return queries.list_organisations_of(actor())


@blueprint.route("/organisations/<id:organisation_id>")
@blueprint.response(200, OrganisationOut)
@token
def get_organisation(organisation_id: int) -> Any:
    """Show one of the person's organisations."""
    return _visible(organisation_id)


def _visible(organisation_id: int) -> Any:
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_VIEW, organisation)
    return organisation


@blueprint.route("/organisations/<id:organisation_id>", methods=["PATCH"])
@blueprint.arguments(OrganisationForm(partial=True))
@blueprint.response(200, OrganisationOut)
@token
@writes
def change_organisation(changes: dict[str, Any], organisation_id: int) -> Any:
    """Change what is said of one of the person's organisations."""
    return services.change_organisation(actor(), organisation_id, **changes)


@blueprint.route("/organisations/<id:organisation_id>/members")
@blueprint.response(200, MemberOut(many=True))
@token
def list_members(organisation_id: int) -> Any:
    """List who belongs to one of the person's organisations."""
    return queries.list_members(_visible(organisation_id))


@blueprint.route("/organisations/<id:organisation_id>/members/<id:person_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_member(organisation_id: int, person_id: int) -> Any:
    """Take a colleague out of one of your organisations, or leave it yourself."""
    services.remove_member(actor(), organisation_id, person_id)
    return no_content()


@blueprint.route("/organisations/<id:organisation_id>/invitations")
@blueprint.response(200, InvitationOut(many=True))
@token
def list_invitations(organisation_id: int) -> Any:
    """List the invitations to one of the person's organisations that nobody has answered yet."""
    return queries.list_invitations(_visible(organisation_id))


@blueprint.route("/organisations/<id:organisation_id>/invitations", methods=["POST"])
@blueprint.arguments(MemberForm)
@blueprint.response(201, InvitationOut)
@token
@writes
def invite_member(data: dict[str, Any], organisation_id: int) -> Any:
    """Invite a colleague to one of your organisations; they become a member by accepting."""
    return services.invite_member(actor(), organisation_id, **data)


@blueprint.route(
    "/organisations/<id:organisation_id>/invitations/<id:invitation_id>", methods=["DELETE"]
)
@blueprint.response(204)
@token
@writes
def withdraw_invitation(organisation_id: int, invitation_id: int) -> Any:
    """Take an invitation back."""
    services.withdraw_invitation(actor(), organisation_id, invitation_id)
    return no_content()


@blueprint.route("/me/invitations")
@blueprint.response(200, OwnInvitationOut(many=True))
@token
def list_own_invitations() -> Any:
    """List the organisations that ask you to join."""
    return queries.list_invitations_to(actor())


@blueprint.route("/me/invitations/<id:invitation_id>/accept", methods=["POST"])
@blueprint.response(204)
@token
@writes
def accept_invitation(invitation_id: int) -> Any:
    """Join the organisation that asks you."""
    services.accept_invitation(actor(), queries.get_invitation_to(actor(), invitation_id))
    return no_content()


@blueprint.route("/me/invitations/<id:invitation_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def decline_invitation(invitation_id: int) -> Any:
    """Decline to join."""
    services.decline_invitation(actor(), queries.get_invitation_to(actor(), invitation_id))
    return no_content()
