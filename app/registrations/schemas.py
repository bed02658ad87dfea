"""What people and programs send and get about lists of registrations."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_smorest.fields import Upload
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from app.identity.rules import OrganisationKind
from app.privacy.rules.purposes import Purpose
from app.registrations.rules.acts import MOST_AT_ONCE, Act
from app.registrations.rules.columns import USUAL_ORDER, Column
from app.tickets.queries import ORDERS, AttendeeFilter
from app.tickets.rules.channels import LONGEST
from app.tickets.rules.sales import TicketState
from app.web.fields import Choice, Count, Country, Text
from app.web.forms import Form, Id

MOST_SHOWN = 200
ANY, YES, NO = "all", "yes", "no"
STATES = (*map(str, TicketState), ANY)
SORTS = tuple(sign + one for one in ORDERS for sign in ("", "-"))


class ListQuery(Form):
    """What a list of attendees is asked for: filters, order and columns."""

    q = Text(200)
    type = Id(allow_none=True)
    cluster = Id(allow_none=True)
    state = fields.String(load_default="valid", validate=validate.OneOf(STATES))
    agrees = Choice(Purpose)
    country = Country()
    kind = Choice(OrganisationKind)
    channel = Text(LONGEST)
    came = fields.String(allow_none=True, validate=validate.OneOf([YES, NO]))
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    sort = fields.String(load_default=USUAL_ORDER, validate=validate.OneOf(SORTS))
    col = fields.List(fields.String(validate=validate.OneOf(list(Column))), load_default=list)


def read_query(sent: Any) -> dict[str, Any]:
    """Return what an address asks for; what makes no sense there filters nothing."""
    schema = ListQuery(unknown=EXCLUDE)
    lists = {"col": [one for one in sent.getlist("col") if one in set(Column)]}
    single = {key: sent[key] for key in schema.fields if key in sent and key != "col"}
    single = {key: value.replace("\x00", "") for key, value in single.items()}
    try:
        found = schema.load(single | lists)
    except ValidationError as error:
        good = {key: value for key, value in single.items() if key not in error.messages}
        found = schema.load(good | lists)
    return dict.fromkeys(schema.fields) | dict(found)


def as_asked(query: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked for as an address says it, what is usual left out."""
    said: dict[str, Any] = ListQuery().dump(query)
    usual = {"state": "valid", "sort": USUAL_ORDER}
    return {key: value for key, value in said.items() if value and usual.get(key) != value}


def filter_in(query: dict[str, Any], zone: str) -> AttendeeFilter:
    """Return what is asked for as a filter; days are those of the event's zone."""
    came = query.get("came")
    return AttendeeFilter(
        text=query.get("q") or "",
        ticket_type_id=query.get("type"),
        cluster_id=query.get("cluster"),
        state=None if query["state"] == ANY else query["state"],
        agrees_to=query.get("agrees"),
        country=query.get("country"),
        kind=query["kind"].value if query.get("kind") else None,
        channel=query.get("channel"),
        has_come=None if came is None else came == YES,
        since=_midnight(query.get("since"), zone),
        until=_midnight(query.get("until"), zone, days=1),
    )


def _midnight(day: Any, zone: str, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), ZoneInfo(zone)).astimezone(UTC)


class ViewForm(Form):
    """A name for a way to look at the list."""

    name = Text(60, required=True)
    is_shared = fields.Boolean(load_default=False)


class NewView(ViewForm):
    """A name for a way to look at the list, and what that is."""

    asked = fields.Nested(ListQuery, load_default=lambda: ListQuery().load({}))


class AttendeeViewOut(Schema):
    """A way to look at the list of attendees."""

    id = Id()
    name = fields.String()
    is_shared = fields.Boolean()
    asked = fields.Dict()


class ImportChoices(Form):
    """Which column is what, which ticket those get who name none, and whether mails go out."""

    columns = fields.Dict(
        keys=fields.String(validate=validate.Length(max=60)),
        values=fields.Integer(validate=validate.Range(0, 1000)),
        validate=validate.Length(max=60),
        load_default=dict,
    )
    ticket_type = Id(allow_none=True)
    is_mailing = fields.Boolean(load_default=False)


class AttendeeImportOut(Schema):
    """A list of people that was uploaded, with what its columns are taken for."""

    id = Id()
    name = fields.String(attribute="file.filename")
    sha256 = fields.String()
    head = fields.List(fields.String())
    lines = fields.Integer()
    columns = fields.Dict(keys=fields.String(), values=fields.Integer())
    ticket_type_id = Id(allow_none=True)
    is_mailing = fields.Boolean()
    is_chosen = fields.Boolean()
    undone_at = fields.AwareDateTime(format="iso", allow_none=True)
    work_id = Id(allow_none=True)


class SentPeople(Schema):
    """A list of people that is sent."""

    file = Upload(required=True)


class FaultQuery(Form):
    """How many of the lines with troubles are told, after which."""

    limit = Count(1, MOST_SHOWN, load_default=MOST_SHOWN, allow_none=False)
    after = Count(0, 1_000_000, load_default=0, allow_none=False)


class FaultOut(Schema):
    """One thing that is wrong with a field of a line; with an error the line is left out."""

    line = fields.Integer()
    field = fields.String()
    code = fields.String()
    is_error = fields.Boolean()


class AttendeeCheckOut(Schema):
    """What an import would do, and what is wrong with which line."""

    lines = fields.Integer()
    good = fields.Integer()
    imported_before = fields.Integer()
    left_out = fields.Integer()
    troubles = fields.List(fields.Nested(FaultOut))


class UndoneOut(Schema):
    """What taking an import back did or would do."""

    gone = fields.List(Id())
    kept = fields.List(Id())


class ActForm(Form):
    """What to do with which tickets: those that are named, or all that a filter finds."""

    act = Choice(Act, required=True)
    ticket_ids = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_AT_ONCE))
    is_all = fields.Boolean(load_default=False)
    target = Id(allow_none=True)
    expected = Count(0, MOST_AT_ONCE)


class ActRequest(ActForm):
    """What to do with which tickets, and without `expected` only what would be done."""

    asked = fields.Nested(ListQuery, load_default=lambda: ListQuery().load({}))


class ActOut(Schema):
    """What an act would do or did, and why not with others."""

    can = fields.Integer()
    cannot = fields.Dict(keys=fields.String(), values=fields.String())
    done = fields.Integer(allow_none=True)
    work_id = Id(allow_none=True)


class DoubleForm(Form):
    """Two tickets that look like one person's."""

    ticket_id = Id(required=True)
    other_id = Id(required=True)


class DoubleOut(Schema):
    """Two tickets that look like one person's, and why."""

    ticket_id = Id()
    other_id = Id()
    reason = fields.String()


class LinkForm(Form):
    """A campaign to count: the name that its links carry."""

    channel = Text(LONGEST, required=True)


class CampaignLinkOut(Schema):
    """The name that the links of a campaign carry, as `?via=` of the registration page."""

    id = Id()
    channel = fields.String()
    created_at = fields.AwareDateTime(format="iso")


class RegistrationCountOut(Schema):
    """How many registrations one week, channel, country or kind of ticket has."""

    key = fields.String()
    count = fields.Integer()


class RegistrationFiguresOut(Schema):
    """The valid registrations of an event, counted."""

    total = fields.Integer()
    weeks = fields.List(fields.Nested(RegistrationCountOut))
    channels = fields.List(fields.Nested(RegistrationCountOut))
    countries = fields.List(fields.Nested(RegistrationCountOut))
    ticket_types = fields.List(fields.Nested(RegistrationCountOut))
