"""What scanners send and get, and what organisers fill in."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from app.checkin.rules import (
    CheckpointKind,
    CheckpointRule,
    Direction,
    Entries,
    IncomingScan,
    Verdict,
)
from app.identity.schemas import Email
from app.tickets.rules.attendees import Attendee
from app.tickets.schemas.questions import AttendeeAnswerForm, answers_in
from app.web.fields import MAX_COUNT, Text
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
    """One scan; `client_id` is the scanner's own and makes sending again harmless.

    A supervisor's scanner may name a ticket with a note of the reason instead of a code.
    """

    client_id = fields.UUID(required=True)
    code = fields.String(required=True)
    scanned_at = ClockTime(load_default=None, allow_none=True, metadata={"format": "date-time"})
    direction = fields.Enum(Direction, by_value=True, load_default=Direction.IN)
    told = fields.Enum(Verdict, by_value=True, load_default=None, allow_none=True)
    sequence = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 2**31 - 1)
    )
    ticket_id = Id(load_default=None, allow_none=True)
    note = Text(200, load_default="")
    was_full = fields.Boolean(load_default=False)


def scan_in(data: dict[str, Any]) -> IncomingScan:
    """Return a scan as it was sent; only with a ticket in place of a code it has a note."""
    note = (data["note"] or "") if data["ticket_id"] is not None else ""
    return IncomingScan(**(data | {"client_id": str(data["client_id"]), "note": note}))


class ScanBatchSchema(Schema):
    """Scans of one scanner, at most 500; `sent_at` tells how far its clock is off.

    `waiting` is how many scans it has yet to send after these.
    """

    scans = fields.List(
        fields.Nested(IncomingScanSchema), required=True, validate=validate.Length(1, 500)
    )
    sent_at = ClockTime(load_default=None, allow_none=True, metadata={"format": "date-time"})
    waiting = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(0, MAX_COUNT)
    )


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


class WipedSchema(Form):
    """The secret of a scanner that may scan no more, from the phone that has forgotten all."""

    secret = fields.String(required=True, validate=validate.Length(1, 100))


class WipedOut(Schema):
    """Whether it was written down; a secret that is still good is refused."""

    is_wiped = fields.Boolean(required=True)


class PeopleOut(Schema):
    """Whom a supervisor finds by name: one sealed text, opened by the phrase of the scanner."""

    digest = fields.String(required=True)
    salt = fields.String(required=True)
    sealed = fields.String(required=True)


class DoorSchema(Schema):
    """Where a scanner stands and how long it may scan."""

    device_id = Id(required=True)
    device_name = fields.String(required=True)
    event_id = Id(required=True)
    gate_id = Id(required=True)
    gate_name = fields.String(required=True)
    event_name = fields.String(required=True)
    timezone = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True, format="iso")


class EntryRuleOut(Schema):
    """What a checkpoint asks, as `app/static/js/checkin/rules.js` reads it."""

    opens_at = fields.AwareDateTime(required=True, format="iso")
    closes_at = fields.AwareDateTime(required=True, format="iso")
    zone = fields.String(required=True)
    entries = fields.String(required=True)
    has_exit = fields.Boolean(required=True)
    capacity = fields.Integer(required=True, allow_none=True)
    ticket_types = fields.List(Id(), required=True)
    add_ons = fields.List(Id(), required=True)


class AcceptedKeyOut(Schema):
    """A key whose codes count; a code names it by its number."""

    number = fields.Integer(required=True)
    public_key = fields.String(required=True)


class BundleOut(Schema):
    """What a scanner decides with: the rule, the keys of the badges, the digests of the parts."""

    event = fields.String(required=True)
    gate_name = fields.String(required=True)
    checkpoint_name = fields.String(required=True)
    keys = fields.List(fields.Nested(AcceptedKeyOut), required=True)
    rule = fields.Nested(EntryRuleOut, required=True)
    parts = fields.List(fields.String(), required=True)
    people = fields.String(required=True)
    sent_at = fields.AwareDateTime(required=True, format="iso")


class SealedTicketOut(Schema):
    """A ticket that nobody can name before its badge is shown."""

    tag = fields.String(required=True)
    epoch = fields.Integer(required=True)
    state = fields.String(required=True)
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    ticket_type = Id(required=True)
    add_ons = fields.List(Id(), required=True)
    sealed = fields.String(required=True)


class BundlePartOut(Schema):
    """The tickets of one part, and the digest that tells whether they changed since."""

    part = fields.Integer(required=True)
    digest = fields.String(required=True)
    tickets = fields.List(fields.Nested(SealedTicketOut), required=True)


class PassesQuery(Schema):
    """Since which scan a scanner wants to know who passed."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**62))


