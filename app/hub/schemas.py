"""What organisers fill in for hubs, and scans as they travel."""

import json
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.checkin.schemas import IncomingScanSchema, scan_in
from app.core.errors import Invalid
from app.hub.rules import FORMAT, MOST, NAME_LENGTH, VERSION, CarriedDevice, CarriedScan
from app.web.fields import Text
from app.web.forms import Form, Id

CLIENT_ID_LENGTH = 64


class HubForm(Form):
    """A hub to be: what the laptop is called."""

    name = Text(NAME_LENGTH, required=True)


class HubOut(Schema):
    """A venue hub."""

    id = Id()
    name = fields.String()
    made_at = fields.AwareDateTime(format="iso")
    taken_at = fields.AwareDateTime(format="iso", allow_none=True)
    heard_at = fields.AwareDateTime(format="iso", allow_none=True)
    ended_at = fields.AwareDateTime(format="iso", allow_none=True)
    scans = fields.Integer()


class CarriedScanSchema(IncomingScanSchema):
    """A scan with the gate and the scanner; its `client_id` is whatever its maker called it."""

    client_id = fields.String(  # type: ignore[assignment]  # wider: a desk makes ids, too
        required=True, validate=validate.Length(1, CLIENT_ID_LENGTH)
    )
    gate = Id(required=True)
    device = Id(load_default=None, allow_none=True)


class CarriedDeviceSchema(Schema):
    """A scanner that made some of the scans."""

    id = Id(required=True)
    name = Text(NAME_LENGTH, required=True)
    gate = Id(required=True)


class CarriedSchema(Schema):
    """What a hub or a phone gives out; `proof` is a hub's, over all the rest."""

    format = fields.String(required=True, validate=validate.OneOf([FORMAT]))
    version = fields.Integer(required=True, validate=validate.Range(VERSION, VERSION))
    event = Id(required=True)
    hub = Id(load_default=None, allow_none=True)
    source = Text(NAME_LENGTH, required=True)
    devices = fields.List(
        fields.Nested(CarriedDeviceSchema), load_default=[], validate=validate.Length(max=1000)
    )
    scans = fields.List(
        fields.Nested(CarriedScanSchema), required=True, validate=validate.Length(1, MOST)
    )
    proof = fields.String(load_default="", validate=validate.Length(max=64))


class MergedOut(Schema):
    """What came of scans: how many came, were new, and name no gate of the event."""

    number = fields.Integer()
    fresh = fields.Integer()
    astray = fields.Integer()


def read_scans(raw: bytes) -> dict[str, Any]:
    """Return a file of scans with what was `sent` as it was; Invalid if it is none."""
    try:
        sent = json.loads(raw)
        contents: dict[str, Any] = CarriedSchema().load(sent)
    except (ValueError, RecursionError, ValidationError) as error:
        raise Invalid("scans_unreadable", field="file") from error
    return contents | {"sent": sent}


def scans_in(contents: dict[str, Any]) -> list[CarriedScan]:
    """Return the scans of a file or a message."""
    return [_carried(dict(one)) for one in contents["scans"]]


def _carried(data: dict[str, Any]) -> CarriedScan:
    gate, device = data.pop("gate"), data.pop("device")
    return CarriedScan(scan_in(data), gate, device)


def devices_in(contents: dict[str, Any]) -> list[CarriedDevice]:
    """Return the scanners of a file or a message."""
    return [CarriedDevice(**one) for one in contents["devices"]]
