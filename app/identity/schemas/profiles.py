"""What organisations say of themselves, beyond their name."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_smorest.fields import Upload
from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.identity.rules import (
    BalanceSheet,
    Headcount,
    OfferKind,
    Relation,
    StaffBand,
    SupportService,
    Turnover,
)
from app.identity.rules.ecosystems import Ecosystem, Priority
from app.identity.rules.nace import find_activity
from app.identity.rules.regions import regions
from app.identity.schemas.contact import Email
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id

MOST_ACTIVITIES = 5
MOST_WORDS, LONGEST_WORD = 20, 60


class Activity(fields.Field[str]):
    """A class, group or division of NACE Rev. 2.1: its code, perhaps with its name behind it."""

    default_error_messages = {
        "invalid": _("Choose an activity from the list, such as 25.62 or C 25.62.")
    }
    described_as = {"type": "string", "examples": ["25.62", "62"]}

    def _serialize(self, value: Any, *_a: Any, **_k: Any) -> Any:
        return value

    def _deserialize(self, value: Any, *_a: Any, **_k: Any) -> str:
        found = find_activity(str(value)) or find_activity(_code_before_name(str(value)))
        if found is None or not found.parent:  # a section alone says too little
            raise self.make_error("invalid")
        return found.code


def _code_before_name(text: str) -> str:
    found = re.match(r"\s*([A-V]\s+)?\d{2}(\.\d{1,2})?(?=\s|$)", text)
    return found[0] if found else ""


class Words(fields.Field[list[str]]):
    """Keywords: people write them with commas between, programs send a list."""

    default_error_messages = {"invalid": _("Write words with commas between them.")}
    described_as = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_WORDS}

    def __init__(self, *, separators: str = ",;\n", **more: Any) -> None:
        self.separators = separators
        more.setdefault("load_default", list)
        super().__init__(allow_none=True, **more)

    def deserialize(self, value: Any, *args: Any, **more: Any) -> list[str]:
        """Read the words; nothing is an empty list."""
        return super().deserialize(value, *args, **more) or []

    def _serialize(self, value: Any, *_a: Any, **_k: Any) -> Any:
        return list(value or [])

    def _deserialize(self, value: Any, *_a: Any, **_k: Any) -> list[str]:
        parts = re.split(f"[{self.separators}]", value) if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(one, str) for one in parts):
            raise self.make_error("invalid")
        words = [" ".join(one.split()) for one in parts if one.strip()]
        if len(words) > MOST_WORDS or any(len(one) > LONGEST_WORD for one in words):
            said = gettext("At most %(most)s, each of at most %(long)s characters.")
            raise ValidationError(said % {"most": MOST_WORDS, "long": LONGEST_WORD})
        return words


def _one_of(choices: Iterable[str], **more: Any) -> fields.List:
    kinds = sorted(choices)
    inner = fields.String(validate=validate.OneOf(kinds, error=_("Choose from the list.")))
    return fields.List(inner, load_default=list, validate=validate.Length(max=len(kinds)), **more)


def _is_region(code: str | None) -> None:
    if code is not None and code not in regions():
        raise ValidationError(gettext("Choose a region from the list."))


class SectorForm(Form):
    """Where an organisation is and what it works on."""

    region = Text(8, rules=[_is_region], load_default=None)
    nace = fields.List(
        Activity(allow_none=True), load_default=list, validate=validate.Length(max=MOST_ACTIVITIES)
    )
    ecosystems = _one_of(Ecosystem)
    priorities = _one_of(Priority)
    own_priorities = Words(separators="\n;")
    keywords = Words()

    @post_load
    def leave_gaps_out(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Leave empty rows out, and put a strategy's own words behind the areas of our list."""
        data["nace"] = [code for code in data["nace"] if code]
        data["priorities"] = [*data["priorities"], *data.pop("own_priorities")]
        return data


class SizeForm(Form):
    """The figures of an accounting year."""

    accounting_year = Count(2000, 2199, required=True)
    headcount = Choice(Headcount, required=True)
    turnover = Choice(Turnover, load_default=None)
    balance_sheet = Choice(BalanceSheet, load_default=None)
    relation = Choice(Relation, required=True)
    is_public_controlled = fields.Boolean(load_default=False)


class OfferChange(Form):
    """An offer or need in other words."""

    text = Text(500, required=True)
    keywords = Words()


class OfferForm(OfferChange):
    """Something that an organisation has for others, or looks for."""

    kind = Choice(OfferKind, required=True)


class ClusterProfileForm(Form):
    """What a cluster says of its staff and its members."""

    staff = Choice(StaffBand, load_default=None)
    members = Count(load_default=None)
    smes = Count(load_default=None)
    startups = Count(load_default=None)
    large_companies = Count(load_default=None)
    research = Count(load_default=None)
    others = Count(load_default=None)
    services = _one_of(SupportService)
    activities = Text(2000, load_default=None)
    privacy_contact = Email(load_default=None)


class ListingForm(Form):
    """Whether an organisation stands in the public directory."""

    is_listed = fields.Boolean(required=True)


class LogoUpload(Schema):
    """A picture that is uploaded as a logo."""

    file = Upload(required=True)


class SizeOut(Schema):
    """A declaration of size."""

    id = Id()
    accounting_year = fields.Integer(allow_none=True)
    headcount = fields.String(allow_none=True)
    turnover = fields.String(allow_none=True)
    balance_sheet = fields.String(allow_none=True)
    relation = fields.String(allow_none=True)
    is_public_controlled = fields.Boolean()
    size_class = fields.String()
    declared_at = fields.AwareDateTime(format="iso")


class OfferOut(Schema):
    """An offer or need."""

    id = Id()
    kind = fields.String()
    text = fields.String()
    keywords = fields.List(fields.String())


class ClusterFiguresOut(ClusterProfileForm):
    """What a cluster says of its staff and its members."""


class SectorOut(Schema):
    """Where an organisation is and what it works on; the first of each list is its main one."""

    region = fields.String(allow_none=True)
    nace = fields.List(fields.String())
    ecosystems = fields.List(fields.String())
    priorities = fields.List(fields.String())
    keywords = fields.List(fields.String())


class CompletenessOut(Schema):
    """How much of a profile is there, and what is missing."""

    percent = fields.Integer()
    missing = fields.List(fields.String())


class ProfileOut(Schema):
    """All that an organisation says of itself."""

    sector = fields.Nested(SectorOut)
    offers = fields.List(fields.Nested(OfferOut))
    size = fields.Nested(SizeOut, allow_none=True, attribute="declaration")
    cluster = fields.Nested(ClusterFiguresOut, allow_none=True)
    completeness = fields.Nested(CompletenessOut)
    has_logo = fields.Boolean()
    listed_at = fields.AwareDateTime(format="iso", allow_none=True)
