"""The API of people and organisations."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, services
from app.identity.schemas import OrganisationForm, OrganisationOut, PersonOut
from app.web.guards import actor, token, writes

blueprint = Blueprint("identity-api", __name__, description="People and organisations")


@blueprint.route("/me")
@blueprint.response(200, PersonOut)
@token
def me() -> Any:
    """Say whose token it is, and what it may do."""
    who = actor()
    return {
        "person_id": who.person_id,
        "email": who.email,
        "name": who.name,
        "organisation_ids": sorted(who.organisation_ids),
        "scopes": sorted(who.scopes or ()),
    }


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
