"""Who belongs to an organisation."""

from marshmallow import Schema, fields

from app.identity.rules import MemberRole
from app.identity.schemas.contact import Email
from app.web.fields import Choice
from app.web.forms import Form, Id


class MemberForm(Form):
    """A colleague, by address, and what they are to be."""

    email = Email(required=True)
    role = Choice(MemberRole, load_default=MemberRole.MEMBER, allow_none=False)


class RoleForm(Form):
    """Another role for somebody who belongs to an organisation."""

    role = Choice(MemberRole, required=True)


class MemberOut(Schema):
    """Somebody who belongs to an organisation."""

    id = Id(attribute="person_id")
    name = fields.String(attribute="person.name")
    role = fields.String()
