"""What people and programs send and get about the seats of companies."""

from typing import Any

from marshmallow import Schema, fields

from app.core.times import with_instants
from app.identity.schemas import Email
from app.seats.rules import MOST_SEATS
from app.tickets.rules.attendees import Attendee
from app.tickets.schemas import AttendeeForm, attendee_in
from app.tickets.schemas.changing import HolderForm, holder_in
from app.web.fields import Count, LocalDateTime, Text
from app.web.forms import Form, Id


class ChangeSeatsForm(Form):
    """How many seats a company has, and until when it fills them, in the event's zone."""

    seats = Count(1, MOST_SEATS, required=True)
    until = LocalDateTime(required=True)


class GiveSeatsForm(ChangeSeatsForm):
    """Seats for a company, and to which address their link goes."""

    ticket_type = Id(required=True)
    company = Text(200, required=True)
    email = Email(required=True)


class GroupForm(Form):
    """Places for a group, and to which address the link to name its people goes."""

    ticket_type = Id(required=True)
    seats = Count(1, MOST_SEATS, required=True)
    company = Text(200, required=True)
    email = Email(required=True)


class SeatNameForm(AttendeeForm):
    """Somebody for a seat; which ticket it is stands fast."""

    class Meta:
        """What the seat knows already."""

        exclude = ("ticket_type", "add_ons", "answers")

    client_key = Text(80)


class InviteForm(Form):
    """Whom a company invites to a seat."""

    email = Email(required=True)


class ChangeNameForm(HolderForm):
    """What stands on the ticket of a seat."""


def person_in(data: dict[str, Any], ticket_type_id: int) -> Attendee:
    """Return what was sent as somebody who gets a ticket of the seats' type."""
    return attendee_in(data | {"ticket_type": ticket_type_id})


def name_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as what stands on a ticket."""
    return holder_in(data)


def seats_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return what was sent as the columns of a company's seats."""
    return with_instants(data, zone, ("until",))


class SeatsOut(Schema):
    """The seats of a company; what is held is neither filled nor returned."""

    id = Id()
    event_id = Id()
    ticket_type_id = Id()
    company = fields.String()
    email = fields.String()
    seats = fields.Integer()
    filled = fields.Integer()
    invited = fields.Integer()
    returned = fields.Integer()
    held = fields.Integer()
    until = fields.AwareDateTime(format="iso")
    state = fields.String()
    created_at = fields.AwareDateTime(format="iso")


class SeatsPage(Schema):
    """One page of the seats of companies."""

    items = fields.List(fields.Nested(SeatsOut))
    next_cursor = fields.String(allow_none=True)
