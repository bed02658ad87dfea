"""What people send to sign in, sign up and change their password."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import ValidationError, fields, validate, validates_schema

from app.identity.rules import SELF_DECLARED, OrganisationKind, SizeClass
from app.identity.schemas.contact import Email, Website
from app.web.fields import Choice, Country, Text
from app.web.forms import Form

ORGANISATION_FIELDS = ("kind", "country", "size_class", "website")


def _password(**more: Any) -> Text:
    words = _("Take at least 12 characters; a few words in a row are good.")
    return Text(200, required=True, rules=[validate.Length(min=12, error=words)], **more)


class SignIn(Form):
    """The sign-in form."""

    email = Text(254, required=True)
    password = Text(200, required=True)


class NewAccount(Form):
    """A person whose address a mail has proved."""

    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    password = _password()


class SignUp(Form):
    """The sign-up form: a person, and perhaps their organisation."""

    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    email = Email(required=True)
    password = _password()
    organisation_name = Text(200)
    kind = Choice(OrganisationKind)
    country = Country()
    size_class = Choice(SizeClass)
    website = Website()

    @validates_schema
    def check_organisation(self, data: dict[str, Any], **_more: Any) -> None:
        """Ask for kind and country of an organisation that has a name."""
        if not data.get("organisation_name"):
            return
        if missing := [name for name in ("kind", "country") if not data.get(name)]:
            raise ValidationError({name: [gettext("Choose one.")] for name in missing})
        if data["kind"] not in SELF_DECLARED:
            raise ValidationError({"kind": [gettext("Choose one.")]})


def organisation_in(data: dict[str, Any]) -> dict[str, Any] | None:
    """Take the organisation out of a sign-up; None if the person comes alone."""
    name = data.pop("organisation_name", None)
    details = {key: data.pop(key, None) for key in ORGANISATION_FIELDS}
    return {"name": name, **details} if name else None


class NewPassword(Form):
    """A new password, with the present one."""

    present = Text(200, required=True)
    password = _password()


class Address(Form):
    """The address that a link is mailed to."""

    email = Email(required=True)


class ChosenPassword(Form):
    """A new password of somebody whom a mail let in."""

    password = _password()


class ResetPassword(ChosenPassword):
    """A new password, and whether what opens the account without it is to go."""

    removes_ways = fields.Boolean(load_default=False)


class Nothing(Form):
    """A button that needs no fields."""
