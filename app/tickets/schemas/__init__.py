"""What people and programs send and get about tickets."""

from collections import Counter
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields, validate

from app.core.times import with_instants
from app.identity.rules import OrganisationKind
from app.identity.schemas import Email
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose
from app.tickets.rules.add_ons import AddOnKind
from app.tickets.rules.attendees import Attendee, is_link
from app.tickets.rules.audiences import Audience
from app.tickets.rules.places import MOST_AT_ONCE
from app.tickets.rules.sales import TicketState, Visibility
from app.tickets.rules.waiting import MOST_HOURS, OFFER_HOURS
from app.tickets.schemas.questions import AttendeeAnswerForm, answers_in
from app.web.fields import Choice, Count, Country, LocalDateTime, MoneyMinor, Text, VatRate
from app.web.forms import Form, Id
from app.web.paging import PageQuery

SALE = ("on_sale_from", "on_sale_until")
MOST_PLACES = 100_000
MOST_HANDED_OVER = 50
MOST_QUOTAS = 10
MOST_ADD_ONS = 20
MOST_PRICE = 10_000_000  # a hundred thousand, in minor units


def refuse_link(name: str) -> None:
    """Refuse a name that mail programs would make a link of."""
    if is_link(name):
        raise ValidationError(gettext("Write a name without an address on the web."))


class AttendeeForm(Form):
    """Somebody to register."""

    ticket_type = Id(required=True)
    given_name = Text(100, required=True, rules=[refuse_link])
    family_name = Text(100, required=True, rules=[refuse_link])
    email = Email(required=True)
    organisation_name = Text(200)
    organisation_kind = Choice(OrganisationKind)
    country = Country()
    add_ons = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_ADD_ONS))
    answers = fields.List(
        fields.Nested(AttendeeAnswerForm), load_default=list, validate=validate.Length(max=50)
    )
    consents = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in ASKED_BY_EVENTS])),
        load_default=list,
        validate=validate.Length(max=len(ASKED_BY_EVENTS)),
    )


class RegistrationForm(AttendeeForm):
    """The registration form; the key makes sending it twice harmless."""

    client_key = Text(80)
    access_code = Text(40)
    proof = Text(40)


class OrderForm(Form):
    """An order of a program."""

    client_key = Text(80)
    access_code = Text(40)
    attendees = fields.List(
        fields.Nested(AttendeeForm),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
    )


def attendee_in(data: dict[str, Any]) -> Attendee:
    """Return what was sent as somebody to register; what was left out is empty."""
    given = {key: value for key, value in data.items() if value is not None}
    lists = {name: tuple(given.get(name, ())) for name in ("add_ons", "consents")}
    return Attendee(**given | lists | {"answers": answers_in(given.get("answers", ()))})


class TicketTypeForm(Form):
    """A kind of ticket as its organiser describes it; local times are those of the event."""

    name = Text(100, required=True)
    description = Text(2_000)
    audience = Choice(Audience, load_default=Audience.ATTENDEE)
    visibility = Choice(Visibility, load_default=Visibility.PUBLIC)
    access_code = Text(40)
    needs_approval = fields.Boolean(load_default=False)
    is_transferable = fields.Boolean(load_default=True)
    price = MoneyMinor(load_default=0, allow_none=True, validate=validate.Range(0, MOST_PRICE))
    currency = Text(3, load_default="EUR", rules=[validate.Regexp(r"^[A-Z]{3}\Z")])
    vat_rate = VatRate(load_default=0)
    valid_from_on = fields.Date(allow_none=True)
    valid_until_on = fields.Date(allow_none=True)
    on_sale_from = LocalDateTime(allow_none=True)
    on_sale_until = LocalDateTime(allow_none=True)
    least = Count(1, MOST_AT_ONCE, load_default=1)
    most = Count(1, MOST_AT_ONCE, load_default=MOST_AT_ONCE)
    has_waiting_list = fields.Boolean(load_default=False)
    offer_hours = Count(1, MOST_HOURS, load_default=OFFER_HOURS)
    quotas = fields.List(Id(), validate=validate.Length(max=MOST_QUOTAS))


class NewTicketTypeForm(TicketTypeForm):
    """A kind of ticket to be made: with places of its own, of quotas that it shares, or both."""

    size = Count(1, MOST_PLACES)


def ticket_type_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return what was sent as the columns of a kind of ticket."""
    return ticket_type_changes_in({"description": "", "price": 0} | data, zone)


def ticket_type_changes_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return changes as the columns of a kind of ticket; what was left out stays."""
    found = with_instants(data, zone, SALE)
    for name, empty in (("description", ""), ("price", 0), ("currency", "EUR")):
        if name in found:
            found[name] = found[name] or empty
    return found


