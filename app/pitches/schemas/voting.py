"""What people and programs send about the audience's votes, and what programs get."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.pitches.rules.voting import MOST, VoteMode, VoteTerms
from app.web.fields import Choice, Count
from app.web.forms import Form, Id

MOST_SHARE = 50


class VoteIn(Form):
    """How the audience votes, and what its points weigh beside the jury's, in per cent."""

    mode = Choice(VoteMode, required=True)
    most = Count(1, MOST, required=True)
    share = Count(0, MOST_SHARE, required=True)

    @post_load
    def declare(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return {"terms": VoteTerms(data["mode"], data["most"], data["share"])}


class BallotIn(Form):
    """The pitches that somebody votes for, the best first."""

    pitch_ids = fields.List(Id(), required=True, validate=validate.Length(max=MOST))


class PlacesIn(Form):
    """The same from a page: a choice for each place, perhaps none."""

    place_1 = Id(load_default=None, allow_none=True)
    place_2 = Id(load_default=None, allow_none=True)
    place_3 = Id(load_default=None, allow_none=True)

    @post_load
    def in_order(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes: an empty place lets the next ones up."""
        chosen = (data[f"place_{number}"] for number in range(1, MOST + 1))
        return {"pitch_ids": [one for one in chosen if one is not None]}


class VoteStandingOut(Schema):
    """A pitch in the result: points of the audience, per cent of the jury, both by the rule."""

    pitch_id = Id(attribute="pitch.id")
    title = fields.String(attribute="pitch.proposal.title")
    points = fields.Integer()
    jury = fields.Function(lambda one: None if one.jury is None else str(one.jury))
    together = fields.Function(lambda one: None if one.together is None else str(one.together))


class BurstOut(Schema):
    """Many ballots from one network within seconds."""

    network = fields.String()
    first_at = fields.AwareDateTime()
    ballots = fields.Integer()


class VoteOut(Schema):
    """A vote, its rule, and its result as it stands."""

    mode = fields.String(attribute="vote.mode")
    most = fields.Integer(attribute="vote.most")
    share = fields.Integer(attribute="vote.share")
    stage = fields.String(attribute="vote.stage")
    opened_at = fields.AwareDateTime(attribute="vote.opened_at", allow_none=True)
    closed_at = fields.AwareDateTime(attribute="vote.closed_at", allow_none=True)
    ballots = fields.Integer(attribute="result.ballots")
    items = fields.List(fields.Nested(VoteStandingOut), attribute="result.standings")
    bursts = fields.List(fields.Nested(BurstOut), attribute="result.bursts")
