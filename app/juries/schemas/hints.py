"""What people and programs send about suggested conflicts, and what programs get."""

from marshmallow import Schema, fields

from app.juries.rules.hints import Answer
from app.web.fields import Choice, Text
from app.web.forms import Form, Id


class SuggestionAnswer(Form):
    """Whether a suggested conflict is one, and why."""

    answer = Choice(Answer, required=True)
    reason = Text(600, required=True)


class ConflictGrounds(Form):
    """Why a conflict is taken back."""

    grounds = Text(600, required=True)


class ConflictOut(Schema):
    """An entry of the register of conflicts."""

    id = Id()
    juror_id = Id()
    proposal_id = Id()
    kind = fields.String()
    source = fields.String()
    reason = fields.String()
    declared_at = fields.AwareDateTime()
    declared_by_id = Id(allow_none=True)


class WithdrawnConflictOut(ConflictOut):
    """An entry that was taken out of it, by whom and why."""

    withdrawn_at = fields.AwareDateTime()
    withdrawn_by_id = Id()
    grounds = fields.String()


class ConflictRegister(Schema):
    """The register of conflicts of a challenge, and what was taken out of it."""

    items = fields.List(fields.Nested(ConflictOut))
    withdrawn = fields.List(fields.Nested(WithdrawnConflictOut))


class ConflictSuggestionOut(Schema):
    """What may tie a juror to a proposal, and what an organiser said of it."""

    id = Id()
    juror_id = Id()
    proposal_id = Id()
    sign = fields.String()
    evidence = fields.String()
    state = fields.String()
    found_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()


class ConflictSuggestions(Schema):
    """What is or was asked about the jurors of a challenge."""

    items = fields.List(fields.Nested(ConflictSuggestionOut))
