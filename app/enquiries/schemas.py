"""What people and programs send about questions, and what programs get."""

from marshmallow import Schema, fields

from app.enquiries.rules import Audience
from app.web.fields import Choice, Text, Version
from app.web.forms import Form, Id

QUESTION_LENGTH, ANSWER_LENGTH = 2000, 5000


class NewEnquiry(Form):
    """A question, and for which organisation it is asked."""

    text = Text(QUESTION_LENGTH, required=True)
    organisation_id = Id(allow_none=True)


class EnquiryReply(Form):
    """The question as all may read it, its answer, and who reads that."""

    text = Text(QUESTION_LENGTH, required=True)
    answer = Text(ANSWER_LENGTH, required=True)
    audience = Choice(Audience, required=True)
    reason = Text(500, load_default="")
    version = Version(required=True)


class AnswerCorrection(Form):
    """What a public answer shall say instead."""

    answer = Text(ANSWER_LENGTH, required=True)
    version = Version(required=True)


class EarlierAnswer(Schema):
    """What an answer said before it was corrected."""

    answer = fields.String()
    until = fields.AwareDateTime()


class PublishedEnquiry(Schema):
    """A published question with its answer, as everybody gets it."""

    id = Id()
    text = fields.String()
    answer = fields.String()
    published_at = fields.AwareDateTime()
    earlier = fields.List(fields.Nested(EarlierAnswer))
    version = fields.Integer()


class PublishedPage(Schema):
    """A page of published answers."""

    items = fields.List(fields.Nested(PublishedEnquiry))
    next_cursor = fields.String(allow_none=True)


class OwnEnquiry(Schema):
    """A question as its asker gets it: the answer once it is published, or told to them alone."""

    id = Id()
    challenge_id = Id()
    asked_text = fields.String()
    state = fields.String()
    text = fields.String()
    answer = fields.String()
    private_reason = fields.String()
    asked_at = fields.AwareDateTime()


class OwnPage(Schema):
    """A page of one's own questions."""

    items = fields.List(fields.Nested(OwnEnquiry))
    next_cursor = fields.String(allow_none=True)


class WaitingEnquiry(Schema):
    """A question as those get it who answer: without who asked."""

    id = Id()
    challenge_id = Id()
    state = fields.String()
    asked_text = fields.String()
    text = fields.String()
    answer = fields.String()
    private_reason = fields.String()
    asked_at = fields.AwareDateTime()
    version = fields.Integer()


class WaitingPage(Schema):
    """A page of questions that wait."""

    items = fields.List(fields.Nested(WaitingEnquiry))
    next_cursor = fields.String(allow_none=True)


class PublishedCount(Schema):
    """How many answers became public."""

    published = fields.Integer()


class FollowedChallenge(Schema):
    """A challenge that one follows."""

    id = Id()
    challenge_id = Id()
    title = fields.String(attribute="challenge.title")
    closes_at = fields.AwareDateTime(attribute="challenge.closes_at", allow_none=True)
    followed_at = fields.AwareDateTime()


class FollowedPage(Schema):
    """A page of the challenges that one follows."""

    items = fields.List(fields.Nested(FollowedChallenge))
    next_cursor = fields.String(allow_none=True)
