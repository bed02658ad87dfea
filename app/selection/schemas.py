"""What people and programs send and get between a draft and the shortlist."""

from marshmallow import Schema, fields

from app.web.fields import Count
from app.web.forms import Form, Id

MOST_RECIPIENTS = 100_000


class ReminderForm(Form):
    """A reminder whose sender has seen to how many it goes."""

    recipients = Count(1, MOST_RECIPIENTS, required=True)


class CompletenessSchema(Schema):
    """How many of the parts that a proposal needs are there."""

    done = fields.Integer()
    total = fields.Integer()
    percent = fields.Integer()


class DraftSchema(Schema):
    """A draft from afar: whose, for what, how complete, saved when."""

    id = Id()
    challenge_id = Id(attribute="challenge.id")
    organisation = fields.String()
    completeness = fields.Nested(CompletenessSchema)
    saved_at = fields.AwareDateTime()
    reminded_on = fields.Date(allow_none=True)


class DraftPage(Schema):
    """One page of drafts."""

    items = fields.List(fields.Nested(DraftSchema))
    next_cursor = fields.String(allow_none=True)


class ReminderSchema(Schema):
    """A reminder that was sent."""

    id = Id()
    challenge_id = Id()
    sent_at = fields.AwareDateTime()
    recipients = fields.Integer()


class MailProgress(Schema):
    """How far the mails of a reminder are."""

    total = fields.Integer()
    sent = fields.Integer()
    failed = fields.Integer()
    left_out = fields.Integer()
    waiting = fields.Integer()


class FollowedSchema(Schema):
    """A reminder with how far its mails are."""

    reminder = fields.Nested(ReminderSchema)
    progress = fields.Nested(MailProgress)


class ReminderList(Schema):
    """The latest reminders of an event's drafts."""

    items = fields.List(fields.Nested(FollowedSchema))


class BandCounts(Schema):
    """How many drafts are how far."""

    begun = fields.Integer()
    halfway = fields.Integer()
    complete = fields.Integer()


class ClocksSchema(Schema):
    """How long the proposals of a challenge waited, as medians in days since its deadline."""

    proposals = fields.Integer()
    replied = fields.Integer()
    reply_days = fields.Float(allow_none=True)
    decided = fields.Integer()
    decision_days = fields.Float(allow_none=True)
    on_time = fields.Integer()


class FunnelSchema(Schema):
    """How far the proposals of a challenge have come."""

    challenge_id = Id(attribute="challenge.id")
    started = fields.Integer()
    drafts = fields.Nested(BandCounts)
    submitted = fields.Integer()
    eligible = fields.Integer()
    shortlisted = fields.Integer()
    selected = fields.Integer()
    clocks = fields.Nested(ClocksSchema, allow_none=True)


class FunnelList(Schema):
    """The funnels of an event's challenges."""

    items = fields.List(fields.Nested(FunnelSchema))
