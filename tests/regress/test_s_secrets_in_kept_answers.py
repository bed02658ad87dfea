"""Answers kept under an Idempotency-Key held secrets in clear, and gave them to weaker tokens."""

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.identity.models import ApiToken
from app.web.idempotency import IdempotencyKey
from tests.api.day import make_day
from tests.factories.identity import make_api_token, make_person

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
