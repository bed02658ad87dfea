"""The API of the person behind a token."""

from typing import Any

from app.core.authz import Actor
from app.identity import services
from app.identity.api.frame import blueprint
from app.identity.schemas import (
    PersonOut,
    Profile,
)
from app.web.guards import actor, serves_limited, token, writes


@blueprint.route("/me")
@blueprint.response(200, PersonOut)
@token
@serves_limited
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
        "event_id": who.event_limit,
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
