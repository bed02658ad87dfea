from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries
from app.identity.models import ApiToken
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {make_api_token(person, *scopes)}"}


def test_me_says_whose_token_it_is(client):
    person = make_person()
    answer = client.get("/api/v1/me", headers=bearer(person, "read"))
    assert answer.json == {
        "id": encode_id(person.id),
        "email": person.email,
        "name": "Eglė Žukauskaitė",
        "organisation_ids": [],
        "scopes": ["read"],
        "event_id": None,
    }


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer ind_nothing", "Basic ind_x", "Bearer x"])
def test_without_a_valid_token_nothing_is_said(client, header):
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json["code"]) == (401, "token_required")


def test_a_session_is_no_token(browser):
    browser.sign_in(make_person())
    assert browser.get("/api/v1/me").status_code == 401


def test_an_expired_token_is_refused(client):
    headers = bearer(make_person())
    with unit_of_work():
        db.session.query(ApiToken).one().expires_at = clock.now() - timedelta(seconds=1)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_an_organisation_is_read_and_changed_within_the_scopes(client):
    organisation = make_organisation(name="Alt")
    person = make_member(organisation)
    path = f"/api/v1/organisations/{encode_id(organisation.id)}"
    readable, writable = bearer(person, "read"), bearer(person, "read", "write")

    assert client.get(path, headers=readable).json["name"] == "Alt"
    assert client.patch(path, json={"name": "Neu"}, headers=readable).status_code == 403
    assert client.patch(path, json={"name": "Neu"}, headers=writable).json["name"] == "Neu"
    assert client.patch(path, json={"kind": "cluster"}, headers=writable).status_code == 403
    assert [one["name"] for one in client.get("/api/v1/organisations", headers=readable).json] == [
        "Neu"
    ]


@pytest.mark.parametrize(
    "bad",
    [{"name": None}, {"name": "a\x00"}, {"name": "\ud83d"}, {"name": "x" * 10_000}, {"id": "1"}],
)
def test_bad_values_are_refused(client, bad):
    organisation = make_organisation()
    headers = bearer(make_member(organisation))
    path = f"/api/v1/organisations/{encode_id(organisation.id)}"
    answer = client.patch(path, json=bad, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_another_s_organisation_is_not_found(client):
    path = f"/api/v1/organisations/{encode_id(make_organisation().id)}"
    headers = bearer(make_person())
    assert client.get(path, headers=headers).status_code == 404
    assert client.patch(path, json={"name": "Mine"}, headers=headers).status_code == 404


def test_commands_make_an_operator_and_a_cluster(app):
    runner = app.test_cli_runner()
    made = runner.invoke(
        args=["people", "create-operator", "op@example.org", "--password", "x" * 12]
    )
    cluster = runner.invoke(args=["people", "create-cluster", "Nord", "dk", "op@example.org"])
    assert (made.output, cluster.output) == (
        "op@example.org is an operator.\n",
        "op@example.org speaks for Nord.\n",
    )
    assert runner.invoke(args=["people", "create-cluster", "X", "dk", "no@x.org"]).exit_code == 1
    assert queries.find_person_by_email("op@example.org").email_confirmed_at is not None