class AddOnForm(Form):
    """Something to have with a ticket; local times are those of the event."""

    name = Text(100, required=True)
    description = Text(2_000)
    kind = Choice(AddOnKind, load_default=AddOnKind.WORKSHOP)
    price = MoneyMinor(load_default=0, allow_none=True, validate=validate.Range(0, MOST_PRICE))
    vat_rate = VatRate(load_default=0)
    starts_at = LocalDateTime(allow_none=True)
    ends_at = LocalDateTime(allow_none=True)
    is_offered = fields.Boolean(load_default=True)
    quotas = fields.List(Id(), validate=validate.Length(max=MOST_QUOTAS))
    ticket_types = fields.List(Id(), validate=validate.Length(max=50))


class NewAddOnForm(AddOnForm):
    """Something to have with a ticket, to be made: with places of its own, shared ones or both."""

    size = Count(1, MOST_PLACES)


def add_on_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return what was sent as the columns of an add-on; what was left out stays."""
    found = with_instants(data, zone, ("starts_at", "ends_at"))
    for name, empty in (("description", ""), ("price", 0)):
        if name in found:
            found[name] = found[name] or empty
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
    add_ons = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_ADD_ONS))


class HoldForm(Form):
    """The places that somebody who fills in a form wants to have held."""

    client_key = Text(80, required=True)
    access_code = Text(40)
    tickets = fields.List(
        fields.Nested(WantedForm), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE)
    )


class ReleaseForm(Form):
    """The form that somebody left."""

    client_key = Text(80, required=True)


class PlaceForm(ReleaseForm):
    """The place that a registration form asks to have held."""

    ticket_type = Id(required=True)
    access_code = Text(40)
    proof = Text(40)
    add_ons = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_ADD_ONS))


def tickets_in(data: dict[str, Any]) -> Counter[int]:
    """Return how many tickets of each kind a form asks for."""
    wanted = Counter[int]()
    for one in data["tickets"]:
        wanted[one["ticket_type"]] += one["count"]
    return wanted


def add_ons_in(data: dict[str, Any]) -> Counter[int]:
    """Return how many of each add-on a form asks for: one for each ticket that it names."""
    return Counter(add_on for one in data["tickets"] for add_on in one["add_ons"] * one["count"])


class HoldOut(Schema):
    """Places that are held for a form, and until when."""

    expires_at = fields.AwareDateTime(format="iso")


class DeclineForm(Form):
    """Why somebody who asked to come cannot."""

    reason = Text(1_000, required=True)


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
    waiting = fields.Integer()
    only_country = fields.String(allow_none=True)
    only_cluster_id = Id(allow_none=True)


class TicketTypeOut(Schema):
    """A kind of ticket."""

    id = Id()
    name = fields.String()
    description = fields.String()
    audience = fields.String()
    visibility = fields.String()
    needs_approval = fields.Boolean()
    is_transferable = fields.Boolean()
    price = fields.Integer()
    currency = fields.String()
    vat_rate = fields.Integer()
    valid_from_on = fields.Date(allow_none=True)
    valid_until_on = fields.Date(allow_none=True)
    on_sale_from = fields.AwareDateTime(format="iso", allow_none=True)
    on_sale_until = fields.AwareDateTime(format="iso", allow_none=True)
    least = fields.Integer()
    most = fields.Integer()
    has_waiting_list = fields.Boolean()
    offer_hours = fields.Integer()
    quotas = fields.List(fields.Nested(QuotaOut))


class AddOnOut(Schema):
    """Something to have with a ticket."""

    id = Id()
    name = fields.String()
    description = fields.String()
    kind = fields.String()
    price = fields.Integer()
    vat_rate = fields.Integer()
    starts_at = fields.AwareDateTime(format="iso", allow_none=True)
    ends_at = fields.AwareDateTime(format="iso", allow_none=True)
    is_offered = fields.Boolean()
    free = fields.Integer()
    ticket_types = fields.List(fields.Pluck(TicketTypeOut, "id"))


class TicketAddOnOut(Schema):
    """An add-on that comes with a ticket."""

    add_on_id = Id()
    price = fields.Integer()


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
    price = fields.Integer()
    add_ons = fields.List(fields.Nested(TicketAddOnOut))
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
    currency = fields.String()
    link = fields.String()
    created_at = fields.AwareDateTime(format="iso")
    tickets = fields.List(fields.Nested(TicketOut))


class TicketQuery(PageQuery):
    """Which tickets of an event."""

    text = Text(200)
    ticket_type = Id(allow_none=True)
    cluster = Id(allow_none=True)
    state = fields.String(validate=validate.OneOf([*TicketState, "all"]), allow_none=True)
    agrees_to = Choice(Purpose, allow_none=True, load_default=None)


class TicketPage(Schema):
    """One page of tickets."""

    items = fields.List(fields.Nested(TicketOut))
    next_cursor = fields.String(allow_none=True)
