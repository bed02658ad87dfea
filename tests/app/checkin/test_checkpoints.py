"""Checkpoints: rules of their own, what two scanners let in, what a phone takes along."""

from base64 import b64decode
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.checkin.models import Admission, Checkpoint, Gate, ScannerDevice
from app.checkin.queries.review import list_clashes, list_quarantined
from app.checkin.rules import CheckpointRule, Direction, Entries, IncomingScan, Verdict
from app.checkin.rules.sealing import tag_of
from app.checkin.services import doors
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.tickets.models import TicketAddOn
from tests.app.checkin.samples import Entrance, code_of, said, scan_of
from tests.factories.checkin import make_checkpoint, make_device, make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_add_on, make_ticket, make_ticket_type


@pytest.fixture
def lead(door):
    person = make_person()
    make_team_member(door.event, person)
    return person


@pytest.fixture
def at(door, lead):
    """Return a maker of a scanner at a checkpoint with some rule."""

    actor = actor_of(lead)

    def make(name: str = "Room", **rule: object) -> Entrance:
        with unit_of_work():
            checkpoint = doors.add_checkpoint(actor, door.event, CheckpointRule(name=name, **rule))
            gate = doors.add_gate(
                actor, door.event, name=f"Gate of {name}", checkpoint_id=checkpoint.id
            )
        device, secret = make_device(gate, door.event)
        return Entrance(door.event, door.kind, gate, device, secret)

    return make


def one(code, way=Direction.IN, **more):
    return IncomingScan(str(uuid4()), code, clock.now(), way, **more)


def test_a_ticket_comes_in_once_at_each_checkpoint(door, at):
    room, code = at("Room"), code_of(make_ticket(door.kind), door.event)

    assert said(door.send(scan_of(code)) + room.send(scan_of(code), scan_of(code))) == [
        ("green", "first_time"),
        ("green", "first_time"),
        ("amber", "already_in"),
    ]
    assert len(list(db.session.scalars(select(Admission)))) == 2


def test_gates_of_one_checkpoint_know_of_each_other(door):
    code = code_of(make_ticket(door.kind), door.event)
    gate = make_gate(door.event, "Garden door")
    device, secret = make_device(gate, door.event)
    other = Entrance(door.event, door.kind, gate, device, secret)
    door.send(scan_of(code))

    (answer,) = other.send(scan_of(code))

    assert (answer.reason, answer.previous_gate) == ("already_in", "Main door")


def test_somebody_goes_out_and_comes_back(door, at):
    hall, code = at("Hall", has_exit=True), code_of(make_ticket(door.kind), door.event)
    ways = [Direction.IN, Direction.OUT, Direction.IN, Direction.IN, Direction.OUT, Direction.OUT]

    results = [hall.send(one(code, way))[0] for way in ways]

    assert said(results) == [
        ("green", "first_time"),
        ("green", "went_out"),
        ("green", "came_back"),
        ("amber", "already_in"),
        ("green", "went_out"),
        ("amber", "never_in"),
    ]
    assert said(hall.send(*[one(code, way) for way in ways[:3]])) == [
        ("green", "came_back"),
        ("green", "went_out"),
        ("green", "came_back"),
    ]


def test_a_full_room_warns_but_counts_who_was_let_in_without_a_network(door, at):
    room = at("Room", capacity=1, has_exit=True)
    codes = [code_of(make_ticket(door.kind), door.event) for _number in range(3)]

    assert said(room.send(one(codes[0]))) == [("green", "first_time")]
    assert said(room.send(one(codes[1]))) == [("amber", "full")]
    assert said(room.send(one(codes[2], told=Verdict.GREEN))) == [("green", "first_time")]
    away = one(codes[1], told=Verdict.AMBER, was_full=True)
    assert said(room.send(away)) == [("amber", "full")]
    room.send(one(codes[0], Direction.OUT), one(codes[2], Direction.OUT))
    late = one(codes[1], told=Verdict.AMBER, was_full=True)
    assert said(room.send(late)) == [("amber", "full")]
    assert said(room.send(one(codes[1]))) == [("green", "first_time")]


