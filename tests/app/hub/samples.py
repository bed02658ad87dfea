"""An event on its way to a laptop and back, for tests."""

from uuid import uuid4

from sqlalchemy import select

from app.checkin.models import Admission, Gate, Scan
from app.checkin.queries.scanners import find_scanner
from app.checkin.rules import IncomingScan
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.db import db
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.hub import queries
from app.hub.schemas import devices_in, read_scans, scans_in
from app.hub.services import making, opening, sending
from app.hub.services.merging import merge_scans
from tests.factories.checkin import make_device

MAIN = "https://innoday.example.org"


def pack(scene):
    event = get_event_by_id(scene.event_id)
    return in_unit_of_work(lambda: making.pack(scene.actor, event, scene.hub_id, MAIN))


def unpack(laptop, parcel):
    with laptop.app_context():
        contents = opening.read_parcel(parcel.phrase, parcel.sealed())
        with unit_of_work():
            return opening.open_hub(contents).id


def scan_at(laptop, scene, *incoming):
    """Scan at the hub with a phone that was paired there; return what it was told."""
    with laptop.app_context():
        event = db.session.get_one(Event, scene.event_id)
        gate = db.session.get_one(Gate, scene.gate_id)
        _device, secret = make_device(gate, event)
        scanner = find_scanner(tokens.hash_secret(secret), clock.now())
        with unit_of_work():
            results = record_scans(scanner, list(incoming))
        return [(one.verdict.value, one.reason.value) for one in results]


def scan(code, **values):
    return IncomingScan(str(uuid4()), code, clock.now(), **values)


def file_of(laptop):
    with laptop.app_context():
        return sending.file_of(queries.get_home())


def merge(scene, raw, hub_id=None):
    contents = read_scans(raw)
    event = get_event_by_id(scene.event_id)
    with unit_of_work():
        return merge_scans(event, scans_in(contents), devices_in(contents), hub_id)


def log():
    rows = db.session.execute(select(Scan.client_id, Scan.verdict, Scan.reason, Scan.told))
    return sorted(tuple(row) for row in rows)


def inside():
    return sorted(db.session.scalars(select(Admission.ticket_id)))
