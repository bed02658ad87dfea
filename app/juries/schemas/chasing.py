"""What people and programs send about who owes what, and what programs get."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.juries.rules.chasing import MOST_DAYS
from app.web.fields import Count
from app.web.forms import Form, Id

MOST_REMINDERS = 5
MOST_DIGITS = 3


class Days(fields.Field[list[int]]):
    """Numbers of days: people write them with commas between, programs send a list."""

    default_error_messages = {
        "invalid": _("Write up to 5 whole numbers from 0 to 60 with commas between, such as 7, 2.")
    }
    described_as = {"type": ["array", "string", "null"], "items": {"type": "integer"}}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[int]:
        parts = [one.strip() for one in value.split(",")] if isinstance(value, str) else value
        if not isinstance(parts, list):
            raise self.make_error("invalid")
        found = [self._day(part) for part in parts if part != ""]
        if len(found) > MOST_REMINDERS:
            raise self.make_error("invalid")
        return found

    def _day(self, part: Any) -> int:
        text = str(part)
        if isinstance(part, bool) or not (
            text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
        ):
            raise self.make_error("invalid")
        if int(text) > MOST_DAYS:
            raise self.make_error("invalid")
        return int(text)


class RemindForm(Form):
    """How many jurors the preview has told of."""

    recipients = Count(1, 1000, required=True)


class ReminderDaysForm(Form):
    """How many days before the last one jurors are reminded by themselves; none means never."""

    days = Days(load_default=list, validate=validate.Length(max=MOST_REMINDERS))


class OwedOut(Schema):
    """A scorecard that is owed."""

    assignment_id = Id()
    proposal_id = Id()
    title = fields.String()
    challenge_id = Id()
    due_on = fields.Date(allow_none=True)
    is_begun = fields.Boolean()


class DebtorOut(Schema):
    """A juror, and what they owe."""

    juror_id = Id()
    name = fields.String()
    assigned = fields.Integer()
    done = fields.Integer()
    owed = fields.List(fields.Nested(OwedOut))


class AwaitedOut(Schema):
    """A proposal, and how many scorecards it needs and has."""

    proposal_id = Id()
    title = fields.String()
    needed = fields.Integer()
    done = fields.Integer()
    unassigned = fields.Integer()
    waits_for = fields.List(fields.String())


class OwingOut(Schema):
    """Who owes what; `to_remind` are the jurors who had no reminder today."""

    jurors = fields.List(fields.Nested(DebtorOut))
    proposals = fields.List(fields.Nested(AwaitedOut))
    to_remind = fields.List(Id())


class JuryReminderOut(Schema):
    """A reminder that was sent."""

    id = Id()
    sent_at = fields.AwareDateTime()
    recipients = fields.Integer()


class ReminderDaysOut(Schema):
    """How many days before the last one jurors are reminded by themselves."""

    days = fields.List(fields.Integer())


class HandOverOut(Schema):
    """Who took over how many scorecards, and how many stay."""

    juror_id = Id(attribute="alternate.id")
    taken = fields.Integer()
    left = fields.Integer()