def test_going_into_one_room_is_leaving_the_other(door, at):
    rules = {"capacity": 1, "is_exclusive": True}
    left, right = at("Left", **rules), at("Right", **rules)
    ana, bea = (code_of(make_ticket(door.kind), door.event) for _number in range(2))
    left.send(one(ana))
    assert said(left.send(one(bea))) == [("amber", "full")]

    right.send(one(ana))

    assert said(left.send(one(bea))) == [("green", "first_time")]


def test_only_who_booked_it_gets_lunch(door, at):
    lunch_id = make_add_on(door.event, name="Lunch").id
    meal = at("Lunch", add_on_ids=(lunch_id,), entries=Entries.DAILY)
    other = make_ticket_type(door.event, name="Speaker")
    guests = at("Speakers", ticket_type_ids=(other.id,))
    hungry, speaker = (
        make_ticket(door.kind, add_ons=[TicketAddOn(add_on_id=lunch_id)]),
        make_ticket(other),
    )
    codes = [code_of(ticket, door.event) for ticket in (hungry, speaker)]

    assert said(meal.send(*map(scan_of, codes))) == [("green", "first_time"), ("red", "not_here")]
    assert said(guests.send(*map(scan_of, codes))) == [
        ("red", "not_here"),
        ("green", "first_time"),
    ]


def test_a_scan_costs_at_most_six_statements(door, at, count_queries):
    lunch_id = make_add_on(door.event, name="Lunch").id
    meal = at("Lunch", add_on_ids=(lunch_id,), capacity=9)
    code = code_of(make_ticket(door.kind, add_ons=[TicketAddOn(add_on_id=lunch_id)]), door.event)
    scan = one(code)

    with count_queries:
        assert said(meal.send(scan)) == [("green", "first_time")]

    # the scanner; whom it is for; tickets and passes; who is inside; admissions; scans
    assert count_queries.count == 6


def test_gates_need_a_checkpoint_when_there_are_several(door, at, lead):
    at("Room")
    elsewhere = make_checkpoint(make_event(), "Elsewhere")
    actor = actor_of(lead)
    with pytest.raises(Invalid) as refused, unit_of_work():
        doors.add_gate(actor, door.event, name="Side door")
    assert refused.value.code == "checkpoint_wanted"
    with pytest.raises(NotFound), unit_of_work():
        doors.add_gate(actor, door.event, name="Side door", checkpoint_id=elsewhere.id)
    with pytest.raises(Conflict), unit_of_work():
        doors.add_checkpoint(actor, door.event, CheckpointRule(name="Room"))


def test_the_first_gate_brings_the_entrance(app):
    event = make_event(starts_at=clock.now())
    person = make_person()
    make_team_member(event, person)
    with unit_of_work():
        doors.add_gate(actor_of(person), event, name="Main door")
    assert db.session.scalars(select(Checkpoint.name)).all() == ["Entrance"]


def test_what_two_scanners_let_in_is_looked_into_once(door, lead, browser):
    ticket = make_ticket(door.kind)
    code = code_of(ticket, door.event)
    first = one(code, told=Verdict.GREEN)
    door.send(first, one("nonsense"), one("nonsense"))
    door.send(one(code, told=Verdict.GREEN), one(code, told=Verdict.AMBER))

    (clash,) = list_clashes(door.event.id)
    assert (clash.key, clash.holder, len(clash.entries)) == (first.client_id, "Νίκος Παππάς", 2)
    (shown,) = list_quarantined(door.event.id)
    assert (shown.code, shown.times) == ("nonsense", 2)
    page = browser.sign_in(lead).get(f"/manage/{door.event.slug}/checkin/review")
    assert "Νίκος Παππάς" in page.text
    assert "nonsense" in page.text
    sent = {"key": clash.key, "note": "Twins; both came."}
    answer = browser.post(f"/manage/{door.event.slug}/checkin/review", data=sent)
    assert answer.status_code == 302
    again = browser.post(f"/manage/{door.event.slug}/checkin/review", data=sent)
    assert again.status_code == 409
    assert "looked into this already" in again.text
    unknown = browser.post(
        f"/manage/{door.event.slug}/checkin/review", data={"key": "x", "note": "y"}
    )
    assert unknown.status_code == 422


