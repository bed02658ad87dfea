"""What hashes a password is counted, so that nobody makes the server work without end."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import RateLimited
from app.core.uow import unit_of_work
from app.identity import services
from app.identity.models import MailLink, SignInThrottle
from app.identity.passwords import hash_password
from app.identity.rules import Throttle
from app.identity.services.throttle import key_of
from tests.client import Browser
from tests.factories.identity import make_person

PASSWORD = "correct horse battery"
HERE = "127.0.0.1/32"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def use_up(throttle, times=60):
    """Leave the network one attempt before it waits."""
    with unit_of_work():
        row = SignInThrottle(key=key_of(throttle, HERE), failures=times, failed_at=clock.now())
        row.open_at = clock.now() - timedelta(seconds=1)
        db.session.add(row)


def sign_up(browser, number, **kwargs):
    names = {"given_name": "A", "family_name": "B", "password": PASSWORD}
    data = names | {"email": f"person{number}@example.org"}
    return browser.post("/sign-up", data, **kwargs).status_code


def test_an_office_of_thirty_signs_up_within_the_hour(app):
    assert [sign_up(Browser(app), number) for number in range(30)] == [302] * 30


def test_a_network_that_signs_up_without_end_waits_and_others_do_not(app):
    use_up(Throttle.SIGN_UP)
    assert sign_up(Browser(app), 1) == 302
    assert sign_up(Browser(app), 2) == 429
    assert sign_up(Browser(app), 3, environ_base=ELSEWHERE) == 302
    assert db.session.query(MailLink).count() == 2


def test_a_form_with_faults_is_not_counted(browser):
    for _ in range(3):
        assert browser.post("/sign-up", {"email": "nobody"}).status_code == 422
    assert db.session.query(SignInThrottle).count() == 0


def test_a_refused_address_counts_like_any_other(app):
    make_person(email="person1@example.org")
    use_up(Throttle.SIGN_UP)
    assert sign_up(Browser(app), 1) == 302
    assert sign_up(Browser(app), 1) == 429


def change(browser, present=PASSWORD, password="another long password"):
    data = {"present": present, "password": password}
    return browser.post("/profile/password", data).status_code


def test_the_present_password_is_not_guessed_faster_here_than_at_sign_in(app):
    person = make_person(password_hash=hash_password(PASSWORD))
    stolen = Browser(app).sign_in(person)
    assert [change(stolen, present="wrong") for _ in range(6)] == [422] * 5 + [429]
    with pytest.raises(RateLimited), unit_of_work():
        services.begin_attempt(person.email, "127.0.0.1")


def test_a_change_that_goes_takes_its_guesses_back(app):
    person = make_person(password_hash=hash_password(PASSWORD))
    browser = Browser(app).sign_in(person)
    assert [change(browser, present="wrong") for _ in range(4)] == [422] * 4
    assert change(browser) == 302
    assert change(browser, present="another long password", password=PASSWORD) == 302


def test_changing_passwords_without_end_waits(app):
    browser = Browser(app).sign_in(make_person(password_hash=hash_password(PASSWORD)))
    use_up(Throttle.PASSWORD)
    assert change(browser, password=PASSWORD) == 302
    assert change(browser, password=PASSWORD) == 429


def attack(person, times=30):
    """Guess from so many networks that only the account itself is counted out."""
    for number in range(times):
        with unit_of_work():
            db.session.query(SignInThrottle).update({"open_at": clock.now()})
        with unit_of_work():
            services.begin_attempt(person.email, f"198.51.{number}.7")


def sign_in(browser, person, address):
    data = {"email": person.email, "password": PASSWORD}
    return browser.post("/sign-in", data, environ_base={"REMOTE_ADDR": address})


def test_an_owner_under_attack_waits_a_few_seconds_at_most(app, monkeypatch):
    person = make_person(password_hash=hash_password(PASSWORD))
    attack(person)
    answer = sign_in(Browser(app), person, "203.0.113.9")
    assert answer.status_code == 429
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=10))
    assert sign_in(Browser(app), person, "203.0.113.9").status_code == 302


def test_an_owner_under_attack_does_not_wait_with_a_browser_that_was_signed_in_before(app):
    person = make_person(password_hash=hash_password(PASSWORD))
    browser = Browser(app)
    assert sign_in(browser, person, "203.0.113.9").status_code == 302
    browser.post("/sign-out", page="/home")
    attack(person)
    assert sign_in(Browser(app), person, "203.0.113.9").status_code == 429
    assert sign_in(browser, person, "192.0.2.77").status_code == 302


def test_a_browser_of_one_account_waits_like_others_at_another(app):
    person, own = (make_person(password_hash=hash_password(PASSWORD)) for _ in range(2))
    guesser = Browser(app)
    assert sign_in(guesser, own, "203.0.113.9").status_code == 302
    guesser.post("/sign-out", page="/home")
    attack(person)
    assert sign_in(guesser, person, "203.0.113.9").status_code == 429


def test_an_owner_under_attack_comes_in_by_mail_at_once(app):
    person = make_person(password_hash=hash_password(PASSWORD))
    attack(person)
    browser = Browser(app)
    assert browser.post("/sign-in/link", {"email": person.email}).location == "/mailed"
    text = services.text_of(db.session.query(MailLink).one())
    assert browser.post(f"/sign-in/link/{text}").location == "/home"
