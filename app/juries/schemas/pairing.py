"""What people and programs send about trainees beside members, and what programs get."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load

from app.juries.rules.pairing import PairingTerms
from app.juries.schemas.jury import ScoreSchema
from app.web.forms import Form, Id


class PairingIn(Form):
    """Beside whom a trainee judges, and whether the member reads her scorecards, too."""

    member_id = Id(required=True)
    is_mutual = fields.Boolean(load_default=False)

    @post_load
    def pair(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return {"terms": PairingTerms(**data)}


class PairingOut(Schema):
    """A trainee and the member beside whom she judges."""

    trainee_id = Id()
    member_id = Id()
    is_mutual = fields.Boolean()
    paired_at = fields.AwareDateTime()


class PairingList(Schema):
    """The trainees of an event who judge beside a member."""

    items = fields.List(fields.Nested(PairingOut))


class BesideOut(Schema):
    """The scorecard of whom you judge beside; `juror` is null in a double-blind round."""

    juror = fields.String(allow_none=True)
    is_trainee = fields.Boolean()
    scores = fields.List(fields.Nested(ScoreSchema), attribute="scorecard.scores")
    answers = fields.Dict(attribute="scorecard.answers")
    comment = fields.String(attribute="scorecard.comment")
    comment_to_proposer = fields.String(attribute="scorecard.comment_to_proposer")


class BesideList(Schema):
    """The scorecards beside your own, once both are handed in."""

    items = fields.List(fields.Nested(BesideOut))
