"""The forms of the operator."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validate

from app.identity.rules import OrganisationKind
from app.identity.schemas.contact import Email
from app.oversight.rules import ENOUGH, SHORTEST_REASON, is_colour, weakest_contrast
from app.web.fields import Country, Text
from app.web.forms import Form, Id
from app.web.paging import PageQuery
from config import LANGUAGES


class ClusterForm(Form):
    """A cluster, and the person who speaks for it."""

    name = Text(200, required=True)
    country = Country(required=True)
    email = Email(required=True)


class DisableForm(Form):
    """Why an account is closed."""

    reason = Text(500, required=True, rules=[validate.Length(min=SHORTEST_REASON)])


class NamingForm(Form):
    """What an organisation is called and what it is."""

    name = Text(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*OrganisationKind]))


class Accent(Text):
    """A colour that carries words, and that words can have, by day and at night."""

    default_error_messages = {
        "no_colour": _("Write the colour as # and six digits or letters, such as #2440b3."),
        "too_faint": _(
            "Words on this colour, or in it on a page, would have a contrast of %(found)s to 1. "
            "They need at least %(needed)s. Take a stronger colour."
        ),
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(7, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        found = super()._deserialize(value, attr, data, **more)
        if not found:
            return None
        colour = found.lower()
        if not is_colour(colour):
            raise self.make_error("no_colour")
        weakest = weakest_contrast(colour)
        if weakest < ENOUGH:
            message = str(self.error_messages["too_faint"])
            raise ValidationError(message % {"found": f"{weakest:.1f}", "needed": ENOUGH})
        return colour


class InstallationForm(Form):
    """What the operator says of the installation."""

    name = Text(100, required=True)
    contact = Email(allow_none=True, load_default=None)
    imprint = Text(5000, load_default="")
    privacy_contact = Email(allow_none=True, load_default=None)
    by_invitation = fields.Boolean(load_default=False)
    accent = Accent(allow_none=True, load_default=None)
    language = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(LANGUAGES))


class SetUpForm(Form):
    """The first operator, the installation's name, and the code that the terminal shows."""

    code = Text(40, required=True)
    installation = Text(100, required=True)
    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    email = Email(required=True)
    password = fields.String(required=True, validate=validate.Length(12, 200))


class AdminQuery(PageQuery):
    """Which page of which people or organisations, found by a text."""

    q = Text(100, load_default="")


class AccountOut(Schema):
    """An account as the operator sees it."""

    id = Id()
    name = fields.String()
    email = fields.String()
    is_operator = fields.Boolean()
    created_at = fields.AwareDateTime(format="iso")
    disabled_at = fields.AwareDateTime(format="iso", allow_none=True)
    disabled_reason = fields.String(allow_none=True)


class AccountPage(Schema):
    """A page of accounts."""

    items = fields.List(fields.Nested(AccountOut))
    next_cursor = fields.String(allow_none=True)


class AccountPlace(Schema):
    """A place that somebody has in an organisation."""

    id = Id(attribute="organisation.id")
    name = fields.String(attribute="organisation.name")
    role = fields.String()


class AccountDetail(AccountOut):
    """An account with where it belongs, and by what its person can sign in."""

    organisations = fields.List(fields.Nested(AccountPlace))
    sessions = fields.Integer()
    has_password = fields.Boolean()
    has_app = fields.Boolean()
    passkeys = fields.Integer()
    external = fields.Integer()


class NamedOut(Schema):
    """An organisation as the operator lists it."""

    id = Id()
    name = fields.String()
    kind = fields.String()
    country = fields.String()


class NamedPage(Schema):
    """A page of organisations."""

    items = fields.List(fields.Nested(NamedOut))
    next_cursor = fields.String(allow_none=True)


class NamedList(Schema):
    """The clusters that may hold events."""

    items = fields.List(fields.Nested(NamedOut))


class InstallationOut(Schema):
    """What is said of the installation."""

    name = fields.String()
    contact = fields.String(allow_none=True)
    imprint = fields.String()
    privacy_contact = fields.String(allow_none=True)
    by_invitation = fields.Boolean()
    accent = fields.String(allow_none=True)
    language = fields.String(allow_none=True)


class FailedJobOut(Schema):
    """Work that was given up, without what it was about."""

    id = fields.Integer()
    task = fields.String()
    attempts = fields.Integer()
    failed_at = fields.AwareDateTime(format="iso")


class HealthOut(Schema):
    """How the installation is."""

    people = fields.Integer()
    disabled = fields.Integer()
    untold = fields.Integer()
    failed = fields.Integer()
    jobs = fields.List(fields.Nested(FailedJobOut))
