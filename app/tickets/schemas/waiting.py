"""What people and programs send and get about the waiting list."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.identity.schemas import Email
from app.tickets.rules.places import MOST_AT_ONCE
from app.tickets.rules.waiting import Group
from app.tickets.schemas import AttendeeForm, refuse_link
from app.web.fields import Count, Country, Text
from app.web.forms import Form, Id


class WaitForm(Form):
    """A group that wants to wait for a kind of ticket."""

    name = Text(200, required=True, rules=[refuse_link])
    email = Email(required=True)
    places = Count(1, MOST_AT_ONCE, load_default=1)
    country = Country()
    access_code = Text(40)


class JoinListForm(WaitForm):
    """The same from a program, which names the kind of ticket."""

    ticket_type = Id(required=True)


def group_in(data: dict[str, Any]) -> Group:
    """Return what was sent as a group that wants to wait."""
    return Group(
        name=data["name"],
        email=data["email"],
        places=data["places"],
        country=data.get("country") or "",
    )


class OfferSeatForm(AttendeeForm):
    """One of a group that was offered places; whom the ticket is for is all that is asked."""

    class Meta:
        """What the offer knows already."""

        exclude = ("ticket_type", "add_ons", "consents")


class TakeOfferForm(Form):
    """The people of a group that was offered places."""

    people = fields.List(
        fields.Nested(OfferSeatForm), required=True, validate=validate.Length(1, MOST_AT_ONCE)
    )


class WaitingReasonForm(Form):
    """Why an organiser acts out of turn."""

    reason = Text(1_000, required=True)


class JoinedListOut(Schema):
    """What was asked for; where the address stands is told by mail alone."""

    ticket_type_id = Id()
    email = fields.String()
    places = fields.Integer()


class WaitingEntryOut(Schema):
    """A group that waits or waited."""

    id = Id()
    event_id = Id()
    ticket_type_id = Id()
    supported_by_id = Id()
    name = fields.String()
    email = fields.String()
    country = fields.String()
    places = fields.Integer()
    passes = fields.Integer()
    state = fields.String()
    joined_at = fields.AwareDateTime(format="iso")
    ended_at = fields.AwareDateTime(format="iso", allow_none=True)


class WaitingListPage(Schema):
    """One page of a waiting list."""

    items = fields.List(fields.Nested(WaitingEntryOut))
    next_cursor = fields.String(allow_none=True)
