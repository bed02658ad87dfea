"""Brief files for programs: a challenge as its file, and a challenge from a file."""

from typing import Any

from flask import Response

from app.challenges import queries, schemas
from app.challenges.api.base import blueprint
from app.challenges.services import writing
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.web.guards import actor, token, writes
from challenges.brief import write_brief

TOML = "application/toml"


@blueprint.route("/challenges/<id:challenge_id>/brief", methods=["GET"])
@blueprint.response(200, content_type=TOML, description="The brief file")
@token
def export_brief(challenge_id: int) -> Response:
    """Get a challenge as a brief file that `python3 -m challenges check` understands."""
    challenge = queries.get_visible_challenge(actor(), challenge_id)
    return Response(write_brief(queries.brief_of(challenge)), mimetype=TOML)


@blueprint.route("/events/<slug>/challenges/import", methods=["POST"])
@blueprint.arguments(schemas.BriefFile)
@blueprint.response(201, schemas.ChallengeSchema)
@token
@writes
def import_brief(data: dict[str, Any], slug: str) -> Any:
    """Start a challenge from the text of a brief file.

    What is wrong with the file is told with the line and the key of each finding.
    """
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.CHALLENGE_CREATE, event)
    return writing.create_challenge(
        actor(),
        event,
        organisation_id=data["organisation_id"],
        brief=writing.read_brief_file(data["toml"].encode(errors="surrogatepass"), field="toml"),
    )
