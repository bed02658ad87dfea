"""What people and programs send about challenges, and what programs get."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.challenges.rules.phases import phase_of
from app.core import clock
from app.web.fields import (
    Count,
    LocalDateTime,
    MarkdownText,
    MoneyMinor,
    Text,
    Version,
    country_name,
)
from app.web.forms import Form, Id
from challenges.brief import APPLICANTS, THEMES, TRANSITIONS
from challenges.criteria import KEY, MAX_CRITERIA
from challenges.lifecycle import Phase

MAX_QUESTIONS = 20
MAX_WORDS = 20
LEVELS = 6


class Words(fields.Field[list[str]]):
    """Several words: people write them with commas between, programs send a list."""

    default_error_messages = {
        "invalid": _("Write up to %(most)s entries with commas between.", most=MAX_WORDS),
        "country": _("Use country codes of two letters, such as DE, PL."),
    }

    described_as = {"type": ["array", "string", "null"], "items": {"type": "string"}}

    def __init__(self, *, of_countries: bool = False, **more: Any) -> None:
        self.of_countries = of_countries
        super().__init__(allow_none=True, **more)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise self.make_error("invalid")
        words = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if len(words) > MAX_WORDS or any(len(word) > 60 for word in words):  # noqa: PLR2004 - kernel
            raise self.make_error("invalid")
        return self._countries(words) if self.of_countries else words

    def _countries(self, words: list[str]) -> list[str]:
        codes = [word.upper() for word in words]
        if any(len(code) != 2 or country_name(code) == code for code in codes):  # noqa: PLR2004 - ISO
            raise self.make_error("country")
        return codes


def _key() -> fields.String:
    return fields.String(allow_none=True, validate=validate.Regexp(rf"(?:{KEY.pattern})\Z"))


class CriterionRow(Form):
    """A criterion with its weight in per cent and the texts of its six levels."""

    key = _key()
    name = Text(120)
    description = Text(1000)
    weight = Count(1, 100)
    levels = fields.List(
        fields.String(allow_none=True, validate=validate.Length(max=500)),
        validate=validate.Length(max=LEVELS),
    )


class QuestionRow(Form):
    """A question with its limit in words."""

    key = _key()
    label = Text(200)
    help = Text(1000)
    max_words = Count(1, 5000)


class ChallengeFields(Form):
    """Everything that a challenge's editor holds; a draft may leave out any of it."""

    title = Text(120)
    theme = fields.String(validate=validate.OneOf(THEMES))
    summary = Text(400)
    context = MarkdownText(8000)
    problem = MarkdownText(8000)
    current_approach = MarkdownText(8000)
    wanted_outcome = MarkdownText(8000)
    budget_minor = MoneyMinor(allow_none=True)
    currency = Text(3, rules=[validate.Regexp("[A-Z]{3}\\Z")])
    pilot_site = MarkdownText(2000)
    prize = MarkdownText(2000)
    other_offer = MarkdownText(2000)
    who_may_apply = fields.List(fields.String(validate=validate.OneOf(APPLICANTS)))
    countries = Words(of_countries=True)
    eligibility = MarkdownText(2000)
    trl_min = Count(1, 9)
    trl_wanted = Count(1, 9)
    keywords = Words()
    transition = fields.List(fields.String(validate=validate.OneOf(TRANSITIONS)))
    sponsor_name = Text(160)
    opens_at = LocalDateTime(allow_none=True)
    closes_at = LocalDateTime(allow_none=True)
    decision_on = fields.Date(allow_none=True)
    criteria = fields.List(fields.Nested(CriterionRow), validate=validate.Length(max=MAX_CRITERIA))
    questions = fields.List(fields.Nested(QuestionRow), validate=validate.Length(max=MAX_QUESTIONS))


class ChallengeDraft(ChallengeFields):
    """A saved draft: what was typed, and the version that it was typed into."""

    version = Version(required=True)


class NewChallenge(ChallengeFields):
    """A new challenge: from a ready-made brief, from given values, or from nothing."""

    organisation_id = Id(allow_none=True)
    brief = fields.String(allow_none=True)


class ChooseBrief(Form):
    """What starts a challenge on the page: a ready-made brief or none, and for whom."""

    organisation_id = Id(allow_none=True)
    brief = fields.String(allow_none=True)


class ImportBrief(Form):
    """For whom a brief file starts a challenge."""

    import_for = Id(allow_none=True)


class Review(Form):
    """Why a challenge goes back to its owner."""

    reason = Text(1000, required=True)


class MoveTo(Form):
    """Where a challenge goes next, and why."""

    to = fields.String(required=True, validate=validate.OneOf([str(phase) for phase in Phase]))
    reason = Text(1000, load_default="")


class Extension(Form):
    """A later deadline, and why."""

    closes_at = LocalDateTime(required=True)
    reason = Text(1000, required=True)


class ThemeQuery(Schema):
    """Which briefs are wanted."""

    theme = fields.String(validate=validate.OneOf(THEMES))


class OwnerSchema(Schema):
    """The organisation that posts a challenge."""

    id = Id()
    name = fields.String()
    country = fields.String()


class CriterionSchema(Schema):
    """A criterion as programs get it."""

    key = fields.String()
    name = fields.String()
    description = fields.String()
    weight = fields.Integer()
    levels = fields.List(fields.String())


class QuestionSchema(Schema):
    """A question as programs get it."""

    key = fields.String()
    label = fields.String()
    help = fields.String()
    max_words = fields.Integer()


class ChallengeSummary(Schema):
    """A challenge in a list."""

    id = Id()
    event = fields.String(attribute="event.slug")
    title = fields.String()
    theme = fields.String()
    summary = fields.String()
    phase = fields.Function(lambda challenge: str(phase_of(challenge, clock.now())))
    owner = fields.Nested(OwnerSchema, attribute="owner_organisation")
    budget_minor = fields.Integer(allow_none=True)
    currency = fields.String()
    opens_at = fields.AwareDateTime(allow_none=True)
    closes_at = fields.AwareDateTime(allow_none=True)
    decision_on = fields.Date(allow_none=True)


class ChallengeSchema(ChallengeSummary):
    """A whole challenge."""

    language = fields.String()
    context = fields.String()
    problem = fields.String()
    current_approach = fields.String()
    wanted_outcome = fields.String()
    pilot_site = fields.String()
    prize = fields.String()
    other_offer = fields.String()
    who_may_apply = fields.List(fields.String())
    countries = fields.List(fields.String())
    eligibility = fields.String()
    trl_min = fields.Integer()
    trl_wanted = fields.Integer()
    keywords = fields.List(fields.String())
    transition = fields.List(fields.String())
    sponsor_name = fields.String()
    version = fields.Integer()
    criteria = fields.List(fields.Nested(CriterionSchema))
    questions = fields.List(fields.Nested(QuestionSchema))


class ChallengeList(Schema):
    """The challenges of an event."""

    items = fields.List(fields.Nested(ChallengeSummary))


class BriefSummary(Schema):
    """A ready-made brief."""

    id = fields.String()
    title = fields.String()
    theme = fields.String()
    language = fields.String()
    summary = fields.String()


class BriefList(Schema):
    """The ready-made briefs."""

    items = fields.List(fields.Nested(BriefSummary))
