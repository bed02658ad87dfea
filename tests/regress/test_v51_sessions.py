"""alf.io, HotCRP, pretalx: sessions outlived their account, were planted, needed no proof."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import WebSession
from app.identity.passwords import hash_password
from tests.client import Browser
from tests.factories.identity import make_person, make_session_secret

PASSWORD = "correct horse battery"


def secret_of(browser):
    with browser.client.session_transaction() as session:
        return session.get("_user_id")


def test_each_sign_in_takes_a_new_id_and_ends_the_one_before(browser):
    person = make_person(password_hash=hash_password(PASSWORD))
    data = {"email": person.email, "password": PASSWORD}
    browser.post("/sign-in", data)
    first = secret_of(browser)
    browser.post("/sign-in", data, page="/profile")
    second = secret_of(browser)
    assert (first != second, queries.find_session(first)) == (True, None)
    assert queries.find_session(second)


def test_an_id_that_was_planted_is_not_taken_over(browser):
    planted = "inw_planted-by-somebody-else-00000000"
    with browser.client.session_transaction() as session:
        session["_user_id"] = planted
    person = make_person(password_hash=hash_password(PASSWORD))
    browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert secret_of(browser) != planted
    assert queries.find_session(planted) is None


def test_a_new_password_takes_a_new_id(browser):
    person = make_person(password_hash=hash_password(PASSWORD))
    browser.sign_in(person)
    before = secret_of(browser)
    data = {"present": PASSWORD, "password": "another long password"}
    assert browser.post("/profile/password", data).status_code == 302
    assert (queries.find_session(before), secret_of(browser) != before) == (None, True)


def test_who_becomes_an_operator_has_no_session_from_before(browser):
    person = make_person()
    browser.sign_in(person)
    with unit_of_work():
        services.appoint_operator(SYSTEM, queries.get_person(person.id))
    assert browser.get("/admin").location == "/sign-in"


@pytest.mark.parametrize("path", ["/profile", "/account/security", "/home", "/organisations"])
def test_an_ended_session_opens_nothing_from_the_next_request_on(app, path):
    person = make_person()
    browser = Browser(app).sign_in(person)
    assert browser.get(path).status_code == 200
    with unit_of_work():
        services.end_all_sessions(SYSTEM, queries.get_person(person.id))
    assert browser.get(path).location == "/sign-in"


@pytest.mark.parametrize(
    ("used", "begun", "is_in"),
    [(13.99, 13.99, True), (14, 14, False), (0, 29.99, True), (0, 30, False)],
    ids=["rested less", "rested fourteen days", "young", "thirty days old"],
)
def test_a_session_ends_by_itself(app, used, begun, is_in):
    now = clock.now()
    values = {"used_at": now - timedelta(days=used), "expires_at": now + timedelta(days=30 - begun)}
    assert (queries.find_session(make_session_secret(make_person(), **values)) is not None) is is_in


@pytest.mark.parametrize("path", ["/account/email"])
def test_what_is_sensitive_asks_for_a_proof_again(app, path):
    browser = Browser(app).sign_in(make_person())
    assert browser.get(path).status_code == 200
    with unit_of_work():
        db.session.query(WebSession).one().proved_at = clock.now() - timedelta(minutes=16)
    assert browser.get(path).status_code == 302
    assert browser.get(path).location.startswith("/sign-in/again")


def test_the_cookie_is_bound_to_this_server(app, browser, monkeypatch):
    person = make_person(password_hash=hash_password(PASSWORD))
    answer = browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Path=/" in cookie) == (True,) * 3
    assert "Domain" not in cookie


def test_on_https_the_cookie_is_for_this_host_alone(monkeypatch):
    import config

    monkeypatch.setenv("INNODAY_BASE_URL", "https://day.example.org")
    monkeypatch.setenv("SECRET_KEY", "x")
    settings = config.settings()
    assert settings["SESSION_COOKIE_NAME"] == "__Host-innoday"
    assert settings["SESSION_COOKIE_SECURE"] is True
