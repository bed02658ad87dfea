"""What people and programs send about judging rounds and rubrics, and what programs get."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.challenges.schemas import CriterionRow, CriterionSchema
from app.juries.rules.rounds import Blindness, RoundKind, RoundTerms, RubricTerms
from app.juries.schemas.jury import MAX_JURORS_EACH
from app.web.fields import Choice, Count, LocalDateTime, Text, Version
from app.web.forms import Form
from challenges.criteria import MAX_CRITERIA, SCALE
from challenges.ranking import TieRule
from challenges.rubric import MAX_KNOCK_OUTS, MAX_TEXT, PERCENT


class JudgingRoundIn(Form):
    """A judging round as an organiser sets it up; times are in the event's zone."""

    name = Text(120, load_default=None)
    kind = Choice(RoundKind, load_default=RoundKind.REVIEW)
    blindness = Choice(Blindness, load_default=Blindness.OPEN)
    per_proposal = Count(1, MAX_JURORS_EACH, load_default=3)
    opens_at = LocalDateTime(load_default=None, allow_none=True)
    closes_at = LocalDateTime(load_default=None, allow_none=True)

    @post_load
    def set_up(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return {"terms": RoundTerms(**{**data, "name": data["name"] or ""})}


class RubricRow(CriterionRow):
    """A criterion of a rubric; `threshold` is the least mean that a proposal must reach."""

    threshold = Count(min(SCALE), max(SCALE), load_default=None, allow_none=True)


class KnockOutRow(Form):
    """A question that jurors answer with yes or no."""

    key = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    text = Text(MAX_TEXT, load_default=None, allow_none=True)


class RubricIn(Form):
    """The next version of a rubric; `version` is the one that was read.

    In the first round the criteria are those of the brief, and only thresholds are taken.
    """

    version = Version(required=True)
    criteria = fields.List(
        fields.Nested(RubricRow), load_default=[], validate=validate.Length(max=MAX_CRITERIA)
    )
    total = Count(0, PERCENT, load_default=None, allow_none=True)
    knock_outs = fields.List(
        fields.Nested(KnockOutRow), load_default=[], validate=validate.Length(max=MAX_KNOCK_OUTS)
    )
    tie_rules = fields.List(
        Choice(TieRule, allow_none=True),
        load_default=[],
        validate=validate.Length(max=len(TieRule)),
    )

    @post_load
    def write(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes; a rule that is named twice counts once."""
        terms = RubricTerms(
            criteria=tuple(data["criteria"]),
            total=data["total"],
            knock_outs=tuple(row for row in data["knock_outs"] if row["text"]),
            tie_rules=tuple(dict.fromkeys(rule for rule in data["tie_rules"] if rule)),
        )
        return {"terms": terms, "version": data["version"]}


class KnockOutSchema(Schema):
    """A knock-out question as programs get it."""

    key = fields.String()
    text = fields.String()


class RubricSchema(Schema):
    """The rubric that stands in a round; it is locked once somebody scored by it."""

    version = fields.Integer()
    digest = fields.String()
    locked_at = fields.AwareDateTime(allow_none=True)
    criteria = fields.List(fields.Nested(CriterionSchema), attribute="content.criteria")
    thresholds = fields.Dict(attribute="content.thresholds")
    total = fields.Integer(attribute="content.total", allow_none=True)
    knock_outs = fields.List(fields.Nested(KnockOutSchema), attribute="content.knock_outs")
    tie_rules = fields.List(fields.String(), attribute="content.tie_rules")


class JudgingRoundSchema(Schema):
    """A judging round as programs get it."""

    position = fields.Integer()
    name = fields.String()
    kind = fields.String()
    blindness = fields.String()
    per_proposal = fields.Integer()
    opens_at = fields.AwareDateTime(allow_none=True)
    closes_at = fields.AwareDateTime(allow_none=True)
    rubric = fields.Nested(RubricSchema)


class JudgingRoundList(Schema):
    """The rounds of a challenge in their order."""

    items = fields.List(fields.Nested(JudgingRoundSchema))
