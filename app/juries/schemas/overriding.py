"""What people and programs send and get about outcomes that depart from the ranking."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load

from app.juries.schemas.jury import DecisionIn
from app.web.fields import Text, Version
from app.web.forms import Form, Id

MAX_GROUNDS = 2000


class OverrideIn(DecisionIn):
    """An outcome that departs from the ranking, and on which grounds."""

    grounds = Text(MAX_GROUNDS, required=True)

    @post_load
    def decide(self, data: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        return super().decide(data, **more) | {"grounds": data["grounds"] or ""}


class DecisionOnPage(OverrideIn):
    """A decision as the page sends it, with grounds where it departs from the ranking."""

    grounds = Text(MAX_GROUNDS, load_default=None)


class OverrideRead(Form):
    """Which version of an override was read."""

    version = Version(required=True)


class OverrideSchema(Schema):
    """An outcome out of the ranking's order; it takes effect once a second person signs.

    `passed` are the proposals that it is out of order with.
    """

    id = Id()
    challenge_id = Id()
    proposal_id = Id()
    rank = fields.Integer(allow_none=True)
    passed = fields.List(fields.String())
    falls_short = fields.Boolean()
    outcome = fields.String()
    reason = fields.String()
    feedback = fields.String()
    grounds = fields.String()
    asked_by = fields.String(attribute="asked_by.name")
    asked_at = fields.AwareDateTime()
    signed_by = fields.Function(lambda one: one.signed_by.name if one.signed_by else None)
    signed_at = fields.AwareDateTime(allow_none=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()


class OverrideList(Schema):
    """Outcomes that depart from the ranking."""

    items = fields.List(fields.Nested(OverrideSchema))
