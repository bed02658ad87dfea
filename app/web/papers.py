"""Papers on their way out: which editions there are, and one of them as a download."""

import re
from collections.abc import Sequence

from flask import Response, request
from marshmallow import Schema, fields, validate

from app.core.errors import NotFound
from app.core.papers import Paper, file_of
from app.web.downloads import send_stored
from app.web.forms import Form

NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class EditionQuery(Form):
    """Which edition of a paper; the latest one without it."""

    edition = fields.Integer(load_default=None, validate=validate.Range(1, 999_999))


class PaperSchema(Schema):
    """An edition on paper: its state, and once it is made the SHA-256 of its bytes."""

    edition = fields.Integer()
    state = fields.String(validate=validate.OneOf(("waiting", "running", "made", "failed")))
    made_at = fields.AwareDateTime(allow_none=True)
    sha256 = fields.String(allow_none=True)


def send_paper(papers: Sequence[Paper], edition: int | None = None) -> Response:
    """Answer with an edition, by default with the latest that is made."""
    return send_stored(file_of(papers, edition))


def asked_edition() -> int | None:
    """Return the edition that an address asks for; NotFound for what is no number."""
    asked = request.args.get("edition")
    if asked is None:
        return None
    if not NUMBER.fullmatch(asked):
        raise NotFound
    return int(asked)
