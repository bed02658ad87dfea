"""What scanners call."""

from uuid import uuid4

import pytest

from app.checkin.services.doors import invite_scanner
from app.core.uow import unit_of_work
from tests.app.checkin.samples import code_of
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.tickets import make_ticket


def scan(code, **values):
    return {"client_id": str(uuid4()), "code": code, "scanned_at": "2026-11-21T09:00:00Z"} | values


def test_a_scan_is_answered(client, door):
    sent = scan(code_of(make_ticket(door.kind), door.event))

    response = client.post("/api/v1/scans", json={"scans": [sent]}, headers=door.headers)

    assert response.status_code == 200
    (result,) = response.json["results"]
    assert result.pop("scanned_at")
    assert result == {
        "client_id": sent["client_id"],
        "verdict": "green",
        "reason": "first_time",
        "name": "Νίκος Παππάς",
        "organisation": "Θεσσαλικός Μεταλλουργικός Όμιλος",
        "role": "",
        "ticket_type": "Attendee",
        "previous_at": None,
        "previous_gate": "",
    }


def test_strange_times_refuse_no_scan(client, door):
    sent = [
        scan("a", scanned_at=None),
        scan("b", scanned_at="yesterday"),
        scan("c", scanned_at="0001-01-01T00:00:00+14:00"),
        scan("d", scanned_at=17),
        scan(" %\ud800", scanned_at="2026-11-21T09:00:00"),
    ]

    response = client.post(
        "/api/v1/scans", json={"scans": sent, "sent_at": "?"}, headers=door.headers
    )

    assert [result["reason"] for result in response.json["results"]] == ["malformed"] * 5


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scans": []},
        {"scans": [{"code": "x"}]},
        {"scans": [{"client_id": "x", "code": "x"}]},
        {"scans": [{"client_id": str(uuid4()), "code": 5}]},
        {"scans": [{"client_id": str(uuid4()), "code": "x"}] * 501},
    ],
)
def test_what_is_no_list_of_scans_is_refused(client, door, body):
    response = client.post("/api/v1/scans", json=body, headers=door.headers)

    assert (response.status_code, response.json["code"]) == (422, "invalid")


def test_only_scanners_are_served(client, door):
    body = {"scans": [scan("x")]}
    program = {"Authorization": "Bearer " + make_api_token(make_person())}

    assert client.post("/api/v1/scans", json=body).status_code == 401
    wrong = {"Authorization": "Bearer dev_wrong"}
    assert client.post("/api/v1/scans", json=body, headers=wrong).status_code == 401
    assert client.get("/api/v1/devices/me", headers=wrong).status_code == 401
    assert client.post("/api/v1/scans", json=body, headers=program).status_code == 403


def test_a_phone_pairs_once_and_knows_its_door(client, door):
    lead = make_person()
    make_team_member(door.event, lead)
    with unit_of_work():
        _device, code = invite_scanner(
            actor_of(lead), door.event, name="Phone 2", gate_id=door.gate.id
        )

    paired = client.post("/api/v1/devices/pair", json={"code": code})
    again = client.post("/api/v1/devices/pair", json={"code": code})

    assert (paired.status_code, again.status_code) == (201, 409)
    told = dict(paired.json)
    secret = told.pop("secret")
    me = client.get("/api/v1/devices/me", headers={"Authorization": "Bearer " + secret})
    assert me.json == told
    assert (me.json["device_name"], me.json["gate_name"]) == ("Phone 2", "Main door")


def test_a_scan_over_http_takes_four_statements(client, door, count_queries):
    sent = scan(code_of(make_ticket(door.kind), door.event))

    with count_queries:
        client.post("/api/v1/scans", json={"scans": [sent]}, headers=door.headers)

    assert count_queries.count == 4
