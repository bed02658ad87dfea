"""What people and programs send about experts, and what programs get."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.experts.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_ENTRY,
    MAX_EMPLOYERS,
    MAX_KEYWORDS,
    MAX_LANGUAGES,
    Audience,
    Employer,
    ExpertFilter,
    ExpertWords,
    Helix,
)
from app.identity.schemas import Email, InvitationOut
from app.web.fields import Choice, Count, Country, Text
from app.web.forms import Form, Id
from app.web.i18n import is_language
from app.web.paging import PageQuery
from challenges.brief import THEMES


class Keywords(fields.Field[list[str]]):
    """Free words: people write them with commas between, programs send a list."""

    default_error_messages = {
        "invalid": _("Write up to %(most)s entries with commas between.", most=MAX_KEYWORDS)
    }
    described_as = {"type": ["array", "string", "null"], "items": {"type": "string"}}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise self.make_error("invalid")
        words = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if len(words) > MAX_KEYWORDS or any(len(word) > LONGEST_ENTRY for word in words):
            raise self.make_error("invalid")
        return words


def _is_language(code: str) -> None:
    if not is_language(code):
        raise ValidationError(_("Use language codes of two letters, such as en, de."))


class EmployerForm(Form):
    """For whom an expert worked; a row without a name is none."""

    name = Text(200)
    from_year = Count(FIRST_YEAR, LAST_YEAR)
    until_year = Count(FIRST_YEAR, LAST_YEAR)


class ExpertForm(Form):
    """All that an expert says of themselves."""

    organisation_name = Text(200)
    country = Country()
    helix = Choice(Helix)
    strengths = Text(4000)
    topics = fields.List(fields.String(validate=validate.OneOf(THEMES)), load_default=list)
    keywords = Keywords(allow_none=True)
    languages = fields.List(
        fields.String(validate=_is_language),
        load_default=list,
        validate=validate.Length(max=MAX_LANGUAGES),
    )
    employers = fields.List(
        fields.Nested(EmployerForm),
        load_default=list,
        validate=validate.Length(max=MAX_EMPLOYERS),
    )
    shared_with = Choice(Audience, required=True)

    @post_load
    def word(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        rows = [row for row in data["employers"] if row.get("name")]
        words = ExpertWords(
            organisation_name=data.get("organisation_name") or "",
            country=data.get("country"),
            helix=data.get("helix"),
            strengths=data.get("strengths") or "",
            topics=tuple(dict.fromkeys(data["topics"])),
            keywords=tuple(data.get("keywords") or ()),
            languages=tuple(dict.fromkeys(data["languages"])),
            employers=tuple(
                Employer(row["name"], None, row.get("from_year"), row.get("until_year"))
                for row in rows
            ),
            shared_with=data["shared_with"],
        )
        return {"words": words}


class AskExpert(Form):
    """Whom a cluster asks into the pool."""

    email = Email(required=True)
    given_name = Text(100)
    family_name = Text(100)


class PoolInvitation(InvitationOut):
    """An open invitation into the pool."""


class PoolFilter(Form):
    """What the pool is filtered by."""

    q = Text(200)
    topic = Text(20)
    language = Text(2)
    country = Country()
    most_open = Count(0, 500)


class PoolQuery(PageQuery):
    """What a program filters the pool by; its order is that of the ids."""

    q = Text(200)
    topic = Text(20)
    language = Text(2)
    country = Country()
    most_open = Count(0, 500)


def filter_of(data: Mapping[str, Any]) -> ExpertFilter:
    """Return what was sent as a filter."""
    return ExpertFilter(
        text=data.get("q") or "",
        topic=data.get("topic"),
        language=data.get("language"),
        country=data.get("country"),
        most_open=data.get("most_open"),
    )


def read_leniently(sent: dict[str, str]) -> dict[str, Any]:
    """Return the filters of an address; what does not hold is left out."""
    schema = PoolFilter(unknown="exclude")
    try:
        return dict(schema.load(sent))
    except ValidationError as error:
        return dict(error.valid_data or {})


class EmployerOut(Schema):
    """For whom an expert worked."""

    name = fields.String()
    from_year = fields.Integer(allow_none=True)
    until_year = fields.Integer(allow_none=True)


class ExpertProfileOut(Schema):
    """What an expert says of themselves, as they get it."""

    organisation_name = fields.String()
    country = fields.String(allow_none=True)
    helix = fields.String(allow_none=True)
    strengths = fields.String()
    topics = fields.List(fields.String())
    keywords = fields.List(fields.String())
    languages = fields.List(fields.String())
    employers = fields.List(fields.Nested(EmployerOut))
    shared_with = fields.String()
    consent_text = fields.String()
    consented_at = fields.AwareDateTime()


class ExpertOut(Schema):
    """An expert as the people of a cluster get them."""

    id = Id()
    person_id = Id(attribute="profile.person_id")
    name = fields.String(attribute="profile.person.name")
    email = fields.String(attribute="profile.person.email")
    organisation_name = fields.String(attribute="profile.organisation_name")
    country = fields.String(attribute="profile.country", allow_none=True)
    helix = fields.String(attribute="profile.helix", allow_none=True)
    strengths = fields.String(attribute="profile.strengths")
    topics = fields.List(fields.String(), attribute="profile.topics")
    keywords = fields.List(fields.String(), attribute="profile.keywords")
    languages = fields.List(fields.String(), attribute="profile.languages")
    employers = fields.List(fields.Nested(EmployerOut), attribute="profile.employers")
    to_judge = fields.Integer(attribute="load.open")
    handed_in = fields.Integer(attribute="load.handed_in")
    on_time = fields.Integer(attribute="load.on_time")


class ExpertList(Schema):
    """A page of the pool."""

    items = fields.List(fields.Nested(ExpertOut))
    next_cursor = fields.String(allow_none=True)
