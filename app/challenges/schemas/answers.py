"""What programs get of challenges and of ready-made briefs."""

from marshmallow import Schema, fields

from app.challenges.rules.phases import phase_of
from app.core import clock
from app.web.forms import Id


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


class MeasureSchema(Schema):
    """A figure of the wanted outcome as programs get it."""

    name = fields.String()
    today = fields.String()
    wanted = fields.String()


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
    tried = fields.String()
    measures = fields.List(fields.Nested(MeasureSchema))
    pilot_site = fields.String()
    prize = fields.String()
    other_offer = fields.String()
    contract = fields.String()
    ip = fields.String()
    rights = fields.String()
    confidentiality = fields.String()
    contact = fields.String()
    languages = fields.List(fields.String())
    who_may_apply = fields.List(fields.String())
    countries = fields.List(fields.String())
    eligibility = fields.String()
    trl_min = fields.Integer()
    trl_wanted = fields.Integer()
    keywords = fields.List(fields.String())
    transition = fields.List(fields.String())
    nace = fields.List(fields.String())
    sdg = fields.List(fields.Integer())
    ecosystems = fields.List(fields.String())
    priorities = fields.List(fields.String())
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


class VersionSchema(Schema):
    """A version of a brief: when it was kept, by whom, and the SHA-256 of what it says."""

    number = fields.Integer()
    occasion = fields.String()
    at = fields.AwareDateTime()
    by = fields.String(attribute="by.name")
    digest = fields.String()


class VersionList(Schema):
    """The versions of a brief, the newest first."""

    items = fields.List(fields.Nested(VersionSchema))


class PieceSchema(Schema):
    """A run of text: the same in both versions, gone or new."""

    text = fields.String()
    mark = fields.String()


class ChangeSchema(Schema):
    """A field that two versions word differently."""

    field = fields.String()
    old = fields.List(fields.Nested(PieceSchema))
    new = fields.List(fields.Nested(PieceSchema))


class ComparisonSchema(Schema):
    """What differs between two versions of a brief."""

    items = fields.List(fields.Nested(ChangeSchema))


class CommentSchema(Schema):
    """A comment on a part of a brief."""

    id = Id()
    section = fields.String()
    side = fields.String()
    text = fields.String()
    at = fields.AwareDateTime()
    by = fields.String(attribute="by.name")
    resolved_at = fields.AwareDateTime(allow_none=True)


class CommentList(Schema):
    """The comments on a brief, in the order in which they were made."""

    items = fields.List(fields.Nested(CommentSchema))