def test_a_checkpoint_is_made_and_changed_on_its_page(door, lead, browser):
    path = f"/manage/{door.event.slug}/checkin/checkpoints"
    sent = {"name": "Lunch", "kind": "meal", "entries": "daily", "capacity": "40", "has_exit": "1"}
    browser.sign_in(lead)

    assert browser.post(f"{path}/new", data=sent).status_code == 302
    lunch = db.session.scalar(select(Checkpoint).where(Checkpoint.name == "Lunch"))
    assert (lunch.kind, lunch.entries, lunch.capacity) == ("meal", "daily", 40)
    assert lunch.has_exit
    ref = encode_id(lunch.id)
    assert "Lunch" in browser.get(f"{path}/{ref}").text
    assert browser.post(f"{path}/{ref}", data=sent | {"capacity": "0"}).status_code == 422
    assert browser.post(f"{path}/{ref}", data=sent | {"capacity": ""}).status_code == 302
    db.session.expire_all()
    assert lunch.capacity is None
    gate = {"name": "Buffet", "checkpoint_id": ref}
    base = f"/manage/{door.event.slug}/checkin"
    assert browser.post(f"{base}/gates", data=gate, page=f"{base}/doors").status_code == 302
    assert db.session.scalar(select(Gate.checkpoint_id).where(Gate.name == "Buffet")) == lunch.id


def test_a_phone_takes_along_what_names_nobody(door, client):
    ticket = make_ticket(door.kind, given_name="Ludvík")
    bundle = client.get("/api/v1/devices/me/bundle", headers=door.headers).json
    (key,) = bundle["keys"]
    assert (key["number"], len(b64decode(key["public_key"]))) == (0, 32)
    part = client.get(f"/api/v1/devices/me/bundle/{ticket.id % 64}", headers=door.headers)
    (sealed,) = part.json["tickets"]
    assert sealed["tag"] == tag_of(door.event.id, ticket.id)
    assert part.json["digest"] == bundle["parts"][ticket.id % 64]
    assert "Ludv" not in part.text
    assert encode_id(ticket.id) not in part.text
    assert client.get("/api/v1/devices/me/bundle/64", headers=door.headers).status_code == 404


def test_a_digest_changes_with_the_ticket_alone(door, client):
    ticket, other = make_ticket(door.kind), make_ticket(door.kind)
    parts = [client.get("/api/v1/devices/me/bundle", headers=door.headers).json["parts"]]
    with unit_of_work():
        db.session.get_one(type(ticket), ticket.id).epoch = 3
    parts.append(client.get("/api/v1/devices/me/bundle", headers=door.headers).json["parts"])
    changed = [number for number in range(64) if parts[0][number] != parts[1][number]]
    assert changed == [ticket.id % 64]
    assert other.id


def test_a_phone_hears_who_passed_since(door, client):
    ticket = make_ticket(door.kind)
    code = code_of(ticket, door.event)
    door.send(one(code, told=Verdict.GREEN))

    heard = client.get("/api/v1/devices/me/passes", headers=door.headers).json

    assert [(one["tag"], one["gate"]) for one in heard["passes"]] == [
        (tag_of(door.event.id, ticket.id), "Main door")
    ]
    later = client.get(
        f"/api/v1/devices/me/passes?after={heard['next']}", headers=door.headers
    ).json
    assert later["next"] == heard["next"]


def test_the_organiser_sees_what_a_scanner_has_yet_to_send(door, client):
    at = (clock.now() - timedelta(minutes=5)).isoformat()
    body = {
        "sent_at": at,
        "waiting": 12,
        "scans": [{"client_id": str(uuid4()), "code": "x", "scanned_at": at, "sequence": 1}],
    }

    assert client.post("/api/v1/scans", json=body, headers=door.headers).status_code == 200

    db.session.rollback()
    device = db.session.get(ScannerDevice, door.device.id)
    assert device.waiting == 12
    assert 299_000 < device.clock_fault_ms < 330_000
