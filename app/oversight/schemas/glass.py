"""Break-glass as it is asked for and shown."""

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.oversight.rules import MOST_HOURS, SHORTEST_REASON
from app.web.fields import Count, Text
from app.web.forms import Form, Id


class GlassForm(Form):
    """A view of an event that is asked for."""

    event = Text(80, required=True)
    reason = Text(
        500,
        required=True,
        rules=[validate.Length(min=SHORTEST_REASON, error=_("At least {min} characters."))],
    )
    hours = Count(1, MOST_HOURS, load_default=1, allow_none=False)


class GlassOut(Schema):
    """An operator's view of an event."""

    id = Id()
    event_id = Id()
    opened_by_id = Id()
    reason = fields.String()
    state = fields.String()
    opened_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")
    ended_at = fields.AwareDateTime(format="iso", allow_none=True)


class GlassList(Schema):
    """Views of events."""

    items = fields.List(fields.Nested(GlassOut))
