"""The API of the person behind a token, and of their tokens."""

from typing import Any

from app.core.authz import Actor
from app.identity import queries, services
from app.identity.api.frame import blueprint
from app.identity.schemas import (
    PersonOut,
    Profile,
    TokenOut,
)
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


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
