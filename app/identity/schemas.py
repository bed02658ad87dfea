"""What people and programs send and get about accounts, organisations and tokens."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.identity.rules import SELF_DECLARED, OrganisationKind, Scope, SizeClass
from app.web.fields import Choice, Country, Text
from app.web.forms import Form, Id
from config import LANGUAGES

ORGANISATION_FIELDS = ("kind", "country", "size_class", "website")


class Email(Text):
    """An e-mail address."""

    def __init__(self, **more: Any) -> None:
        words = _("Write an e-mail address, such as name@example.org.")
        super().__init__(254, rules=[_unless_none(validate.Email(error=words))], **more)


class Website(Text):
    """An address on the web; the scheme may be left out."""

    def __init__(self, **more: Any) -> None:
        words = _("Write an address on the web, such as https://example.org.")
        rule = validate.URL(schemes={"http", "https"}, error=words)
        super().__init__(300, rules=[_unless_none(rule)], **more)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, *args, **kwargs))
        return text if "://" in text else f"https://{text}"


def _unless_none(rule: Any) -> Any:
    def check(value: Any) -> None:
        if value is not None:
            rule(value)

    return check


def _password(**more: Any) -> Text:
    words = _("Take at least 12 characters; a few words in a row are good.")
    return Text(200, required=True, rules=[validate.Length(min=12, error=words)], **more)


class SignIn(Form):
    """The sign-in form."""

    email = Text(254, required=True)
    password = Text(200, required=True)


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


class Profile(Form):
    """A person's own name and language."""

    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    latin_name = Text(200)
    language = fields.String(validate=validate.OneOf(LANGUAGES), load_default=LANGUAGES[0])


class NewPassword(Form):
    """A new password, with the present one."""

    present = Text(200, required=True)
    password = _password()


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


class MemberForm(Form):
    """A colleague, by address."""

    email = Email(required=True)


class TokenForm(Form):
    """A token to be made."""

    name = Text(100, required=True)
    scopes = fields.List(
        fields.String(validate=validate.OneOf([*Scope])),
        required=True,
        validate=validate.Length(min=1, max=len(Scope), error=_("Choose at least one.")),
    )
    days = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 3650))


class PersonOut(Schema):
    """The person behind a token."""

    id = Id(attribute="person_id")
    email = fields.String()
    name = fields.String()
    organisation_ids = fields.List(Id())
    scopes = fields.List(fields.String())


class TokenOut(Schema):
    """A token, without its secret."""

    id = Id()
    name = fields.String()
    scopes = fields.List(fields.String())
    created_at = fields.AwareDateTime(format="iso")
    expires_at = fields.AwareDateTime(format="iso", allow_none=True)


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
