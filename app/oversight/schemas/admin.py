"""The forms of the operator."""

from marshmallow import Schema, fields, validate

from app.identity.rules import OrganisationKind
from app.identity.schemas.contact import Email
from app.oversight.rules import SHORTEST_REASON
from app.web.fields import Country, Text
from app.web.forms import Form, Id


class ClusterForm(Form):
    """A cluster, and the person who speaks for it."""

    name = Text(200, required=True)
    country = Country(required=True)
    email = Email(required=True)


class DisableForm(Form):
    """Why an account is closed."""

    reason = Text(500, required=True, rules=[validate.Length(min=SHORTEST_REASON)])


class OrganisationForm(Form):
    """What an organisation is called and what it is."""

    name = Text(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*OrganisationKind]))


class InstallationForm(Form):
    """What the operator says of the installation."""

    name = Text(100, required=True)
    contact = Email(allow_none=True, load_default=None)
    imprint = Text(5000, load_default="")
    privacy_contact = Email(allow_none=True, load_default=None)
    by_invitation = fields.Boolean(load_default=False)


class SetUpForm(Form):
    """The first operator, the installation's name, and the code that the terminal shows."""

    code = Text(40, required=True)
    installation = Text(100, required=True)
    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    email = Email(required=True)
    password = fields.String(required=True, validate=validate.Length(12, 200))


class PersonOut(Schema):
    """An account as the operator sees it."""

    id = Id()
    name = fields.String()
    email = fields.String()
    is_operator = fields.Boolean()
    disabled_at = fields.AwareDateTime(format="iso", allow_none=True)
