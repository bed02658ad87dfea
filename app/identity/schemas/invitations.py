"""Invitations as those see them who sent and who got them; the link is in neither."""

from marshmallow import Schema, fields

from app.web.fields import Text
from app.web.forms import Form, Id

LONGEST_REASON = 600


class Answer(Form):
    """An answer to an invitation: it says nothing more, for what is offered is settled."""


class DeclineReason(Form):
    """Why somebody declines, if they want to say."""

    decline_reason = Text(LONGEST_REASON, load_default=None)


class InvitationOut(Schema):
    """An open invitation, as those see it who answer for it."""

    id = Id()
    purpose = fields.String()
    email = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    organisation_id = Id(allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    sent_at = fields.AwareDateTime(format="iso")
    sent_count = fields.Integer()
    expires_at = fields.AwareDateTime(format="iso")


class OwnInvitationOut(Schema):
    """An invitation, as whoever is invited sees it."""

    id = Id()
    purpose = fields.String()
    role = fields.String(allow_none=True)
    organisation_id = Id(allow_none=True)
    organisation = fields.String(attribute="organisation.name")
    event = fields.String(attribute="event.slug")
    invited_by = fields.String(attribute="invited_by.name")
    created_at = fields.AwareDateTime(format="iso")
    expires_at = fields.AwareDateTime(format="iso")
