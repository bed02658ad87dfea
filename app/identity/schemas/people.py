"""What people say of themselves."""

from marshmallow import Schema, fields, validate

from app.web.fields import Text
from app.web.forms import Form, Id
from config import LANGUAGES


class Profile(Form):
    """A person's own name and language."""

    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    latin_name = Text(200)
    language = fields.String(validate=validate.OneOf(LANGUAGES), load_default=LANGUAGES[0])


class PersonOut(Schema):
    """The person behind a token."""

    id = Id(attribute="person_id")
    email = fields.String()
    name = fields.String()
    organisation_ids = fields.List(Id())
    scopes = fields.List(fields.String())
    event_id = Id(allow_none=True)
