"""API tokens as they are asked for and shown."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.identity.rules import MOST_DAYS, USUAL_DAYS, Scope
from app.web.fields import Count, Text
from app.web.forms import Form, Id


class TokenForm(Form):
    """A token to be made."""

    name = Text(100, required=True)
    scopes = fields.List(
        fields.String(validate=validate.OneOf([*Scope])),
        required=True,
        validate=validate.Length(min=1, max=len(Scope), error=_("Choose at least one.")),
    )
    days = Count(1, MOST_DAYS, load_default=USUAL_DAYS, allow_none=False)
    event = Id(load_default=None, allow_none=True)


class TokenOut(Schema):
    """A token, without its secret; its last use to the hour, and from which network."""

    id = Id()
    name = fields.String()
    scopes = fields.List(fields.String())
    event_id = Id(allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    expires_at = fields.AwareDateTime(format="iso", allow_none=True)
    used_at = fields.AwareDateTime(format="iso", allow_none=True)
    used_from = fields.String(allow_none=True)


class NewTokenOut(TokenOut):
    """A token that was just made, with its secret, which is nowhere to be had again."""

    secret = fields.String()


def described(token: Any) -> dict[str, Any]:
    """Return what is said of a token."""
    return {name: getattr(token, name) for name in TokenOut().fields}
