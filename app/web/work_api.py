"""Long work for programs: how far it is, and at its end the file."""

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.core import work
from app.core.errors import NotFound
from app.web.downloads import send_stored
from app.web.forms import Id
from app.web.guards import about_events, actor, token

blueprint = Blueprint("work-api", __name__, description="Long work that was asked for")
about_events(blueprint.name)


class WorkOut(Schema):
    """A piece of long work; `error` is the code of why it failed."""

    id = Id()
    kind = fields.String()
    title = fields.String()
    state = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    error = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    finished_at = fields.AwareDateTime(format="iso", allow_none=True)


@blueprint.route("/work/<id:work_id>")
@blueprint.response(200, WorkOut)
@token
def get_work(work_id: int) -> work.Work:
    """Say how far work that you asked for is."""
    return work.get_work(actor(), work_id)


@blueprint.route("/work/<id:work_id>/file")
@blueprint.response(200, content_type="application/octet-stream")
@token
def get_file(work_id: int) -> Response:
    """Give the result of work that is done."""
    found = work.get_work(actor(), work_id)
    if found.file is None:
        raise NotFound
    return send_stored(found.file)
