"""What people and programs send and get about the rounds of a challenge."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from app.challenges.schemas.answers import ChallengeSummary
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id
from challenges.rounds import MOST_EVERY, Unit

MOST_ROUNDS = 200


class RoundsForm(Form):
    """How often a deadline returns: every so many weeks or months, until a day or for so many."""

    every = Count(1, MOST_EVERY, required=True)
    unit = Choice(Unit, required=True)
    until = fields.Date(allow_none=True)
    most_rounds = Count(1, MOST_ROUNDS, allow_none=True)


class EarlyClose(Form):
    """Why a round closes before its deadline."""

    reason = Text(1000, required=True)


class RoundSchema(ChallengeSummary):
    """A round: a challenge with its number."""

    round = fields.Integer(allow_none=True)


class SeriesSchema(Schema):
    """The rule of a series."""

    id = Id()
    every = fields.Integer()
    unit = fields.String()
    until = fields.Date(allow_none=True)
    most_rounds = fields.Integer(allow_none=True)
    stopped_at = fields.AwareDateTime(allow_none=True)


class RoundList(Schema):
    """The rounds of a challenge, the newest first, their rule, and when the next one closes."""

    items = fields.List(fields.Nested(RoundSchema))
    series = fields.Nested(SeriesSchema, allow_none=True)
    next_closes_at = fields.AwareDateTime(allow_none=True)


def rounds_out(
    rounds: list[Any], series: Any | None, next_closes_at: datetime | None
) -> dict[str, Any]:
    """Return what programs get of the rounds of a challenge."""
    return {"items": rounds, "series": series, "next_closes_at": next_closes_at}
