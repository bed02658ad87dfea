"""What people and programs send about pitch days, and what programs get."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load

from app.juries.schemas import SaveSchema, SheetIn
from app.pitches.rules import Minutes
from app.web.fields import Count, LocalDateTime, Text
from app.web.forms import Form, Id

MOST_MINUTES = 60


class PlanIn(Form):
    """When the pitches of a round begin, and how long each takes."""

    starts_at = LocalDateTime(required=True)
    pitch = Count(1, MOST_MINUTES, required=True)
    questions = Count(0, MOST_MINUTES, required=True)
    change = Count(0, MOST_MINUTES, required=True)

    @post_load
    def plan(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        minutes = Minutes(data["pitch"], data["questions"], data["change"])
        return {"starts_at": data["starts_at"], "minutes": minutes}


class MoveIn(Form):
    """One place up (-1) or down (1)."""

    by = Count(-1, 1, required=True)


class PassIn(Form):
    """For which juror a code is made, or ended."""

    juror_id = Id(required=True)


class CodeIn(Form):
    """The code that signs a juror in."""

    code = Text(100, required=True)


class PitchSheetIn(SheetIn):
    """A scorecard from the room; its level is enough, and complete ones are handed in."""


class PitchSaveOut(SaveSchema):
    """One save of marks from the room."""


class TurnOut(Schema):
    """A pitch in its running order, with how many of its jurors handed in."""

    id = Id(attribute="pitch.id")
    proposal_id = Id(attribute="pitch.proposal_id")
    title = fields.String(attribute="pitch.proposal.title")
    planned_at = fields.AwareDateTime()
    stage = fields.String(attribute="pitch.stage")
    given = fields.Integer(attribute="pitch.given", allow_none=True)
    opened_at = fields.AwareDateTime(attribute="pitch.opened_at", allow_none=True)
    closed_at = fields.AwareDateTime(attribute="pitch.closed_at", allow_none=True)
    done = fields.Integer()
    due = fields.Integer()
    light = fields.String()


class DayOut(Schema):
    """A pitch day: its times and its running order."""

    starts_at = fields.AwareDateTime()
    pitch = fields.Integer()
    questions = fields.Integer()
    change = fields.Integer()
    items = fields.List(fields.Nested(TurnOut))


class NowOut(Schema):
    """What a juror scores now: nothing between pitches, and nothing of what is not theirs."""

    opened_at = fields.AwareDateTime(allow_none=True)
    assignment_id = Id(allow_none=True)
    title = fields.String(allow_none=True)
    done = fields.Integer(allow_none=True)
    due = fields.Integer(allow_none=True)


class PassOut(Schema):
    """A code that was just made: told once."""

    juror_id = Id()
    link = fields.String()
    expires_at = fields.AwareDateTime()
