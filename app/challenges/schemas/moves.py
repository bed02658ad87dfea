"""What people and programs send to move a challenge on and to filter briefs."""

from marshmallow import Schema, fields, validate

from app.web.fields import (
    LocalDateTime,
    Text,
)
from app.web.forms import Form
from challenges.brief import THEMES
from challenges.lifecycle import Phase


class Review(Form):
    """Why a challenge goes back to its owner."""

    reason = Text(1000, required=True)


class MoveTo(Form):
    """Where a challenge goes next, and why."""

    to = fields.String(required=True, validate=validate.OneOf([str(phase) for phase in Phase]))
    reason = Text(1000, load_default="")


class Extension(Form):
    """A later deadline, and why."""

    closes_at = LocalDateTime(required=True)
    reason = Text(1000, required=True)


class ThemeQuery(Schema):
    """Which briefs are wanted."""

    theme = fields.String(validate=validate.OneOf(THEMES))
