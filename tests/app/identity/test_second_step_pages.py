"""Pages of the second step and of passkeys, as people walk them."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.identity import one_time_codes, passwords, queries
from app.identity.models import Passkey, WebSession
from app.identity.services import second_step
from tests.app.identity.authenticator import Authenticator
from tests.app.identity.test_passkeys import add
from tests.app.identity.test_second_step import code_of, turn_on
from tests.client import Browser
from tests.factories.identity import make_api_token, make_person

PASSWORD = "correct horse battery"


@pytest.fixture
def person(app):
    return make_person(password_hash=passwords.hash_password(PASSWORD))


@pytest.fixture
def secured(person):
    return turn_on(queries.actor_for(person))


def half_in(app, person):
    browser = Browser(app)
    answer = browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert answer.location == "/sign-in/code"
    return browser


def test_it_is_set_up_by_scanning_and_one_code(browser, person):
    browser.sign_in(person)
    assert "Set up an authenticator app" in browser.get("/account/security").text
    begun = browser.post("/account/second-step/begin", page="/account/security")
    page = browser.get(begun.location)
    assert "<svg" in page.text
    secret = re.findall(r"data-key>([A-Z2-7 ]+)<", page.text)[0].replace(" ", "")
    wrong = browser.post(begun.location, {"code": "000"})
    assert wrong.status_code == 422
    done = browser.post(begun.location, {"code": code_of(secret)})
    codes = re.findall(r'<code class="code">([0-9a-z-]{14})</code>', done.text)
    assert len(set(codes)) == 10
    assert "10 recovery codes left" in browser.get("/account/security").text
    assert browser.get(begun.location).location == "/account/security"


def test_a_password_alone_lets_nobody_in(app, person, secured):
    browser = half_in(app, person)
    assert browser.get("/home").location == "/sign-in/code"
    assert browser.get("/account/security").location == "/sign-in/code"
    assert person.email not in browser.get("/").text
    assert browser.get("/sign-in/code").status_code == 200


def test_a_code_lets_in_where_one_was_going(app, person, secured):
    browser = Browser(app)
    assert browser.get("/account/security").location == "/sign-in"
    browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        answer = browser.post("/sign-in/code", {"code": code_of(secured[0])})
        assert answer.location == "/account/security"
        page = browser.get("/account/security")
    assert "password and code" in page.text
    assert db.session.query(WebSession).filter_by(awaits_second_step=True).count() == 0


def test_the_secret_is_renewed_by_the_second_step(app, person, secured):
    browser = half_in(app, person)
    with browser.client.session_transaction() as session:
        before = session["_user_id"]
    browser.post("/sign-in/code", {"code": secured[1][0]})
    with browser.client.session_transaction() as session:
        assert session["_user_id"] != before
    assert queries.find_session(before) is None


def test_a_wrong_code_says_so_and_is_counted(app, person, secured):
    browser = half_in(app, person)
    answers = [browser.post("/sign-in/code", {"code": "1234567"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 422, 429]
    assert "1234567" not in answers[0].text


def test_a_quarter_of_an_hour_between_the_steps(app, person, secured):
    browser = half_in(app, person)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert browser.get("/sign-in/code").location == "/sign-in"


def test_one_may_turn_back_between_the_steps(app, person, secured):
    browser = half_in(app, person)
    browser.post("/sign-out", page="/sign-in/code")
    assert browser.get("/sign-in/code").location == "/sign-in"


def test_the_page_is_of_no_use_to_others(browser, person):
    assert browser.get("/sign-in/code").location == "/sign-in"
    assert browser.sign_in(person).get("/sign-in/code").location == "/home"


def test_a_passkey_stands_for_both_steps(app, person, secured):
    device = Authenticator()
    add(queries.actor_for(person), device)
    browser = Browser(app)
    options = browser.post("/sign-in/passkey/options", page="/sign-in").get_json()
    assert options["allowCredentials"] == []
    sent = {"credential": device.use(options)}
    assert browser.post("/sign-in/passkey", sent, page="/sign-in").location == "/home"
    assert browser.get("/home").status_code == 200


def test_an_unknown_passkey_is_told_on_the_sign_in_page(browser, person):
    options = browser.post("/sign-in/passkey/options", page="/sign-in").get_json()
    device = Authenticator()
    answer = browser.post("/sign-in/passkey", {"credential": device.use(options)}, page="/sign-in")
    assert (answer.status_code, "No account here knows" in answer.text) == (422, True)


def test_a_passkey_is_added_named_and_removed(browser, person):
    browser.sign_in(person)
    device = Authenticator()
    options = browser.post("/account/passkeys/options", page="/home").get_json()
    made = {"credential": device.make(options), "name": "Old phone"}
    assert browser.post("/account/passkeys/new", made).location == "/account/security"
    passkey = db.session.query(Passkey).one()
    address = f"/account/passkeys/{encode_id(passkey.id)}"
    assert browser.post(address, {"name": "New phone"}).location == "/account/security"
    assert "New phone" in browser.get("/account/security").text
    assert browser.post(address, {"name": " "}).status_code == 422
    browser.post(f"{address}/remove", page=address)
    assert db.session.query(Passkey).count() == 0


def test_the_last_way_in_is_kept_in_words(browser):
    keyless = make_person(password_hash=None)
    passkey_id = add(queries.actor_for(keyless), Authenticator())
    browser.sign_in(keyless)
    address = f"/account/passkeys/{encode_id(passkey_id)}"
    answer = browser.post(f"{address}/remove", page=address)
    assert (answer.status_code, "your last way in" in answer.text) == (409, True)


def test_passkeys_of_others_are_not_there(browser, person):
    passkey_id = add(queries.actor_for(make_person()), Authenticator())
    address = f"/account/passkeys/{encode_id(passkey_id)}"
    browser.sign_in(person)
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"name": "x"}, page="/home").status_code == 404
    assert browser.post(f"{address}/remove", page="/home").status_code == 404


def test_codes_are_renewed_and_all_is_turned_off(browser, person, secured):
    browser.sign_in(person)
    renewed = browser.post("/account/second-step/codes", page="/account/security")
    assert len(re.findall(r'class="code">[0-9a-z-]{14}<', renewed.text)) == 10
    browser.post("/account/second-step/turn-off", page="/account/security")
    assert not queries.has_second_step(person.id)


def test_a_new_password_asks_for_no_code_again(browser, person, secured):
    browser.sign_in(person)
    sent = {"present": PASSWORD, "password": "another horse battery"}
    browser.post("/profile/password", sent)
    assert browser.get("/home").status_code == 200


def test_the_api_tells_the_ways_in(client, person, secured):
    add(queries.actor_for(person), Authenticator(), name="phone")
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    passkeys = client.get("/api/v1/me/passkeys", headers=headers).get_json()
    assert [(one["name"], one["is_backed_up"]) for one in passkeys] == [("phone", True)]
    assert set(passkeys[0]) == {"id", "name", "is_backed_up", "created_at", "used_at"}
    step = client.get("/api/v1/me/second-step", headers=headers).get_json()
    assert step == {"has_app": True, "codes_left": 10}
    assert client.get("/api/v1/me/external-identities", headers=headers).get_json() == []


def test_what_the_app_is_told_names_account_and_place(person):
    told = one_time_codes.address_of(
        one_time_codes.new_secret(), account=person.email, issuer="Innoday"
    )
    assert told.startswith("otpauth://totp/Innoday:")
    assert "issuer=Innoday" in told
    assert second_step.secret_to_confirm(queries.actor_for(person)) is None
