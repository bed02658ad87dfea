"""The API of the devices that a person is signed in with."""

from typing import Any

from app.identity import queries, services
from app.identity.api.frame import blueprint
from app.identity.schemas import WebSessionOut
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/me/sessions")
@blueprint.response(200, WebSessionOut(many=True))
@token
def list_sessions() -> Any:
    """List the devices that you are signed in on, the one used last first."""
    return queries.list_sessions(actor().person_id)


@blueprint.route("/me/sessions/<id:session_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def end_session(session_id: int) -> Any:
    """Sign one of your devices out; doing it twice changes nothing."""
    services.end_session(actor(), session_id)
    return no_content()


@blueprint.route("/me/sessions", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def end_all_sessions() -> Any:
    """Sign all your devices out."""
    services.end_other_sessions(actor())
    return no_content()
