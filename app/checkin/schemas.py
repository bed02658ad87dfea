"""What scanners send and get, and what organisers fill in."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from app.identity.schemas import Email
from app.tickets.rules.attendees import Attendee
from app.tickets.schemas.questions import AttendeeAnswerForm, answers_in
from app.web.fields import Text
from app.web.forms import Form, Id

FIRST_YEAR, LAST_YEAR = 2000, 2200


class ClockTime(fields.Field[datetime | None]):
    """What a scanner's clock said; None for what is no time, for a scan is never refused for it."""

    described_as = {"type": "string"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime | None:
        try:
            said = datetime.fromisoformat(str(value))
        except ValueError:
            return None
        if not FIRST_YEAR <= said.year <= LAST_YEAR:
            return None
        return said.replace(tzinfo=UTC) if said.tzinfo is None else said


class IncomingScanSchema(Schema):
    """One scan; `client_id` is the scanner's own and makes sending again harmless."""

    client_id = fields.UUID(required=True)
    code = fields.String(required=True)
    scanned_at = ClockTime(load_default=None, allow_none=True, metadata={"format": "date-time"})


class ScanBatchSchema(Schema):
    """Scans of one scanner, at most 500; `sent_at` tells how far its clock is off."""

    scans = fields.List(
        fields.Nested(IncomingScanSchema), required=True, validate=validate.Length(1, 500)
    )
    sent_at = ClockTime(load_default=None, allow_none=True, metadata={"format": "date-time"})


class ScanResultSchema(Schema):
    """The answer to one scan, the same however often it is sent."""

    client_id = fields.String(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["green", "amber", "red"]))
    reason = fields.String(required=True)
    scanned_at = fields.AwareDateTime(required=True, format="iso")
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    role = fields.String(required=True)
    ticket_type = fields.String(required=True)
    previous_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    previous_gate = fields.String(required=True)


class ScanResultsSchema(Schema):
    """The answers, in the order of the scans."""

    results = fields.List(fields.Nested(ScanResultSchema), required=True)


class PairingSchema(Form):
    """The code of a scanner's link."""

    code = fields.String(required=True, validate=validate.Length(1, 100))


class DoorSchema(Schema):
    """Where a scanner stands and how long it may scan."""

    device_id = Id(required=True)
    device_name = fields.String(required=True)
    gate_name = fields.String(required=True)
    event_name = fields.String(required=True)
    timezone = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True, format="iso")


class PairedSchema(DoorSchema):
    """A scanner's place and its secret, which is told this once."""

    secret = fields.String(required=True)


class GateSchema(Form):
    """A new gate."""

    name = fields.String(required=True, validate=validate.Length(1, 80))


class ScannerSchema(Form):
    """A new scanner."""

    device_name = fields.String(required=True, validate=validate.Length(1, 80))
    gate_id = Id(required=True)


class GateOut(Schema):
    """A gate."""

    id = Id()
    name = fields.String()


class ScannerOut(Schema):
    """A scanner: for which gate, and how long."""

    id = Id()
    name = fields.String()
    gate_id = Id()
    paired_at = fields.AwareDateTime(allow_none=True, format="iso")
    revoked_at = fields.AwareDateTime(allow_none=True, format="iso")
    expires_at = fields.AwareDateTime(format="iso")


class InvitedScannerOut(Schema):
    """A new scanner with the code that pairs it, which is told this once."""

    scanner = fields.Nested(ScannerOut)
    code = fields.String()


class ByHandSchema(Form):
    """Letting somebody in by hand."""

    ticket_id = Id(required=True)
    gate_id = Id(required=True)
    client_id = fields.UUID(required=True)
    note = fields.String(required=True, validate=validate.Length(1, 200))


class WalkInSchema(Form):
    """Somebody at the desk without a ticket; the key makes sending it twice harmless."""

    given_name = Text(100, required=True)
    family_name = Text(100, required=True)
    email = Email(required=True)
    organisation_name = Text(200)
    ticket_type = Id(required=True)
    gate_id = Id(required=True)
    client_key = Text(80, required=True)
    answers = fields.List(
        fields.Nested(AttendeeAnswerForm), load_default=list, validate=validate.Length(max=50)
    )


def walk_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as somebody to register, at which gate, under which key."""
    given = {key: value for key, value in data.items() if value is not None}
    own = {key: given.pop(key) for key in ("gate_id", "client_key")}
    given["answers"] = answers_in(given.get("answers", ()))
    return own | {"attendee": Attendee(**given)}


class WalkInOut(Schema):
    """The ticket of somebody who is in now; the code is what its QR code holds."""

    id = Id()
    given_name = fields.String()
    family_name = fields.String()
    organisation_name = fields.String()
    ticket_type_id = Id()
    link = fields.String()
    code = fields.String()
