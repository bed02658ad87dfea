"""What people and programs send and get about tickets that go to a colleague."""

from typing import Any

from marshmallow import Schema, fields

from app.identity.schemas import Email
from app.tickets.rules.attendees import Attendee
from app.tickets.schemas import AttendeeForm, attendee_in
from app.web.fields import LocalDateTime
from app.web.forms import Form, Id


class TransferForm(Form):
    """To whom a ticket shall go."""

    email = Email(required=True)


class AcceptForm(AttendeeForm):
    """Somebody who takes a ticket; which one it is, and their address, stand fast."""

    class Meta:
        """What the link knows already."""

        exclude = ("ticket_type", "email", "add_ons")


class HolderRulesForm(Form):
    """What holders may do by themselves; the time is in the event's zone."""

    names_until = LocalDateTime(required=True)
    asks_coming = fields.Boolean(load_default=False)


class TransferOut(Schema):
    """A ticket that waits for a colleague."""

    id = Id()
    ticket_id = Id()
    email = fields.String()
    state = fields.String()
    expires_at = fields.AwareDateTime(format="iso")


class HolderRulesOut(Schema):
    """What holders may do by themselves."""

    names_until = fields.AwareDateTime(format="iso")
    asks_coming = fields.Boolean()


class ConfirmationOut(Schema):
    """That somebody was asked whether they come, and what they said."""

    ticket_id = Id()
    asked_at = fields.AwareDateTime(format="iso")
    confirmed_at = fields.AwareDateTime(format="iso", allow_none=True)


class ComingOut(Schema):
    """How many were asked whether they come, and what they said."""

    asked = fields.Integer()
    confirmed = fields.Integer()
    given_back = fields.Integer()
    silent = fields.Integer()


def person_in(data: dict[str, Any], transfer: Any) -> Attendee:
    """Return what was sent as the colleague whom a holder named."""
    known = {"ticket_type": transfer.ticket.ticket_type_id, "email": transfer.email}
    return attendee_in(data | known)
