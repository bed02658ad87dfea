"""What jurors send about the applicants they know, and what programs get."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from app.juries.rules.conflicts import Relation, Tie
from app.web.fields import Choice, Text
from app.web.forms import Form, Id

MAX_ASKED = 1000


class KnownRow(Form):
    """Whether a juror knows who made a proposal, and then what ties them and why."""

    proposal_id = Id(required=True)
    is_known = fields.Boolean(load_default=False)
    kind = Choice(Relation, load_default=None, allow_none=True)
    reason = Text(600, load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_whole(self, data: Mapping[str, Any], **_: Any) -> None:
        """Ask for kind and reason where something is ticked."""
        if not data["is_known"]:
            return
        errors = {
            name: [words]
            for name, words in (
                ("kind", gettext("Choose what ties you to it.")),
                ("reason", gettext("Say it in a sentence.")),
            )
            if not data[name]
        }
        if errors:
            raise ValidationError(errors)


class KnownApplicants(Form):
    """All that a juror ticked in the list of a challenge."""

    rows = fields.List(
        fields.Nested(KnownRow), load_default=list, validate=validate.Length(max=MAX_ASKED)
    )

    @post_load
    def declare(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        ticked = (row for row in data["rows"] if row["is_known"])
        return {"known": {row["proposal_id"]: Tie(row["kind"], row["reason"]) for row in ticked}}


class AskedOut(Schema):
    """A proposal whose authors a juror may know; in blind rounds nothing names them."""

    proposal_id = Id()
    title = fields.String()
    summary = fields.String()
    organisations = fields.List(fields.String())


class AskedList(Schema):
    """What a juror is asked about."""

    items = fields.List(fields.Nested(AskedOut))
