"""The API tokens of a person."""

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.identity.rules import Scope
from app.web.fields import Text
from app.web.forms import Form, Id


class TokenForm(Form):
    """A token to be made."""

    name = Text(100, required=True)
    scopes = fields.List(
        fields.String(validate=validate.OneOf([*Scope])),
        required=True,
        validate=validate.Length(min=1, max=len(Scope), error=_("Choose at least one.")),
    )
    days = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 3650))


class TokenOut(Schema):
    """A token, without its secret."""

    id = Id()
    name = fields.String()
    scopes = fields.List(fields.String())
    created_at = fields.AwareDateTime(format="iso")
    expires_at = fields.AwareDateTime(format="iso", allow_none=True)
