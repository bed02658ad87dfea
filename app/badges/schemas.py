"""What people and programs send and get about badges."""

from typing import Any

from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields, validate

from app.badges.queries import Whose
from app.badges.rules.looks import COLOURS, LONGEST_MOTTO, Look
from app.badges.rules.prints import ReprintReason
from app.badges.rules.sheets import SheetFormat
from app.events.rules import KeyReason
from app.oversight.rules.colours import is_colour
from app.tickets.rules.audiences import Audience
from app.web.fields import Choice, Text
from app.web.forms import Form, Id

MOST_PRINTER_NAME = 60


def is_a_colour(text: str) -> None:
    """Refuse what is no colour as browsers send it."""
    if not is_colour(text.lower()):
        raise ValidationError(
            gettext("Write the colour as # and six digits or letters, such as #2440b3.")
        )


class BadgesForm(Form):
    """Which badges to print, on what, and why again where they were printed before."""

    layout = Choice(SheetFormat, load_default=SheetFormat.A6)
    both_sides = fields.Boolean(load_default=False)
    only_new = fields.Boolean(load_default=False)
    ticket_type = Id(allow_none=True, load_default=None)
    first = Text(1, allow_none=True, load_default=None)
    last = Text(1, allow_none=True, load_default=None)
    reason = Choice(ReprintReason, allow_none=True, load_default=None)


def badges_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as whose badges are wanted, on which paper, and why again."""
    whose = {name: data[name] for name in ("only_new", "ticket_type", "first", "last")}
    asked = {name: data[name] for name in ("layout", "both_sides", "reason")}
    return asked | {"whose": Whose(**whose)}


class ColourForm(Form):
    """The colour at the head of the badges of an audience."""

    audience = Choice(Audience, required=True)
    colour = Text(7, required=True, rules=[is_a_colour])


class LookForm(Form):
    """How badges look; colours that are left out are ours."""

    colours = fields.List(
        fields.Nested(ColourForm), load_default=[], validate=validate.Length(max=len(Audience))
    )
    shows_organisation = fields.Boolean(load_default=False)
    shows_logo = fields.Boolean(load_default=False)
    motto = Text(LONGEST_MOTTO, load_default="")


def look_in(data: dict[str, Any]) -> Look:
    """Return what was sent as a look."""
    colours = {one["audience"].value: one["colour"].lower() for one in data["colours"]}
    chosen = {key: colour for key, colour in colours.items() if colour != COLOURS[Audience(key)]}
    return Look(**(data | {"colours": chosen, "motto": data["motto"] or ""}))


class LookOut(Schema):
    """How badges look; `colours` has those that somebody chose, by audience."""

    colours = fields.Dict(keys=fields.String(), values=fields.String())
    shows_organisation = fields.Boolean()
    shows_logo = fields.Boolean()
    motto = fields.String()


class CheckQuery(Form):
    """On which paper badges are looked at before they are printed."""

    layout = Choice(SheetFormat, load_default=SheetFormat.A6)


class BadgeTroubleOut(Schema):
    """A ticket whose badge is worth a look, and why."""

    ticket = Id(attribute="id")
    name = fields.String()
    troubles = fields.List(fields.String())


class BadgeKeyForm(Form):
    """Why codes are to be signed with a new key, and whether the old ones count on."""

    reason = Choice(KeyReason, required=True)
    keeps_old = fields.Boolean(load_default=False)


class BadgeKeyOut(Schema):
    """A key of an event; the latest signs new codes. Its secret is never told."""

    number = fields.Integer()
    reason = fields.String(allow_none=True)
    made_at = fields.AwareDateTime(format="iso")
    retired_at = fields.AwareDateTime(format="iso", allow_none=True)


class PrinterForm(Form):
    """What a printer is called at the venue."""

    name = Text(MOST_PRINTER_NAME, required=True)


class PrintForm(Form):
    """Whose badge, at which printer if not here and now, and why again."""

    ticket = Id(required=True)
    printer = Id(allow_none=True, load_default=None)
    reason = Choice(ReprintReason, allow_none=True, load_default=None)


class PrinterOut(Schema):
    """A printer that badges can wait for."""

    id = Id()
    name = fields.String()


class PrintOut(Schema):
    """A badge on its way to paper; `reason` says why it is printed again."""

    id = Id()
    ticket = Id(attribute="ticket_id")
    printer = Id(attribute="printer_id", allow_none=True)
    state = fields.String()
    reason = fields.String(allow_none=True)
    asked_at = fields.AwareDateTime(format="iso")
    printed_at = fields.AwareDateTime(format="iso", allow_none=True)


class PrintsPage(Schema):
    """One page of an event's prints."""

    items = fields.List(fields.Nested(PrintOut))
    next_cursor = fields.String(allow_none=True)
