"""An event goes to a laptop and its scans come back: each once, whatever the order and the way."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.checkin.models import Admission, Scan, ScannerDevice
from app.checkin.services.desk import admit_by_hand
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.models import Event
from app.events.queries import get_signing_key
from app.hub import queries
from app.hub.models import VenueHub
from app.hub.queries.slice import SLICE
from app.hub.schemas import read_scans
from app.hub.services import opening
from app.tickets.models import Ticket, TicketState
from tests.app.checkin.samples import code_of
from tests.app.hub.samples import file_of, inside, log, merge, pack, scan, scan_at, unpack
from tests.factories.checkin import make_checkpoint, make_gate
from tests.factories.identity import actor_of
from tests.factories.tickets import make_ticket


def test_an_event_goes_to_a_laptop_and_its_scans_come_back(app, scene, laptop):
    scene.door.send(scan(scene.codes[0]))
    unpack(laptop, pack(scene))

    shown = scan_at(laptop, scene, *map(scan, scene.codes[:2]), scan("made up"))

    assert shown == [
        ("amber", "already_in"),
        ("green", "first_time"),
        ("red", "malformed"),
    ]
    raw = file_of(laptop)
    done = merge(scene, raw, scene.hub_id)
    assert (done.number, done.fresh, done.astray) == (4, 3, 0)
    assert inside() == sorted(scene.tickets[:2])
    assert sorted(row[1:] for row in log()) == [
        ("amber", "already_in", "amber"),
        ("green", "first_time", ""),
        ("green", "first_time", "green"),
        ("red", "malformed", "red"),
    ]
    before = log()
    assert merge(scene, raw, scene.hub_id).fresh == 0
    assert log() == before
    hub = db.session.get_one(VenueHub, scene.hub_id)
    assert (hub.scans, hub.heard_at is not None) == (3, True)
    phone = db.session.scalar(select(ScannerDevice).where(ScannerDevice.revoked_at.is_not(None)))
    assert phone.name == "Phone 1"
    assert db.session.scalar(select(func.count()).where(Scan.device_id == phone.id)) == 3


def test_whatever_comes_back_first_the_same_people_came(app, scene, laptop):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, *(scan(code) for code in scene.codes[:3] * 2))
    contents = json.loads(file_of(laptop))
    parts = [contents["scans"][at::3] for at in range(3)]
    states = set()
    for order in permutations(parts):
        for part in order:
            merge(scene, json.dumps(contents | {"scans": part}).encode())
        states.add((tuple(inside()), len(log()), sum(row[3] == "green" for row in log())))
        with unit_of_work():
            db.session.query(Scan).delete()
            db.session.query(Admission).delete()
    assert states == {(tuple(sorted(scene.tickets[:3])), 6, 3)}


def test_several_merges_at_once_leave_each_scan_once_and_counted_once(app, scene, laptop):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, *map(scan, scene.codes))
    raw, start = file_of(laptop), Barrier(4)

    def bring(_number):
        with app.app_context():
            start.wait()
            done = merge(scene, raw, scene.hub_id).fresh
            db.session.remove()
            return done

    with ThreadPoolExecutor(4) as pool:
        fresh = list(pool.map(bring, range(4)))
    db.session.rollback()
    assert sorted(fresh) == [0, 0, 0, 4]
    assert (len(log()), len(inside())) == (4, 4)
    assert db.session.get_one(VenueHub, scene.hub_id).scans == 4


def test_a_laptop_gets_nothing_but_what_the_door_needs(app, scene):
    number, secret = get_signing_key(scene.event_id)
    text = pack(scene).contents.decode()
    for private in ("g0@example.org", "lead@example.org", secret.hex(), "Messering 6"):
        assert private not in text
    rows = json.loads(text)["rows"]
    assert set(rows) == {model.__tablename__ for model, _names, _condition in SLICE}
    assert "secret" not in rows["badge_key"][number]
    assert {"email", "order_id"}.isdisjoint(rows["ticket"][0])


def test_a_laptop_signs_nothing(app, scene, laptop):
    unpack(laptop, pack(scene))
    with laptop.app_context(), pytest.raises(Conflict, match="hub_cannot_sign"):
        get_signing_key(scene.event_id)


def test_a_newer_parcel_brings_news_and_keeps_what_was_scanned(app, scene, laptop):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, scan(scene.codes[0]))
    with unit_of_work():
        db.session.get_one(Ticket, scene.tickets[1]).state = TicketState.CANCELLED
    late = make_ticket(scene.door.kind)
    late_code = code_of(late, scene.door.event)

    keeper = unpack(laptop, pack(scene))

    assert keeper == unpack(laptop, pack(scene))
    shown = scan_at(laptop, scene, scan(scene.codes[0]), scan(scene.codes[1]), scan(late_code))
    assert shown == [("amber", "already_in"), ("red", "cancelled"), ("green", "first_time")]
    with laptop.app_context():
        assert queries.count_scans(queries.get_home()) == (4, 4)


def test_a_folder_stays_with_its_event(app, scene, laptop):
    unpack(laptop, pack(scene))
    contents = json.loads(pack(scene).contents)
    contents["hub"]["event"] = encode_id(1)
    with laptop.app_context(), pytest.raises(Conflict, match="hub_of_other_event"):
        in_unit_of_work(lambda: opening.open_hub(contents))


def test_who_was_sent_away_from_a_full_room_stays_out(app, scene, laptop):
    room = make_gate(scene.door.event, "Room", make_checkpoint(scene.door.event, "R", capacity=1))
    scene.gate_id = room.id
    unpack(laptop, pack(scene))
    shown = scan_at(laptop, scene, *map(scan, scene.codes[:2]))
    assert shown == [("green", "first_time"), ("amber", "full")]

    merge(scene, file_of(laptop))

    assert inside() == scene.tickets[:1]
    assert sorted(row[1:] for row in log()) == [
        ("amber", "full", "amber"),
        ("green", "first_time", "green"),
    ]


def test_whoever_was_cancelled_meanwhile_is_known_to_have_come(app, scene, laptop):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, scan(scene.codes[0]))
    with unit_of_work():
        db.session.get_one(Ticket, scene.tickets[0]).state = TicketState.CANCELLED
    merge(scene, file_of(laptop))
    assert [row[1:] for row in log()] == [("red", "cancelled", "green")]


def test_the_desk_of_a_hub_lets_people_in_by_name(app, scene, laptop):
    unpack(laptop, pack(scene))
    with laptop.app_context():
        event = db.session.get_one(Event, scene.event_id)
        keeper = actor_of(opening.get_keeper())
        asked = {"gate_id": scene.gate_id, "note": "Badge at home", "client_id": str(uuid4())}
        in_unit_of_work(lambda: admit_by_hand(keeper, event, scene.tickets[2], **asked))
    merge(scene, file_of(laptop))
    assert inside() == [scene.tickets[2]]
    assert db.session.scalar(select(Scan.note)) == "Badge at home"


def test_a_phone_whose_hub_is_gone_hands_its_queue_over(app, scene):
    waiting = [
        {
            "client_id": str(uuid4()),
            "code": code,
            "scanned_at": clock.now().isoformat(),
            "told": "green",
            "sequence": number,
            "gate": encode_id(scene.gate_id if number else 5),
            "device": encode_id(77),
        }
        for number, code in enumerate(scene.codes[:2])
    ]
    device = {"id": encode_id(77), "name": "Ana", "gate": encode_id(scene.gate_id)}
    told = {"format": "innoday-scans", "version": 1, "event": encode_id(scene.event_id)}
    sent = told | {"source": "Ana", "devices": [device], "scans": waiting}
    done = merge(scene, json.dumps(sent).encode())
    assert (done.number, done.fresh, done.astray) == (2, 1, 1)
    assert inside() == [scene.tickets[1]]
    assert db.session.get_one(ScannerDevice, 77).name == "Ana"


BAD = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "half a letter": b"\xff",
    "another format": b'{"format":"x","version":1,"event":"0","source":"a","scans":[]}',
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
def test_what_is_no_file_of_scans_is_said_to_be_none(raw):
    with pytest.raises(Invalid, match="scans_unreadable"):
        read_scans(raw)
