"""Figures, snapshots and reports for programs."""

import hashlib

import pytest

from app.events.models import TeamRole
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.worker import run_jobs

BASE = "/api/v1/events/past-day"


@pytest.fixture
def bearer(day):
    return {"Authorization": f"Bearer {make_api_token(day.lead)}"}


def freeze(client, bearer, reason="Final"):
    return client.post(f"{BASE}/snapshots", json={"reason": reason}, headers=bearer)


def test_figures_come_with_their_definitions(client, bearer):
    sent = client.get(f"{BASE}/figures", headers=bearer)
    assert sent.status_code == 200
    figures = {one.pop("key"): one for one in sent.json["figures"]}
    shown = figures["show_up"]
    assert shown == {
        "code": "K4",
        "name": "Show-up",
        "definition": "Registered people who attended, as a share of all registered people.",
        "unit": "share",
        "value": 2,
        "of": 3,
        "denominator": "registered people",
        "is_audited": False,
    }


def test_a_snapshot_is_frozen_listed_and_given_byte_for_byte(client, bearer):
    made = freeze(client, bearer)
    assert (made.status_code, made.json["version"], made.json["reason"]) == (201, 1, "Final")
    listed = client.get(f"{BASE}/snapshots", headers=bearer)
    assert listed.json["items"] == [made.json]
    content = client.get(f"{BASE}/snapshots/1", headers=bearer)
    assert hashlib.sha256(content.data).hexdigest() == made.json["sha256"]
    assert content.json["revision"]["reason"] == "Final"


@pytest.mark.slow
def test_a_report_is_asked_for_and_fetched(client, bearer):
    freeze(client, bearer)
    address = f"{BASE}/snapshots/1/report"
    assert client.get(address, headers=bearer).status_code == 404
    asked = client.post(address, headers=bearer)
    assert (asked.status_code, asked.json["state"], asked.json["version"]) == (202, "waiting", 1)
    assert client.get(f"{address}.pdf", headers=bearer).status_code == 409
    run_jobs()
    assert client.get(address, headers=bearer).json["state"] == "done"
    assert client.get(f"{address}.pdf", headers=bearer).data[:5] == b"%PDF-"


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "ok then", "more": 1}])
def test_a_bad_request_is_refused(client, bearer, body):
    refused = client.post(f"{BASE}/snapshots", json=body, headers=bearer)
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


def test_readers_read_and_strangers_find_nothing(client, day):
    reader, stranger = make_person(), make_person()
    make_team_member(day.event, reader, TeamRole.REPORT_READER)
    reading = {"Authorization": f"Bearer {make_api_token(reader)}"}
    foreign = {"Authorization": f"Bearer {make_api_token(stranger)}"}
    assert client.get(f"{BASE}/figures", headers=reading).status_code == 200
    assert freeze(client, reading).status_code == 403
    assert client.get(f"{BASE}/figures", headers=foreign).status_code == 404
    assert freeze(client, foreign).status_code == 404


def test_a_token_that_only_reads_freezes_nothing(client, day):
    bearer = {"Authorization": f"Bearer {make_api_token(day.lead, 'read')}"}
    assert client.get(f"{BASE}/figures", headers=bearer).status_code == 200
    assert freeze(client, bearer).status_code == 403
