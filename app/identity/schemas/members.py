"""Who belongs to an organisation."""

from marshmallow import Schema, fields

from app.identity.schemas.contact import Email
from app.web.forms import Form, Id


class MemberForm(Form):
    """A colleague, by address."""

    email = Email(required=True)


class MemberOut(Schema):
    """Somebody who belongs to an organisation."""

    id = Id()
    name = fields.String()
