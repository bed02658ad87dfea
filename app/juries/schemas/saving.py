"""What a juror's devices send and get: saves, earlier ones, the proposals they put first."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.juries.rules.saving import TOP, Sheet
from app.juries.schemas.jury import ScorecardIn
from app.web.fields import Count, Text, Version
from app.web.forms import Form, Id

LONGEST_ID = 64


class SheetIn(ScorecardIn):
    """A scorecard as a device sends it; `client_id` names the save, so that a repeat does no harm.

    Sent again under the same name it is answered as it was the first time.
    """

    client_id = Text(LONGEST_ID, load_default=None)

    @post_load
    def judge(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        rest = {name: value for name, value in data.items() if name != "client_id"}
        return {"sheet": Sheet(**super().judge(rest), client_id=data["client_id"])}


class PutBack(Form):
    """The version that was read, which an earlier one is to follow."""

    version = Version(required=True)
    client_id = Text(LONGEST_ID, load_default=None)


class SaveSchema(Schema):
    """One save of a scorecard."""

    version = fields.Integer()
    client_id = fields.String(allow_none=True)
    is_submitted = fields.Boolean()
    content = fields.Dict()
    saved_at = fields.AwareDateTime()


class SaveList(Schema):
    """The newest saves of a scorecard, the newest first."""

    items = fields.List(fields.Nested(SaveSchema))


class TopThreeIn(Form):
    """The proposals that a juror puts first, the best first."""

    proposal_ids = fields.List(Id(), required=True, validate=validate.Length(max=TOP))


class TopThreePlaces(Form):
    """The same from a page: a choice for each place, perhaps none."""

    place_1 = Id(load_default=None, allow_none=True)
    place_2 = Id(load_default=None, allow_none=True)
    place_3 = Id(load_default=None, allow_none=True)

    @post_load
    def in_order(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes: an empty place lets the next ones up."""
        chosen = (data[f"place_{number}"] for number in range(1, TOP + 1))
        return {"proposal_ids": [one for one in chosen if one is not None]}


class PickSchema(Schema):
    """A proposal that a juror put first, second or third."""

    place = Count()
    proposal_id = Id()


class PickList(Schema):
    """The proposals that you put first in a round."""

    items = fields.List(fields.Nested(PickSchema))
