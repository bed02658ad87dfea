"""What is said of organisations."""

from marshmallow import Schema, fields

from app.identity.rules import OrganisationKind, SizeClass
from app.identity.schemas.contact import Email, Website
from app.web.fields import Choice, Country, Text
from app.web.forms import Form, Id


class OrganisationForm(Form):
    """What is said of an organisation."""

    name = Text(200, required=True)
    latin_name = Text(200)
    kind = Choice(OrganisationKind, required=True)
    size_class = Choice(SizeClass)
    country = Country(required=True)
    city = Text(100)
    website = Website()
    description = Text(2000)


class ClusterForm(Form):
    """A cluster, and the person who speaks for it."""

    name = Text(200, required=True)
    country = Country(required=True)
    email = Email(required=True)


class OrganisationOut(Schema):
    """An organisation."""

    id = Id()
    name = fields.String()
    latin_name = fields.String(allow_none=True)
    kind = fields.String()
    size_class = fields.String(allow_none=True)
    country = fields.String()
    city = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
