"""The API's writes under a key of the client: done once, answered twice."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.events.models import Event
from app.identity.models import OrganisationKind
from app.web.idempotency import IdempotencyKey
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation

PATH = "/api/v1/events/day/sessions"
BODY = {"title": "Opening", "starts_at": "2030-05-02T09:00", "ends_at": "2030-05-02T09:30"}


@pytest.fixture
def token(app):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    person = make_member(cluster)
    start = datetime(2030, 5, 2, 6, 0, tzinfo=UTC)
    event = make_event(slug="day", lead_organisation_id=cluster.id, starts_at=start)
    make_team_member(event, person)
    return make_api_token(person)


def send(client, token, key, body=None, path=PATH):
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    return client.post(path, json=body or BODY, headers=headers)


def count_sessions() -> int:
    db.session.rollback()
    event = db.session.scalars(select(Event).where(Event.slug == "day")).one()
    db.session.refresh(event, ["sessions"])
    return len(event.sessions)


def test_a_repeat_is_answered_like_the_first_and_does_nothing(client, token):
    first, second = send(client, token, "a"), send(client, token, "a")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert (first.headers.get("Idempotency-Replayed"), count_sessions()) == (None, 1)
    assert second.headers["Idempotency-Replayed"] == "true"


def test_without_a_key_or_with_another_one_it_is_done_again(client, token):
    for key in (None, None, "a", "b"):
        assert send(client, token, key).status_code == 201
    assert count_sessions() == 4


def test_the_same_key_for_something_else_is_refused(client, token):
    send(client, token, "a")
    other = send(client, token, "a", BODY | {"title": "Closing"})
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert count_sessions() == 1


def test_a_failure_is_not_kept(client, token):
    wrong = send(client, token, "a", BODY | {"ends_at": "2030-05-02T08:00"})
    assert wrong.status_code == 422
    assert send(client, token, "a").status_code == 201


def test_keys_of_others_are_others(client, token):
    send(client, token, "a")
    stranger = make_api_token(make_member(make_organisation()))
    assert send(client, stranger, "a").status_code in (403, 404)
    assert count_sessions() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_a_key_must_be_one(client, token, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answer = client.post(PATH, json=BODY, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_invalid")


def test_what_is_kept_opens_with_the_key_of_the_client_only(app, client, token, monkeypatch):
    first = send(client, token, "a")
    kept = db.session.scalars(select(IdempotencyKey)).one()
    assert [one for one in ("Opening", first.json["id"], "{") if one in kept.body] == []
    assert send(client, token, "a").json == first.json
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of the installation")
    again = send(client, token, "a")
    assert (again.status_code, again.json["code"]) == (409, "idempotency_secret_told")
    assert count_sessions() == 1


def test_eight_at_once_do_it_once(app, token):
    statuses: list[int] = []

    def work():
        statuses.append(send(app.test_client(), token, "a").status_code)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {201, 409}
    assert (statuses.count(201) >= 1, count_sessions()) == (True, 1)
    assert db.session.scalar(select(func.count()).select_from(IdempotencyKey)) == 1


def test_without_a_key_eight_at_once_do_it_eight_times(app, token):
    def work():
        send(app.test_client(), token, None)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_sessions() == 8


def test_the_description_of_the_api_names_the_header_where_it_is_heeded(client):
    without = [
        operation["operationId"]
        for path in client.get("/api/openapi.json").json["paths"].values()
        for method, operation in path.items()
        if method in ("post", "put", "patch", "delete")
        and "Idempotency-Key" not in [one.get("name") for one in operation.get("parameters", [])]
    ]
    # These do more than one unit of work, write nothing, or answer each time with what they open.
    assert sorted(without) == [
        "checkin.pair",
        "checkin.wiped",
        "documents.open_document",
        "juries.assign_proposals",
        "juries.foresee_conflicts",
    ]
