"""What people and programs send and get about tickets."""

from collections import Counter
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields, validate

from app.core.times import with_instants
from app.identity.rules import OrganisationKind
from app.identity.schemas import Email
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose
from app.tickets.rules.attendees import Attendee, is_link
from app.tickets.rules.audiences import Audience
from app.tickets.rules.badge_layout import SheetFormat
from app.tickets.rules.places import MOST_AT_ONCE
from app.web.fields import Choice, Count, Country, LocalDateTime, Text
from app.web.forms import Form, Id
from app.web.paging import PageQuery

SALE = ("on_sale_from", "on_sale_until")
MOST_PLACES = 100_000
MOST_HANDED_OVER = 50
MOST_QUOTAS = 10


def _refuse_link(name: str) -> None:
    if is_link(name):
        raise ValidationError(gettext("Write a name without an address on the web."))


class AttendeeForm(Form):
    """Somebody to register."""

    ticket_type = Id(required=True)
    given_name = Text(100, required=True, rules=[_refuse_link])
    family_name = Text(100, required=True, rules=[_refuse_link])
    email = Email(required=True)
    organisation_name = Text(200)
    organisation_kind = Choice(OrganisationKind)
    country = Country()
    consents = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in ASKED_BY_EVENTS])),
        load_default=list,
        validate=validate.Length(max=len(ASKED_BY_EVENTS)),
    )


class RegistrationForm(AttendeeForm):
    """The registration form; the key makes sending it twice harmless."""

    client_key = Text(80)


class OrderForm(Form):
    """An order of a program."""

    client_key = Text(80)
    attendees = fields.List(
        fields.Nested(AttendeeForm),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
    )


def attendee_in(data: dict[str, Any]) -> Attendee:
    """Return what was sent as somebody to register; what was left out is empty."""
    given = {key: value for key, value in data.items() if value is not None}
    return Attendee(**given | {"consents": tuple(given.get("consents", ()))})


class TicketTypeForm(Form):
    """A kind of ticket as its organiser describes it; local times are those of the event."""

    name = Text(100, required=True)
    description = Text(2_000)
    audience = Choice(Audience, load_default=Audience.ATTENDEE)
    is_public = fields.Boolean(load_default=True)
    on_sale_from = LocalDateTime(allow_none=True)
    on_sale_until = LocalDateTime(allow_none=True)
    least = Count(1, MOST_AT_ONCE, load_default=1)
    most = Count(1, MOST_AT_ONCE, load_default=MOST_AT_ONCE)
    quotas = fields.List(Id(), validate=validate.Length(max=MOST_QUOTAS))


class NewTicketTypeForm(TicketTypeForm):
    """A kind of ticket to be made: with places of its own, of quotas that it shares, or both."""

    size = Count(1, MOST_PLACES)


def ticket_type_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return what was sent as the columns of a kind of ticket."""
    found = with_instants(data, zone, SALE)
    found["description"] = found.get("description") or ""
    return found


def ticket_type_changes_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return changes as the columns of a kind of ticket; what was left out stays."""
    found = with_instants(data, zone, SALE)
    if "description" in found:
        found["description"] = found["description"] or ""
    return found


class QuotaForm(Form):
    """A number of places."""

    size = Count(0, MOST_PLACES, required=True)


class NewQuotaForm(QuotaForm):
    """A number of places to share, of everybody or of one country or cluster alone."""

    name = Text(100, required=True)
    only_country = Country()
    only_cluster = Id(allow_none=True)


class WantedForm(Form):
    """How many tickets of a kind somebody is about to order."""

    ticket_type = Id(required=True)
    count = Count(1, MOST_AT_ONCE, load_default=1)


class HoldForm(Form):
    """The places that somebody who fills in a form wants to have held."""

    client_key = Text(80, required=True)
    tickets = fields.List(
        fields.Nested(WantedForm), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE)
    )


class ReleaseForm(Form):
    """The form that somebody left."""

    client_key = Text(80, required=True)


class PlaceForm(ReleaseForm):
    """The place that a registration form asks to have held."""

    ticket_type = Id(required=True)


def tickets_in(data: dict[str, Any]) -> Counter[int]:
    """Return how many tickets of each kind a form asks for."""
    wanted = Counter[int]()
    for one in data["tickets"]:
        wanted[one["ticket_type"]] += one["count"]
    return wanted


class HoldOut(Schema):
    """Places that are held for a form, and until when."""

    expires_at = fields.AwareDateTime(format="iso")


class BadgesForm(Form):
    """Which badges to print, on what."""

    layout = Choice(SheetFormat, load_default=SheetFormat.A6)
    ticket_type = Id(allow_none=True, load_default=None)


class HandOverForm(Form):
    """Participants whom another of the event's clusters shall support."""

    ticket_ids = fields.List(
        Id(), required=True, validate=validate.Length(min=1, max=MOST_HANDED_OVER)
    )
    cluster_id = Id(required=True)


class LateForm(Form):
    """How many people the lead has agreed to hand to clusters that came late."""

    people = Count(1, MOST_PLACES, required=True)


class MovedOut(Schema):
    """How many have another cluster now."""

    moved = fields.Integer()


class QuotaOut(Schema):
    """A number of places."""

    id = Id()
    name = fields.String()
    size = fields.Integer()
    taken = fields.Integer()
    held = fields.Integer()
    free = fields.Integer()
    only_country = fields.String(allow_none=True)
    only_cluster_id = Id(allow_none=True)


class TicketTypeOut(Schema):
    """A kind of ticket."""

    id = Id()
    name = fields.String()
    description = fields.String()
    audience = fields.String()
    is_public = fields.Boolean()
    on_sale_from = fields.AwareDateTime(format="iso", allow_none=True)
    on_sale_until = fields.AwareDateTime(format="iso", allow_none=True)
    least = fields.Integer()
    most = fields.Integer()
    quotas = fields.List(fields.Nested(QuotaOut))


class TicketOut(Schema):
    """A ticket; the code is what its QR code holds."""

    id = Id()
    event_id = Id()
    order_id = Id()
    ticket_type_id = Id()
    given_name = fields.String()
    family_name = fields.String()
    email = fields.String()
    organisation_name = fields.String()
    organisation_kind = fields.String()
    country = fields.String()
    state = fields.String()
    supported_by_id = Id()
    validated_at = fields.AwareDateTime(format="iso", allow_none=True)
    epoch = fields.Integer()
    created_at = fields.AwareDateTime(format="iso")


class TicketWithCodeOut(TicketOut):
    """A ticket with the code that its QR code holds."""

    code = fields.String()


class OrderOut(Schema):
    """An order with its tickets and the last part of its page's address."""

    id = Id()
    email = fields.String()
    link = fields.String()
    created_at = fields.AwareDateTime(format="iso")
    tickets = fields.List(fields.Nested(TicketOut))


class TicketQuery(PageQuery):
    """Which tickets of an event."""

    text = Text(200)
    ticket_type = Id(allow_none=True)
    cluster = Id(allow_none=True)
    state = fields.String(validate=validate.OneOf(["valid", "cancelled", "all"]), allow_none=True)
    agrees_to = Choice(Purpose, allow_none=True, load_default=None)


class TicketPage(Schema):
    """One page of tickets."""

    items = fields.List(fields.Nested(TicketOut))
    next_cursor = fields.String(allow_none=True)
