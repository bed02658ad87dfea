"""The browsers that a person is signed in with."""

from marshmallow import Schema, fields

from app.web.forms import Id


class WebSessionOut(Schema):
    """A browser that is signed in; nothing by which another could be."""

    id = Id()
    device = fields.String()
    network = fields.String()
    way = fields.String()
    created_at = fields.AwareDateTime(format="iso")
    used_at = fields.AwareDateTime(format="iso")
    expires_at = fields.AwareDateTime(format="iso")
