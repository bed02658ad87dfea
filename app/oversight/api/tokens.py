"""The API of a person's tokens."""

from typing import Any

from app.identity.services import revoke_token as revoke
from app.oversight import queries, schemas, services
from app.oversight.api.frame import blueprint
from app.web.guards import actor, token, writes
from app.web.idempotency import tells_secret
from app.web.openapi import no_content


@blueprint.route("/me/tokens")
@blueprint.response(200, schemas.TokenOut(many=True))
@token
def list_tokens() -> Any:
    """List your tokens that are not revoked; their secrets are nowhere."""
    return queries.list_tokens(actor())


@blueprint.route("/me/tokens", methods=["POST"])
@blueprint.arguments(schemas.TokenForm)
@blueprint.response(201, schemas.NewTokenOut)
@token
@tells_secret
@writes
def create_token(data: dict[str, Any]) -> Any:
    """Make a token that may no more than yours and ends no later; its secret is shown once."""
    made, secret = services.create_token(actor(), **data)
    return schemas.described(made) | {"secret": secret}


@blueprint.route("/me/tokens/<id:token_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def revoke_token(token_id: int) -> Any:
    """Withdraw one of your tokens, perhaps this one."""
    revoke(actor(), token_id)
    return no_content()
