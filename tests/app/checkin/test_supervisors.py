"""A supervisor finds people by name; a phone that may scan no more forgets them and says so."""

import json
from base64 import b64decode
from hashlib import pbkdf2_hmac
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from app.checkin.models import Scan, ScannerDevice
from app.checkin.queries.bundle import search_phrase
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from tests.app.checkin.samples import Entrance, change, make_entrance
from tests.factories.tickets import make_ticket

PEOPLE = "/api/v1/devices/me/people"


@pytest.fixture
def supervised(door) -> Entrance:
    change(door.device, is_supervisor=True)
    return door


def opened(told, phrase):
    raw = b64decode(told["sealed"])
    key = pbkdf2_hmac("sha256", phrase.replace("-", "").encode(), b64decode(told["salt"]), 100_000)
    return json.loads(AESGCM(key).decrypt(raw[:12], raw[12:], None))


def by_hand(ticket, note="Badge at home", **more):
    sent = {"client_id": str(uuid4()), "code": "by hand", "ticket_id": encode_id(ticket.id)}
    return sent | {"scanned_at": clock.now().isoformat(), "note": note} | more


def send(client, door, scan):
    answer = client.post("/api/v1/scans", json={"scans": [scan]}, headers=door.headers)
    assert answer.status_code == 200
    (result,) = answer.json["results"]
    return result["verdict"], result["reason"]


def test_a_supervisor_takes_names_along_that_the_phrase_alone_opens(client, supervised):
    ticket = make_ticket(supervised.kind, given_name="Łukasz", family_name="Żółkiewski")
    gone = make_ticket(supervised.kind, given_name="Gone", state="cancelled")

    answer = client.get(PEOPLE, headers=supervised.headers)

    bundle = client.get("/api/v1/devices/me/bundle", headers=supervised.headers).json
    assert bundle["people"] == answer.json["digest"]
    (person,) = opened(answer.json, search_phrase(supervised.device.id))
    assert (person["name"], person["ticket"]) == ("Łukasz Żółkiewski", str(ticket.id))
    assert person["key"].startswith("lukasz zolkiewski")
    assert "ukasz" not in answer.text
    assert gone.id
    with pytest.raises(InvalidTag):
        opened(answer.json, "0000-0000-0000")


@pytest.mark.parametrize("note", ["", None, " "])
def test_without_a_reason_nobody_is_let_in_by_name(client, supervised, note):
    scan = by_hand(make_ticket(supervised.kind), note=note)
    assert send(client, supervised, scan) == ("red", "malformed")
    del scan["note"]
    assert send(client, supervised, scan | {"client_id": str(uuid4())}) == ("red", "malformed")


def test_other_scanners_get_no_names_and_let_nobody_in_by_name(client, door):
    ticket = make_ticket(door.kind)

    assert client.get(PEOPLE, headers=door.headers).status_code == 403
    assert client.get("/api/v1/devices/me/bundle", headers=door.headers).json["people"] == ""
    assert send(client, door, by_hand(ticket)) == ("red", "malformed")


def test_a_supervisor_lets_in_by_name_once_and_says_why(client, supervised):
    ticket = make_ticket(supervised.kind)
    first = by_hand(ticket, told="green")

    assert send(client, supervised, first) == ("green", "first_time")
    assert send(client, supervised, first) == ("green", "first_time")
    assert send(client, supervised, by_hand(ticket)) == ("amber", "already_in")
    assert send(client, supervised, by_hand(ticket, note=" ")) == ("red", "malformed")
    stored = [(one.code, one.note) for one in db.session.scalars(select(Scan).order_by(Scan.id))]
    assert stored[0] == ("by hand", "Badge at home")


def test_a_cancelled_and_a_foreign_ticket_open_no_door_by_name(client, supervised):
    cancelled = make_ticket(supervised.kind, state="cancelled")
    foreign = make_ticket(make_entrance().kind)

    assert send(client, supervised, by_hand(cancelled)) == ("red", "cancelled")
    assert send(client, supervised, by_hand(foreign)) == ("red", "unknown")


def test_the_organiser_makes_a_supervisor_and_sees_the_phrase(lead, door):
    page = f"/manage/{door.event.slug}/checkin/doors"
    asked = {"device_name": "Ana", "gate_id": encode_id(door.gate.id), "is_supervisor": "true"}

    made = lead.post(page.replace("doors", "scanners"), asked, page=page)

    device = db.session.scalars(select(ScannerDevice).where(ScannerDevice.name == "Ana")).one()
    assert device.is_supervisor
    assert search_phrase(device.id) in lead.get(made.location).text
    other = page.replace("doors", "scanners/" + encode_id(door.device.id))
    assert search_phrase(door.device.id) not in lead.get(other).text


def test_the_organiser_sees_whether_the_phone_forgot_everybody(client, lead, door):
    doors = f"/manage/{door.event.slug}/checkin/doors"
    said = {"secret": door.secret}

    early = client.post("/api/v1/devices/wiped", json=said).json
    lead.post(
        f"/manage/{door.event.slug}/checkin/scanners/{encode_id(door.device.id)}/revoke", page=doors
    )
    before = lead.get(doors).text
    done = [client.post("/api/v1/devices/wiped", json=said).json for _ in range(2)]

    assert (early, *done) == ({"is_wiped": False}, {"is_wiped": True}, {"is_wiped": False})
    assert "Revoked, not wiped yet" in before
    assert "Revoked and wiped" in lead.get(doors).text
