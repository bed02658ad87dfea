"""The API of a person's ways in; to change them takes a browser, for a token proves nobody."""

from typing import Any

from app.identity import queries
from app.identity.api.frame import blueprint
from app.identity.schemas.second_step import ExternalIdentityOut, PasskeyOut, SecondStepOut
from app.web.guards import actor, token


@blueprint.route("/me/passkeys")
@blueprint.response(200, PasskeyOut(many=True))
@token
def list_passkeys() -> Any:
    """List your passkeys, the oldest first."""
    return queries.list_passkeys(queries.get_person(actor().person_id).id)


@blueprint.route("/me/second-step")
@blueprint.response(200, SecondStepOut)
@token
def second_step() -> Any:
    """Say whether your second step is on, and how many recovery codes are left."""
    return queries.second_step_of(queries.get_person(actor().person_id).id)


@blueprint.route("/me/external-identities")
@blueprint.response(200, ExternalIdentityOut(many=True))
@token
def list_external_identities() -> Any:
    """List the accounts at another service that open yours."""
    return queries.list_external_identities(queries.get_person(actor().person_id).id)
