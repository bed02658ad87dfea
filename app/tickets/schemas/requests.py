"""What people and programs send and get about requests to come."""

from marshmallow import Schema, fields, validate

from app.tickets.rules.requests import MOST_DECIDED
from app.tickets.schemas import TicketOut
from app.web.fields import Text
from app.web.forms import Form, Id


class ChosenRequests(Form):
    """Requests to decide about at once."""

    ticket_ids = fields.List(Id(), required=True, validate=validate.Length(1, MOST_DECIDED))


class DeclineChosenForm(ChosenRequests):
    """Requests to decline at once, and why."""

    reason = Text(1_000, required=True)


class RequestQuestionForm(Form):
    """What an organiser wants to know before somebody can come."""

    question = Text(1_000, required=True)


class RequestAnswerForm(Form):
    """What somebody answers to that."""

    answer = Text(2_000, required=True)


class RequestQuestionOut(Schema):
    """What was asked back, and answered."""

    id = Id()
    ticket_id = Id()
    question = fields.String()
    asked_at = fields.AwareDateTime(format="iso")
    answer = fields.String()
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)


class RequestOut(TicketOut):
    """A request to come, with what was asked back."""

    questions = fields.List(fields.Nested(RequestQuestionOut))


class RequestPage(Schema):
    """One page of requests."""

    items = fields.List(fields.Nested(RequestOut))
    next_cursor = fields.String(allow_none=True)


class DecidedOut(Schema):
    """What came of deciding about several requests at once."""

    done = fields.List(fields.Pluck(TicketOut, "id"))
    without_place = fields.List(fields.Pluck(TicketOut, "id"))
    decided_before = fields.List(fields.Pluck(TicketOut, "id"))
