"""What is filled in about the door on paper."""

from marshmallow import fields, validate

from app.checkin.rules import Direction
from app.web.fields import LocalDateTime
from app.web.forms import Form, Id

LONGEST = 40_000


class PaperListSchema(Form):
    """For which gate and which day a list is wanted."""

    gate_id = Id(required=True)
    day = fields.Date(required=True)


class TicksSchema(Form):
    """The ticks of a sheet, a line for each: the letters, and the time where it differs."""

    gate_id = Id(required=True)
    at = LocalDateTime(required=True)
    direction = fields.Enum(Direction, by_value=True, load_default=Direction.IN)
    ticks = fields.String(required=True, validate=validate.Length(1, LONGEST))
