"""Who belongs to an organisation and who is asked to."""

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


class InvitationOut(Schema):
    """An open invitation, as those see it who sent it."""

    id = Id()
    email = fields.String()
    created_at = fields.AwareDateTime(format="iso")


class OwnInvitationOut(Schema):
    """An invitation, as its receiver sees it."""

    id = Id()
    organisation_id = Id()
    organisation = fields.String(attribute="organisation.name")
    invited_by = fields.String(attribute="invited_by.name")
    created_at = fields.AwareDateTime(format="iso")
