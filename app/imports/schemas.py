"""What people and programs send about a list, and what programs get."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from app.web.fields import Count, Timezone
from app.web.forms import Form, Id

MADE_AS = ("submitted", "draft")
MOST_SHOWN = 200


class SentList(Schema):
    """A list that is sent."""

    file = Upload(required=True)


class Choices(Form):
    """Which column is what, and what is made of the lines."""

    columns = fields.Dict(
        keys=fields.String(validate=validate.Length(max=60)),
        values=fields.Integer(validate=validate.Range(0, 1000)),
        validate=validate.Length(max=60),
        load_default=dict,
    )
    made_as = fields.String(load_default="submitted", validate=validate.OneOf(MADE_AS))
    is_inviting = fields.Boolean(load_default=False)
    zone = Timezone(required=True)


class TroubleQuery(Form):
    """How many of the lines with troubles are told, after which."""

    limit = Count(1, MOST_SHOWN, load_default=MOST_SHOWN, allow_none=False)
    after = Count(0, 1_000_000, load_default=0, allow_none=False)


class ImportOut(Schema):
    """A list that was uploaded, with what its columns are taken for."""

    id = Id()
    challenge_id = Id()
    name = fields.String(attribute="file.filename")
    sha256 = fields.String()
    head = fields.List(fields.String())
    lines = fields.Integer()
    columns = fields.Dict(keys=fields.String(), values=fields.Integer())
    made_as = fields.String()
    is_inviting = fields.Boolean()
    zone = fields.String()
    is_chosen = fields.Boolean()
    work_id = Id(allow_none=True)


class TroubleOut(Schema):
    """One thing that is wrong with a field of a line; with an error the line is left out."""

    line = fields.Integer()
    field = fields.String()
    code = fields.String()
    is_error = fields.Boolean()


class CheckOut(Schema):
    """What an import would do, and what is wrong with which line."""

    lines = fields.Integer()
    good = fields.Integer()
    imported_before = fields.Integer()
    left_out = fields.Integer()
    troubles = fields.List(fields.Nested(TroubleOut))
