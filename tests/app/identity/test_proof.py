"""Proof again: what is sensitive asks, and what was typed is kept until it is given."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import passwords, queries
from app.identity.models import AuthenticatorApp, WebSession
from app.identity.services import passkeys
from app.web import proof
from tests.app.identity.authenticator import Authenticator
from tests.app.identity.test_passkeys import add
from tests.client import Browser, Page
from tests.factories.identity import make_person

PASSWORD = "correct horse battery"
NEW = "/account/passkeys/new"
BEGIN = "/account/second-step/begin"


@pytest.fixture
def person(app):
    return make_person(password_hash=passwords.hash_password(PASSWORD))


@pytest.fixture
def late(browser, person):
    """Return a browser whose session was proved twenty minutes ago."""
    browser.sign_in(person)
    with unit_of_work():
        row = db.session.query(WebSession).one()
        row.proved_at = clock.now() - timedelta(minutes=20)
    return browser


def test_within_a_quarter_of_an_hour_nobody_is_asked(browser, person):
    assert browser.sign_in(person).get(NEW).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=14)):
        assert browser.get(NEW).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert browser.get(NEW).location == "/sign-in/again"


def test_a_page_that_comes_too_late_is_sent_to_prove_and_back(late):
    assert late.get(NEW).location == "/sign-in/again"
    wrong = late.post("/sign-in/again", {"password": "something else"})
    assert (wrong.status_code, "present password" in wrong.text) == (422, True)
    assert late.post("/sign-in/again", {"password": PASSWORD}).location == NEW
    assert late.get(NEW).status_code == 200


def test_the_secret_is_renewed_by_the_proof(late):
    with late.client.session_transaction() as session:
        before = session["_user_id"]
    late.post("/sign-in/again", {"password": PASSWORD})
    with late.client.session_transaction() as session:
        assert session["_user_id"] != before
    assert queries.find_session(before) is None
    assert db.session.query(WebSession).count() == 1


def test_a_form_that_comes_too_late_is_kept(late):
    asked = late.post(BEGIN, {"typed": "Žiema & <b>", "password": "x", "code": "y"}, page="/home")
    assert asked.status_code == 200
    assert "What you typed is kept." in asked.text
    hidden = Page(asked.text).hidden
    assert hidden["kept-typed"] == "Žiema & <b>"
    assert not {"kept-password", "kept-code", "kept-csrf_token"} & set(hidden)
    wrong = late.client.post("/sign-in/again", data=hidden | {"password": "no"})
    assert Page(wrong.text).hidden["kept-typed"] == "Žiema & <b>"
    again = late.client.post("/sign-in/again", data=hidden | {"password": PASSWORD})
    assert f'action="{BEGIN}"' in again.text
    assert db.session.query(AuthenticatorApp).count() == 0
    fields = Page(again.text).hidden
    assert fields["typed"] == "Žiema & <b>"
    late.client.post(BEGIN, data=fields)
    assert db.session.query(AuthenticatorApp).count() == 1


def test_a_forged_form_is_refused_before_it_could_be_healed(late):
    sent = late.client.post(BEGIN, data={"typed": "by somebody else"})
    assert (sent.status_code, "by somebody else" in sent.text) == (400, False)
    cross = late.post(BEGIN, page="/home", headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403


def test_a_passkey_is_a_proof(late, person):
    device = Authenticator()
    add(queries.actor_for(person), device)
    late.get(NEW)
    options = late.post("/sign-in/again/passkey/options", page="/sign-in/again").get_json()
    assert len(options["allowCredentials"]) == 1
    sent = {"credential": device.use(options)}
    assert late.post("/sign-in/again/passkey", sent, page="/sign-in/again").location == NEW


def test_a_passkey_of_somebody_else_is_none(late):
    other, device = queries.actor_for(make_person()), Authenticator()
    add(other, device)
    with unit_of_work():
        sent = {"credential": device.use(passkeys.ask_to_prove(other))}
    answer = late.post("/sign-in/again/passkey", sent, page="/sign-in/again")
    assert answer.status_code == 409
    assert late.get(NEW).location == "/sign-in/again"


def test_guesses_at_the_password_are_slowed_down_here_too(late):
    for _ in range(5):
        late.post("/sign-in/again", {"password": "something else"})
    assert late.post("/sign-in/again", {"password": PASSWORD}).status_code == 429


def test_without_password_and_passkey_one_signs_in_afresh(browser):
    browser.sign_in(make_person(password_hash=None))
    assert "Sign out and in again" in browser.get("/sign-in/again").text


def test_scripts_are_told_in_their_language(late):
    headers = {"X-Requested-With": "passkey"}
    answer = late.post("/account/passkeys/options", page="/home", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "proof_required")


def test_nobody_is_sent_to_an_address_that_somebody_else_wrote(late):
    late.get("//evil.example/account/passkeys/new")
    late.get(NEW + "?next=//evil.example")
    answer = late.post("/sign-in/again", {"password": PASSWORD, "next": "//evil.example"})
    assert answer.location == NEW + "?next=//evil.example"


def test_the_guards_know_each_other(app):
    """A route that asks for proof serves only people who have signed in."""
    asking = {
        name: view for name, view in app.view_functions.items() if hasattr(view, "needs_proof")
    }
    assert "identity.add_passkey" in asking
    assert {view.guard for view in asking.values()} == {"signed in"}
    assert {view.needs_proof for view in asking.values()} <= {proof.ALWAYS, proof.TO_CHANGE}


def test_a_stranger_is_sent_to_sign_in(app):
    assert Browser(app).get(NEW).location == "/sign-in"
