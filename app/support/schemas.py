"""What people and programs send and get about a cluster's participants."""

from typing import Any

from marshmallow import Schema, fields

from app.tickets.rules.attendees import Attendee
from app.tickets.schemas import RegistrationForm, attendee_in
from app.web.fields import Count, Text
from app.web.forms import Form, Id

LONGEST_LIST = 60_000
LONGEST_MAIL = 5_000
MOST_RECIPIENTS = 100_000


class InviteForm(Form):
    """Addresses to invite, one a line."""

    addresses = Text(LONGEST_LIST, required=True)


class MailingForm(Form):
    """What a cluster writes to its participants; `recipients` is what the preview told of."""

    subject = Text(120, required=True)
    text = Text(LONGEST_MAIL, required=True)


class SendingForm(MailingForm):
    """A mailing that its sender has seen as it will be."""

    recipients = Count(1, MOST_RECIPIENTS, required=True)


class InvitedForm(RegistrationForm):
    """The registration of somebody who was invited; the address is that of the invitation."""


def invited_in(data: dict[str, Any]) -> Attendee:
    """Return what was sent as somebody to register."""
    return attendee_in(data)


class ResultOut(Schema):
    """What became of a line of the list."""

    line = fields.String()
    result = fields.String()


class ResultsOut(Schema):
    """What became of each line of the list."""

    items = fields.List(fields.Nested(ResultOut))


class ParticipantInvitationOut(Schema):
    """An invitation of a cluster, without its link."""

    id = Id()
    email = fields.String()
    cluster_id = Id()
    state = fields.String()
    sent_at = fields.AwareDateTime(format="iso")
    sent_count = fields.Integer()
    expires_at = fields.AwareDateTime(format="iso")


class ParticipantInvitations(Schema):
    """One page of invitations."""

    items = fields.List(fields.Nested(ParticipantInvitationOut))


class InvitationsQuery(Form):
    """Which page of the invitations."""

    page = Count(1, MOST_RECIPIENTS, load_default=1, allow_none=False)


class MailingOut(Schema):
    """What a cluster wrote to its participants."""

    id = Id()
    subject = fields.String()
    recipients = fields.Integer()
    created_at = fields.AwareDateTime(format="iso")


class ProgressOut(Schema):
    """How far a mailing is: how many have it, will never, were left out, or wait."""

    total = fields.Integer()
    sent = fields.Integer()
    failed = fields.Integer()
    left_out = fields.Integer()
    waiting = fields.Integer()


class FollowedOut(Schema):
    """A mailing, and how far it is; null once its mails are let go."""

    mailing = fields.Nested(MailingOut)
    progress = fields.Nested(ProgressOut, allow_none=True)


class MailingList(Schema):
    """The mailings of a cluster, the latest first."""

    items = fields.List(fields.Nested(FollowedOut))


class GroupOut(Schema):
    """A group of a table; null where it is too small to be shown."""

    key = fields.String()
    people = fields.Integer(allow_none=True)


class BreakdownOut(Schema):
    """A total and its groups."""

    total = fields.Integer(allow_none=True)
    groups = fields.List(fields.Nested(GroupOut))


class FiguresOut(Schema):
    """Figures in which nobody can be told, and when they were read."""

    read_at = fields.AwareDateTime(format="iso")
    participants = fields.Nested(BreakdownOut)
    kinds = fields.Nested(BreakdownOut)
    regions = fields.Nested(BreakdownOut)
    sectors = fields.Nested(BreakdownOut)
    priorities = fields.Nested(BreakdownOut)
    months = fields.Nested(BreakdownOut)
    organisations = fields.Nested(BreakdownOut)
    proposals = fields.Nested(BreakdownOut)
    proposal_regions = fields.Nested(BreakdownOut)
    challenge_kinds = fields.Nested(BreakdownOut)
    challenge_regions = fields.Nested(BreakdownOut)
    sme_share = fields.Integer(allow_none=True)
    challenges = fields.Integer()
