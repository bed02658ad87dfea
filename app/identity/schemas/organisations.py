"""What is said of organisations."""

from marshmallow import Schema, fields

from app.identity.rules import OrganisationKind, SizeClass, StartupStage
from app.identity.schemas.contact import Website
from app.web.fields import Choice, Count, Country, Text
from app.web.forms import Form, Id


class OrganisationForm(Form):
    """What is said of an organisation."""

    name = Text(200, required=True)
    legal_name = Text(200)
    latin_name = Text(200)
    kind = Choice(OrganisationKind, required=True)
    country = Country(required=True)
    city = Text(100)
    website = Website()
    vat_number = Text(30)
    founded_year = Count(1000, 2199)
    startup_stage = Choice(StartupStage)
    description = Text(2000)


class NewOrganisation(OrganisationForm):
    """An organisation as it is entered first: its size may come without the figures.

    With `is_new` whoever enters it says that it is none of those that look like it.
    """

    size_class = Choice(SizeClass)
    is_new = fields.Boolean(load_default=False)


class SimilarOut(Schema):
    """An organisation of the directory that may be the one that is being entered."""

    id = Id(attribute="organisation.id")
    name = fields.String(attribute="organisation.name")
    city = fields.String(attribute="organisation.city", allow_none=True)
    country = fields.String(attribute="organisation.country")
    reasons = fields.List(fields.String())


class OrganisationOut(Schema):
    """An organisation."""

    id = Id()
    name = fields.String()
    legal_name = fields.String(allow_none=True)
    latin_name = fields.String(allow_none=True)
    kind = fields.String()
    size_class = fields.String(allow_none=True)
    country = fields.String()
    region = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    vat_number = fields.String(allow_none=True)
    founded_year = fields.Integer(allow_none=True)
    startup_stage = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    listed_at = fields.AwareDateTime(format="iso", allow_none=True)
