"""What people and programs send and get about wishes, and about assigning anew."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.juries.rules.terms import Terms
from app.juries.schemas.jury import MAX_JURORS_EACH
from app.web.fields import Choice, Count
from app.web.forms import Form, Id
from challenges.brief import THEMES
from challenges.expertise import Bid


class AnewIn(Form):
    """What to work out: for which challenge, and what the jurors of each proposal must be."""

    challenge_id = Id(load_default=None, allow_none=True)
    per_proposal = Count(1, MAX_JURORS_EACH, required=True)
    topic = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(THEMES))
    topic_least = Count(1, MAX_JURORS_EACH, load_default=1)
    per_organisation = Count(1, MAX_JURORS_EACH, load_default=None)
    is_linked = fields.Boolean(load_default=False)

    @post_load
    def ask(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        given = {key: value for key, value in data.items() if key != "challenge_id"}
        given["topic_least"] = given["topic_least"] or 1
        return {
            "challenge_id": data["challenge_id"],
            "terms": Terms(**given, is_anew=True),
        }


class PairSchema(Schema):
    """A juror beside a proposal."""

    juror_id = Id()
    proposal_id = Id()


class AssignmentDraftSchema(Schema):
    """An assignment that was worked out, and what it would change."""

    id = Id()
    challenge_id = Id(allow_none=True)
    made_at = fields.AwareDateTime(format="iso")
    outcome = fields.Dict()
    added = fields.List(fields.Nested(PairSchema))
    removed = fields.List(fields.Nested(PairSchema))
    kept = fields.List(fields.Nested(PairSchema))


class ApplyDraft(Form):
    """Which draft was read, so that no other is applied."""

    plan_id = Id(required=True)


class BidIn(Form):
    """Whether a juror wants to judge a proposal; nothing takes it back."""

    wish = Choice(Bid, load_default=None, allow_none=True)


class BiddableSchema(Schema):
    """A proposal that one may wish to judge."""

    proposal_id = Id()
    title = fields.String()
    summary = fields.String()
    challenge = fields.String()
    event = fields.String()
    wish = fields.String(allow_none=True)


class BiddableList(Schema):
    """All of them."""

    items = fields.List(fields.Nested(BiddableSchema))
