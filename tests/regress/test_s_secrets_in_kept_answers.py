"""Answers kept under an Idempotency-Key held secrets in clear, and gave them to weaker tokens."""

import json

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from app.identity.models import ApiToken
from app.web.description import DOCUMENT
from app.web.idempotency import TELLS_SECRET, IdempotencyKey
from tests.api.day import make_day
from tests.app.checkin.samples import make_entrance
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_person

SECRETS = {"code", "link", "password", "secret", "token"}
GUEST = {
    "given_name": "Ana",
    "family_name": "Kolar",
    "email": "ana@example.org",
    "organisation_name": "Kolar",
}
NEW_TOKEN = {"name": "Badge printer", "scopes": ["read", "write"], "days": 30}


def send(client, token, path, body):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
    return client.post(f"/api/v1{path}", json=body, headers=headers)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/me/tokens", NEW_TOKEN, "secret"),
        ("/events/day/scanners", {"device_name": "Phone 1", "gate_id": "gate_id"}, "code"),
    ],
)
def test_a_secret_is_told_once_and_kept_nowhere(app, client, path, body, field):
    day = make_day()
    body = {
        name: day.names.get(value, value) if isinstance(value, str) else value
        for name, value in body.items()
    }
    first, again = (send(client, day.token, path, body) for _ in range(2))
    assert (first.status_code, bool(first.json[field])) == (201, True)
    assert (again.status_code, again.json["code"]) == (409, "idempotency_secret_told")
    kept = db.session.scalars(select(IdempotencyKey)).one()
    assert (kept.body, first.json[field] in again.text) == ("", False)


def test_a_token_gets_no_answer_that_another_token_was_given(app, client):
    person = make_person()
    strong, weak = make_api_token(person), make_api_token(person, "write")
    first, other = (send(client, one, "/me/tokens", NEW_TOKEN) for one in (strong, weak))
    assert first.status_code == 201
    assert first.json["secret"] not in other.text
    before = db.session.scalar(select(func.count()).select_from(ApiToken))
    assert send(client, strong, "/me/tokens", NEW_TOKEN).status_code == 409
    assert db.session.scalar(select(func.count()).select_from(ApiToken)) == before


@pytest.mark.parametrize("path", ["orders", "walk-ins"])
def test_what_is_kept_of_a_ticket_opens_no_door(app, client, path):
    door, desk = make_entrance(), make_person()
    make_team_member(door.event, desk, TeamRole.DESK)
    guest = GUEST | {"ticket_type": encode_id(door.kind.id)}
    at_desk = {"gate_id": encode_id(door.gate.id), "client_key": "one"}
    body = guest | at_desk if path == "walk-ins" else {"attendees": [guest]}
    url, token = f"/events/{door.event.slug}/{path}", make_api_token(desk)
    first, again = (send(client, token, url, body) for _ in range(2))
    assert (first.status_code, again.json) == (201, first.json)
    kept = db.session.scalars(select(IdempotencyKey)).one().body
    secrets = {first.json["link"], first.json.get("code", first.json["link"])}
    assert [one for one in (*secrets, "Kolar", "example.org", "{") if one in kept] == []


def test_every_route_that_answers_with_a_secret_is_known(app):
    """What is told once is marked and not kept; a link that a repeat may get again is sealed."""
    description = json.loads(DOCUMENT.read_text())
    found = {
        operation["operationId"]: hasattr(app.view_functions[_endpoint(operation)], TELLS_SECRET)
        for operations in description["paths"].values()
        for method, operation in operations.items()
        if method in ("post", "put", "patch", "delete")
        and SECRETS & _fields(_answers(operation), description["components"]["schemas"])
    }
    assert found == {
        "checkin.add_scanner": True,
        "pitches.make_code": True,
        "checkin.add_walk_in": False,
        "checkin.pair": False,
        "oversight.create_token": True,
        "tickets.add_vouchers": False,
        "tickets.change_voucher": False,
        "tickets.end_voucher": False,
        "tickets.place_order": False,
    }


def _answers(operation):
    return [one for status, one in operation["responses"].items() if status.startswith("2")]


def _endpoint(operation):
    feature, _, name = operation["operationId"].partition(".")
    return f"{feature}-api.{name}"


def _fields(part, schemas):
    """Return the names of all fields that a part of the description leads to."""
    if isinstance(part, list):
        return set().union(*(_fields(one, schemas) for one in part))
    if not isinstance(part, dict):
        return set()
    names = set(part.get("properties", ()))
    if "$ref" in part and "/schemas/" in part["$ref"]:
        names |= _fields(schemas[part["$ref"].rpartition("/")[2]], schemas)
    return names.union(*(_fields(one, schemas) for one in part.values()))
