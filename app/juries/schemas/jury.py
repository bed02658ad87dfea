"""What people and programs send about juries, and what programs get."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.judging import (
    MAX_COMMENT,
    Judgement,
    Mark,
    Outcome,
    Verdict,
    missing_marks,
)
from app.web.fields import Choice, Count, MarkdownText, Text, Version
from app.web.forms import Form, Id
from challenges.criteria import MAX_CRITERIA, SCALE
from challenges.rubric import MAX_KNOCK_OUTS

MAX_JURORS_EACH = 9
USUAL_JURORS_EACH = 3


class NewAssignment(Form):
    """What to assign: one challenge or all that are ready, and how many jurors each."""

    challenge_id = Id(load_default=None, allow_none=True)
    per_proposal = Count(1, MAX_JURORS_EACH, required=True)


class DeclaredConflict(Form):
    """What ties a juror to a proposal."""

    kind = Choice(Relation, required=True)
    reason = Text(600, required=True)

    @post_load
    def declare(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return data | {"tie": Tie(data.pop("kind"), data.pop("reason"))}


class OrganisersConflict(DeclaredConflict):
    """The same, entered by an organiser for a juror."""

    juror_id = Id(required=True)
    proposal_id = Id(required=True)


class MarkRow(Form):
    """A juror's level for one criterion, and why."""

    key = fields.String(required=True, validate=validate.Length(max=40))
    value = Count(min(SCALE), max(SCALE), load_default=None)
    comment = MarkdownText(MAX_COMMENT, load_default=None)


class AnswerRow(Form):
    """A juror's answer to one knock-out question."""

    key = fields.String(required=True, validate=validate.Length(max=40))
    is_yes = fields.Boolean(load_default=None, allow_none=True)


class ScorecardIn(Form):
    """A scorecard as a juror writes it; `version` is the one that was read, 0 for the first."""

    version = Version(required=True)
    scores = fields.List(
        fields.Nested(MarkRow), required=True, validate=validate.Length(max=MAX_CRITERIA)
    )
    answers = fields.List(
        fields.Nested(AnswerRow), load_default=[], validate=validate.Length(max=MAX_KNOCK_OUTS)
    )
    comment = MarkdownText(MAX_COMMENT, load_default=None)
    comment_to_proposer = MarkdownText(MAX_COMMENT, load_default=None)
    submit = fields.Boolean(load_default=False)

    @validates_schema(skip_on_field_errors=True)
    def check_complete(self, data: Mapping[str, Any], **_: Any) -> None:
        """Name everything that a scorecard lacks which is to be handed in."""
        if not data["submit"]:
            return
        keys = [row["key"] for row in data["scores"]]
        errors: dict[int, dict[str, list[str]]] = {}
        for missing in missing_marks(keys, _marks(data["scores"])):
            row = errors.setdefault(keys.index(missing.criterion), {})
            row[missing.part] = [_lacks(missing.part)]
        if errors:
            raise ValidationError({"scores": errors})

    @post_load
    def judge(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        judgement = Judgement(
            marks=_marks(data["scores"]),
            comment=data["comment"] or "",
            comment_to_proposer=data["comment_to_proposer"] or "",
            answers={
                row["key"]: row["is_yes"] for row in data["answers"] if row["is_yes"] is not None
            },
        )
        return {"version": data["version"], "submit": data["submit"], "judgement": judgement}


def _marks(rows: list[dict[str, Any]]) -> dict[str, Mark]:
    return {row["key"]: Mark(row["value"], row["comment"] or "") for row in rows}


def _lacks(part: str) -> str:
    if part == "value":
        return gettext("Choose a level.")
    return gettext("Say in a few words why.")


class DecisionIn(Form):
    """What is decided on a proposal; a change names the version that was read, and why."""

    outcome = Choice(Outcome, required=True)
    reason = Text(4000, required=True)
    feedback = Text(8000, load_default=None)
    version = Version(load_default=0)
    change_reason = Text(1000, load_default=None)

    @post_load
    def decide(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return {
            "verdict": Verdict(data["outcome"], data["reason"], data["feedback"] or ""),
            "version": data["version"],
            "change_reason": data["change_reason"] or "",
        }


class RunSchema(Schema):
    """How an assignment went; `outcome` has the reasons when it cannot be made."""

    id = Id()
    challenge_id = Id(allow_none=True)
    made_at = fields.AwareDateTime()
    per_proposal = fields.Integer()
    seed = fields.Integer()
    kernel_version = fields.Integer()
    digest = fields.String()
    outcome = fields.Dict()


class ScoreSchema(Schema):
    """A juror's level for one criterion."""

    key = fields.String()
    value = fields.Integer(allow_none=True)
    comment = fields.String()


class ScorecardSchema(Schema):
    """A scorecard as its juror gets it."""

    assignment_id = Id()
    version = fields.Integer()
    comment = fields.String()
    comment_to_proposer = fields.String()
    saved_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    scores = fields.List(fields.Nested(ScoreSchema))
    answers = fields.Dict()


class ProposalToJudge(Schema):
    """A proposal as its juror reads it."""

    id = Id()
    challenge_id = Id()
    title = fields.String()
    summary = fields.String()
    organisation = fields.String(attribute="organisation.name")
    answers = fields.Dict()
    applicant = fields.Dict(allow_none=True)
    trl = fields.Integer(allow_none=True)


class AssignmentSchema(Schema):
    """A juror's duty to judge a proposal, with what was written so far."""

    id = Id()
    assigned_at = fields.AwareDateTime()
    proposal = fields.Nested(ProposalToJudge, attribute="read")
    scorecard = fields.Nested(ScorecardSchema, allow_none=True)


class AssignmentList(Schema):
    """What a juror has to judge."""

    items = fields.List(fields.Nested(AssignmentSchema))


class RankingRow(Schema):
    """A proposal's place; score and means are exact fractions on the scale 0 to 5."""

    proposal_id = Id()
    title = fields.String()
    organisation = fields.String()
    rank = fields.Integer(attribute="rank.rank", allow_none=True)
    score = fields.Function(lambda row: str(row.score.score.value) if row.score.score else None)
    percent = fields.Function(lambda row: str(row.percent) if row.percent is not None else None)
    spread = fields.Function(lambda row: str(row.score.spread) if row.score.spread else None)
    scorecards = fields.Integer(attribute="score.count")
    assigned = fields.Integer()
    tie_rule = fields.String(attribute="rank.tie_rule", allow_none=True)
    means = fields.Function(lambda row: {k: str(v) for k, v in row.score.criterion_means})
    outcome = fields.Function(lambda row: row.decision.outcome if row.decision else None)


class RankingSchema(Schema):
    """The ranking of a challenge as it stands."""

    sheets = fields.Integer()
    done = fields.Integer()
    undecided = fields.Integer()
    items = fields.List(fields.Nested(RankingRow), attribute="rows")


class DecisionSchema(Schema):
    """A decision as programs get it."""

    proposal_id = Id()
    outcome = fields.String()
    reason = fields.String()
    feedback = fields.String()
    decided_at = fields.AwareDateTime()
    told_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()


class DecisionList(Schema):
    """The decisions that everybody was told."""

    items = fields.List(fields.Nested(DecisionSchema))