class PassedOut(Schema):
    """Somebody passed: whose ticket, when, which way, where."""

    tag = fields.String(required=True)
    client_id = fields.String(required=True)
    at = fields.AwareDateTime(required=True, format="iso")
    direction = fields.String(required=True)
    gate = fields.String(required=True)


class PassesOut(Schema):
    """Who passed, and what to ask with the next time."""

    passes = fields.List(fields.Nested(PassedOut), required=True)
    next = fields.Integer(required=True)


class PairedSchema(DoorSchema):
    """A scanner's place and its secret, which is told this once."""

    secret = fields.String(required=True)


class CheckpointSchema(Form):
    """What a checkpoint asks; neither ticket types nor add-ons mean that every ticket may pass."""

    name = Text(80, required=True)
    kind = fields.Enum(CheckpointKind, by_value=True, load_default=CheckpointKind.VENUE)
    entries = fields.Enum(Entries, by_value=True, load_default=Entries.ONCE)
    has_exit = fields.Boolean(load_default=False)
    is_exclusive = fields.Boolean(load_default=False)
    capacity = fields.Integer(
        strict=False, load_default=None, allow_none=True, validate=validate.Range(1, MAX_COUNT)
    )
    session_id = Id(load_default=None, allow_none=True)
    ticket_types = fields.List(Id(), load_default=list, validate=validate.Length(max=50))
    add_ons = fields.List(Id(), load_default=list, validate=validate.Length(max=50))


def rule_in(data: dict[str, Any]) -> CheckpointRule:
    """Return what was sent as the rule of a checkpoint."""
    plain = {key: value for key, value in data.items() if key not in ("ticket_types", "add_ons")}
    return CheckpointRule(
        **plain,
        ticket_type_ids=tuple(data["ticket_types"]),
        add_on_ids=tuple(data["add_ons"]),
    )


class _Named(Schema):
    id = Id()


class CheckpointOut(Schema):
    """A checkpoint and what it asks."""

    id = Id()
    name = fields.String()
    kind = fields.String()
    entries = fields.String()
    has_exit = fields.Boolean()
    is_exclusive = fields.Boolean()
    capacity = fields.Integer(allow_none=True)
    session_id = Id(allow_none=True)
    ticket_types = fields.List(fields.Pluck(_Named, "id"))
    add_ons = fields.List(fields.Pluck(_Named, "id"))


class GateSchema(Form):
    """A new gate; without a checkpoint it belongs to the only one there is."""

    name = fields.String(required=True, validate=validate.Length(1, 80))
    checkpoint_id = Id(load_default=None, allow_none=True)


class ScannerSchema(Form):
    """A new scanner."""

    device_name = fields.String(required=True, validate=validate.Length(1, 80))
    gate_id = Id(required=True)
    is_supervisor = fields.Boolean(load_default=False)


class GateOut(Schema):
    """A gate and the checkpoint that it belongs to."""

    id = Id()
    name = fields.String()
    checkpoint_id = Id()


class ScannerOut(Schema):
    """A scanner: for which gate, and how long."""

    id = Id()
    name = fields.String()
    gate_id = Id()
    is_supervisor = fields.Boolean()
    paired_at = fields.AwareDateTime(allow_none=True, format="iso")
    revoked_at = fields.AwareDateTime(allow_none=True, format="iso")
    wiped_at = fields.AwareDateTime(allow_none=True, format="iso")
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


class SettleSchema(Form):
    """What was found of a badge that came in twice."""

    key = Text(64, required=True)
    note = Text(200, required=True)


class ClashOut(Schema):
    """A badge that came in twice: where and when, and what was found of it."""

    key = fields.String()
    checkpoint = fields.String()
    scans = fields.List(fields.AwareDateTime(format="iso"))
    note = fields.String()


def clash_out(seen: Any) -> dict[str, Any]:
    """Return a clash as programs read it, without the holder's name."""
    return {
        "key": seen.key,
        "checkpoint": seen.checkpoint,
        "scans": [at for at, _gate in seen.entries],
        "note": seen.settled.note if seen.settled else "",
    }


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
