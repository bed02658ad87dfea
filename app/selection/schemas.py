"""What people and programs send and get between a draft and the shortlist."""

from marshmallow import Schema, fields, validate

from app.selection.rules.screening import Verdict
from app.web.fields import Count, MarkdownText, Text
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


class AnswerForm(Form):
    """What is found of one point; without a verdict it is open again."""

    key = Text(40, required=True)
    verdict = fields.String(
        allow_none=True, validate=validate.OneOf([one.value for one in Verdict])
    )
    note = Text(1000)


class ChecklistForm(Form):
    """What is found of points of a proposal's checklist."""

    answers = fields.List(fields.Nested(AnswerForm), validate=validate.Length(max=30))


class ScreeningForm(ChecklistForm):
    """The checklist and, when it is to be recorded, whether the proposal is eligible and why."""

    state = fields.String(allow_none=True, validate=validate.OneOf(["eligible", "ineligible"]))
    reason = Text(1000)


class ReplyForm(Form):
    """What authors say to the finding that their proposal is not eligible."""

    reply = MarkdownText(4000, required=True)


class ConfirmForm(Form):
    """Why a proposal is not eligible all the same."""

    reason = Text(1000, required=True)


class ArrangeForm(Form):
    """The days to reply, and the points of the house, one a line."""

    reply_days = Count(1, 30, required=True)
    points = Text(3000)


class ArrangeIn(Form):
    """The days to reply, and the points of the house."""

    reply_days = Count(1, 30, required=True)
    points = fields.List(Text(200, required=True), validate=validate.Length(max=10))


class ArrangedSchema(Schema):
    """How an event screens."""

    reply_days = fields.Integer()
    points = fields.List(fields.String())


class CheckedSchema(Schema):
    """A point of a checklist: what can be seen by itself, and what was found."""

    key = fields.String()
    text = fields.String()
    suggested = fields.String(allow_none=True)
    verdict = fields.String(allow_none=True)
    note = fields.String()


class ChecklistSchema(Schema):
    """The checklist of a proposal."""

    items = fields.List(fields.Nested(CheckedSchema))


class FindingSchema(Schema):
    """That a proposal was found not eligible, the reply to it, and what came of that."""

    proposal_id = Id()
    number = fields.Integer()
    reason = fields.String()
    found_at = fields.AwareDateTime()
    reply_until = fields.AwareDateTime()
    reply = fields.String(allow_none=True)
    replied_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    answer = fields.String()


class DismissForm(Form):
    """Which link means nothing, and why."""

    organisation_id = Id(required=True)
    key = Text(300, required=True)
    reason = Text(1000, required=True)


class LinkSchema(Schema):
    """A sign that an organisation behind a proposal is linked to the owner's group."""

    organisation_id = Id()
    organisation = fields.String(attribute="name")
    is_partner = fields.Boolean()
    sign = fields.String()
    shared = fields.String()
    key = fields.String()
    reason = fields.String(attribute="dismissal.reason", dump_default=None)
    dismissed_at = fields.AwareDateTime(attribute="dismissal.dismissed_at", dump_default=None)


class LinkList(Schema):
    """The links of a proposal, and what its applicant said of them."""

    declared = fields.String()
    items = fields.List(fields.Nested(LinkSchema))
