"""What people and programs send and get about privacy."""

from marshmallow import Schema, fields, validate

from app.identity.schemas import Email
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id

MOST_DAYS = 36_500


class ConsentForm(Form):
    """An answer to a purpose, of an event or of the whole site."""

    purpose = Choice(Purpose, required=True)
    event_id = Id(allow_none=True, load_default=None)
    is_given = fields.Boolean(required=True)


class AskedForm(Form):
    """What people are asked to agree to when they register."""

    purposes = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in ASKED_BY_EVENTS])),
        load_default=list,
    )


class RuleForm(Form):
    """For how many days the rows of a table are kept."""

    table = Text(63, required=True)
    days = Count(1, MOST_DAYS, required=True)


class ErasureForm(Form):
    """A person to be erased who asked on paper."""

    email = Email(required=True)
    reason = Text(400, required=True)


class ConsentOut(Schema):
    """An answer, with the words it was given to."""

    purpose = fields.String()
    event_id = Id(allow_none=True)
    is_given = fields.Boolean()
    text = fields.Function(lambda one: one.text.text)
    language = fields.Function(lambda one: one.text.language)
    text_sha256 = fields.String(attribute="text_fingerprint")
    channel = fields.String()
    at = fields.AwareDateTime(format="iso")


class ExportOut(Schema):
    """A copy of personal data: how far it is."""

    id = Id()
    state = fields.Function(lambda one: one.work.state)
    created_at = fields.AwareDateTime(format="iso")
    downloads = fields.Integer()
