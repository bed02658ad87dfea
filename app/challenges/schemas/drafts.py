"""What people and programs send when they write a challenge."""

from collections.abc import Iterable

from marshmallow import Schema, fields, validate

from app.challenges.rules.sections import Section
from app.challenges.schemas.words import Words
from app.identity.rules.ecosystems import Ecosystem, Priority
from app.identity.schemas.contact import Email
from app.identity.schemas.profiles import Activity
from app.web.fields import (
    Choice,
    Count,
    LocalDateTime,
    MarkdownText,
    MoneyMinor,
    Text,
    Version,
)
from app.web.forms import Form, Id
from challenges.brief import APPLICANTS, IP_TERMS, THEMES, TRANSITIONS
from challenges.criteria import KEY, MAX_CRITERIA

MAX_QUESTIONS = 20
LEVELS = 6
MAX_MEASURES = 12
MAX_ACTIVITIES = 5


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


class MeasureRow(Form):
    """A figure of the wanted outcome: what it is today, and what it must be."""

    name = Text(200)
    today = Text(80)
    wanted = Text(200)


def _several_of(codes: Iterable[str]) -> fields.List:
    return fields.List(fields.String(validate=validate.OneOf(sorted(codes))))


class ChallengeFields(Form):
    """Everything that a challenge's editor holds; a draft may leave out any of it."""

    title = Text(120)
    theme = fields.String(validate=validate.OneOf(THEMES))
    summary = Text(400)
    context = MarkdownText(8000)
    problem = MarkdownText(8000)
    current_approach = MarkdownText(8000)
    wanted_outcome = MarkdownText(8000)
    tried = MarkdownText(8000)
    measures = fields.List(fields.Nested(MeasureRow), validate=validate.Length(max=MAX_MEASURES))
    budget_minor = MoneyMinor(allow_none=True)
    currency = Text(3, rules=[validate.Regexp("[A-Z]{3}\\Z")])
    pilot_site = MarkdownText(2000)
    prize = MarkdownText(2000)
    other_offer = MarkdownText(2000)
    contract = MarkdownText(2000)
    ip = fields.String(validate=validate.OneOf(("", *IP_TERMS)))
    rights = MarkdownText(2000)
    confidentiality = MarkdownText(2000)
    contact = Email(allow_none=True)
    languages = Words(of_languages=True)
    who_may_apply = fields.List(fields.String(validate=validate.OneOf(APPLICANTS)))
    countries = Words(of_countries=True)
    eligibility = MarkdownText(2000)
    trl_min = Count(1, 9)
    trl_wanted = Count(1, 9)
    keywords = Words()
    transition = fields.List(fields.String(validate=validate.OneOf(TRANSITIONS)))
    nace = fields.List(Activity(allow_none=True), validate=validate.Length(max=MAX_ACTIVITIES))
    sdg = fields.List(Count(1, 17))
    ecosystems = _several_of(Ecosystem)
    priorities = _several_of(Priority)
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


class CloneForm(Form):
    """Which earlier challenge a new one is copied from."""

    challenge_id = Id(required=True)


class CloneEventForm(Form):
    """From which earlier event all challenges are copied."""

    source = Text(80, required=True)


class ImportBrief(Form):
    """For whom a brief file starts a challenge."""

    import_for = Id(allow_none=True)


class BriefFile(Schema):
    """The text of a brief file, to the letter, for its lines are counted; and for whom it is."""

    toml = fields.String(required=True)
    organisation_id = Id(load_default=None)


class CommentForm(Form):
    """What somebody says of a part of a brief."""

    section = Choice(Section, load_default=Section.WHOLE)
    text = Text(2000, required=True)


class CompareQuery(Schema):
    """Which two versions to compare, unless told the last two; 0 is the empty page."""

    old = fields.Integer(load_default=None, validate=validate.Range(0, 1_000_000))
    new = fields.Integer(load_default=None, validate=validate.Range(0, 1_000_000))
