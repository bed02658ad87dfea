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


class ActivityOut(Schema):
    """A processing activity as the records of processing have it."""

    table = fields.String(attribute="one.name")
    purpose = fields.String(attribute="one.about.purpose")
    basis = fields.String(attribute="one.about.basis")
    categories = fields.List(fields.String(), attribute="kinds")
    recipients = fields.List(fields.String(), attribute="one.about.recipients")
    days = fields.Integer(allow_none=True)
    on_erasure = fields.String(attribute="one.about.erased")
    why = fields.String(attribute="one.about.why")


class RuleOut(Schema):
    """How long the rows of a table are kept, the limits of that, and how many would go now."""

    table = fields.String()
    days = fields.Integer()
    least = fields.Integer()
    most = fields.Integer()
    how = fields.String()
    rows = fields.Integer()


class ErasureOut(Schema):
    """A person who was erased, as a number, and what became of the rows by table."""

    id = Id()
    person_id = Id()
    by_id = Id(allow_none=True)
    reason = fields.String()
    counts = fields.Dict()
    done_at = fields.AwareDateTime(format="iso")
