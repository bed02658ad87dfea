"""Sessions of browsers: begun, noted, ended, and over after a while."""

from datetime import timedelta

import pytest

from app.core import clock, tokens
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import WebSession
from app.identity.passwords import hash_password
from app.identity.rules.sessions import device_of
from tests.client import Browser
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_person,
    make_session_secret,
)

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PASSWORD = "correct horse battery"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130",
            "Edge, Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/130 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) OPR/100 Chrome/120", "Opera, macOS"),
        ("curl/8.5.0", "curl"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
    ids=["firefox", "edge", "android", "iphone", "opera", "curl", "hostile", "nothing"],
)
def test_a_device_is_told_in_two_words(agent, words):
    assert device_of(agent) == words


def sign_in(browser, person, **kwargs):
    data = {"email": person.email, "password": PASSWORD}
    return browser.post("/sign-in", data, **kwargs)


def test_a_session_says_device_and_network_and_keeps_no_secret(browser):
    person = make_person(password_hash=hash_password(PASSWORD))
    sign_in(browser, person, headers={"User-Agent": FIREFOX})
    row = db.session.query(WebSession).one()
    assert (row.device, row.network, row.way) == ("Firefox, Windows", "127.0.0.0/24", "password")
    with browser.client.session_transaction() as session:
        secret = session["_user_id"]
        assert person.email not in str(dict(session))
    assert len(secret) == len("inw_") + 32
    assert row.secret_hash == tokens.hash_secret(secret)


@pytest.mark.parametrize(
    "values",
    [
        {"ended_at": clock.now()},
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"used_at": clock.now() - timedelta(days=14)},
        {"awaits_second_step": True},
    ],
    ids=["ended", "thirty days", "rested", "second step"],
)
def test_a_session_that_is_over_lets_nobody_in(app, values):
    secret = make_session_secret(make_person(), **values)
    assert queries.find_session(secret) is None


def test_a_session_is_known_in_one_statement(app, count_queries):
    person = make_person()
    person_id, secret = person.id, make_session_secret(person)
    db.session.remove()
    with count_queries as n:
        found = queries.find_session(secret)
    assert (n.count, found.actor.person_id) == (1, person_id)
    assert found.actor.session_id == db.session.query(WebSession).one().id


def test_a_use_is_noted_once_an_hour(app, count_queries):
    person = make_person()
    browser = Browser(app).sign_in(person)
    early = clock.now() - timedelta(hours=2)
    with unit_of_work():
        db.session.query(WebSession).one().used_at = early
    assert browser.get("/profile").status_code == 200
    db.session.expire_all()
    noted = db.session.query(WebSession).one().used_at
    assert noted > early + timedelta(hours=1)

    db.session.rollback()
    with count_queries as n:
        assert browser.get("/profile").status_code == 200
    assert [one for one in n.statements if one.split()[0] in ("INSERT", "UPDATE", "DELETE")] == []
    db.session.expire_all()
    assert db.session.query(WebSession).one().used_at == noted


def test_each_sign_in_has_a_secret_of_its_own(browser):
    person = make_person(password_hash=hash_password(PASSWORD))
    secrets = []
    for _ in range(2):
        sign_in(browser, person)
        with browser.client.session_transaction() as session:
            secrets.append(session["_user_id"])
        browser.post("/sign-out", page="/profile")
    assert secrets[0] != secrets[1]
    assert [queries.find_session(secret) for secret in secrets] == [None, None]


def test_signing_out_ends_the_session_itself(app, browser):
    person = make_person()
    browser.sign_in(person)
    with browser.client.session_transaction() as session:
        stolen = dict(session)
    answer = browser.post("/sign-out", page="/profile")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = Browser(app)
    with thief.client.session_transaction() as session:
        session.update(stolen)
    assert thief.get("/profile").location == "/sign-in"


def test_others_are_ended_and_this_one_goes_on(app):
    person, other = make_person(), make_person()
    here, there = make_session_secret(person), make_session_secret(person)
    foreign = make_session_secret(other)
    with unit_of_work():
        assert services.end_other_sessions(queries.find_session(here).actor) == 1
    assert queries.find_session(there) is None
    assert queries.find_session(here)
    assert queries.find_session(foreign)


def test_another_s_session_is_not_found(app):
    make_session_secret(make_person())
    row, stranger = db.session.query(WebSession).one(), actor_of(make_person())
    with pytest.raises(NotFound), unit_of_work():
        services.end_session(stranger, row.id)


def test_who_becomes_an_operator_signs_in_again(app):
    person = make_person()
    secret = make_session_secret(person)
    with unit_of_work():
        services.appoint_operator(SYSTEM, queries.get_person(person.id))
    assert queries.find_session(secret) is None


def test_the_page_lists_devices_and_marks_this_one(app):
    person = make_person()
    make_session_secret(person, device="Safari, iPhone", network="192.0.2.0/24")
    make_session_secret(make_person(), device="Edge, Windows")
    browser = Browser(app).sign_in(person)
    page = browser.get("/account/security").text
    assert page.count("This one") == 1
    assert ("Safari, iPhone" in page, "192.0.2.0/24" in page) == (True, True)
    assert "Edge, Windows" not in page


def test_one_device_is_signed_out_by_its_button(app):
    person = make_person()
    there = make_session_secret(person)
    there_id = db.session.query(WebSession).one().id
    browser = Browser(app).sign_in(person)
    path = f"/account/sessions/{encode_id(there_id)}/end"
    assert browser.post(path, page="/account/security").location == "/account/security"
    assert queries.find_session(there) is None
    assert browser.get("/account/security").status_code == 200


def test_all_others_are_signed_out_by_one_button(app):
    person = make_person()
    for _ in range(2):
        make_session_secret(person)
    browser = Browser(app).sign_in(person)
    browser.post("/account/sessions/end-others", page="/account/security")
    page = browser.get("/account/security").text
    assert "2 other devices are signed out." in page
    assert "Sign out all other devices" not in page


def test_signing_this_device_out_leads_to_the_start(app):
    browser = Browser(app).sign_in(make_person())
    path = f"/account/sessions/{encode_id(db.session.query(WebSession).one().id)}/end"
    assert browser.post(path, page="/account/security").location == "/"
    assert browser.get("/profile").location == "/sign-in"


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_takes_as_many_statements_for_three_devices_as_for_one(app, count_queries, more):
    person = make_person()
    for _ in range(more):
        make_session_secret(person)
    browser = Browser(app).sign_in(person)
    with count_queries as n:
        browser.get("/account/security")
    assert n.count == 7


def test_a_token_lists_and_ends_sessions(client):
    person = make_person()
    secrets = [make_session_secret(person, device=f"Device {n}") for n in range(3)]
    stranger = make_session_secret(make_person())
    bearer = {"Authorization": f"Bearer {make_api_token(person)}"}
    listed = client.get("/api/v1/me/sessions", headers=bearer).json
    assert sorted(one["device"] for one in listed) == ["Device 0", "Device 1", "Device 2"]
    assert not any(secret in str(listed) for secret in secrets)

    first = f"/api/v1/me/sessions/{listed[0]['id']}"
    assert [client.delete(first, headers=bearer).status_code for _ in range(2)] == [204, 204]
    assert len(client.get("/api/v1/me/sessions", headers=bearer).json) == 2
    assert client.delete("/api/v1/me/sessions", headers=bearer).status_code == 204
    assert client.get("/api/v1/me/sessions", headers=bearer).json == []
    assert queries.find_session(stranger)
