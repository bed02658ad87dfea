"""The API of organisations."""

from typing import Any

from app.core.authz import authorize
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.identity import queries, services
from app.identity.api.frame import blueprint
from app.identity.queries.similar import find_similar_to
from app.identity.schemas import (
    NewOrganisation,
    OrganisationForm,
    OrganisationOut,
    SimilarOut,
)
from app.web.guards import actor, token, writes


@blueprint.route("/organisations", methods=["POST"])
@blueprint.arguments(NewOrganisation)
@blueprint.response(201, OrganisationOut)
@token
@writes
def register_organisation(data: dict[str, Any]) -> Any:
    """Register an organisation that you speak for.

    If some in the directory look like it, the answer is a 409 that names them under `similar`: ask
    to join the one that it is, or send it again with `is_new`.
    """
    if not data.pop("is_new"):
        _check_similar(data)
    owner = queries.get_person(actor().person_id)
    return services.register_organisation(actor(), owner, **data)


def _check_similar(data: dict[str, Any]) -> None:
    similar = find_similar_to(data)
    if similar:
        refusal = Conflict("organisation_similar")
        refusal.shown = {"similar": SimilarOut(many=True).dump(similar)}
        raise refusal


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
    return visible(organisation_id)


def visible(organisation_id: int) -> Any:
    """Return an organisation that the person may see."""
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
