"""Mailed links: asked for by anybody, used once by whoever has the mail."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.uow import unit_of_work
from app.identity import passwords, queries, services
from app.identity.models import MailLink, Membership, Person, WebSession
from app.identity.passwords import hash_password
from app.identity.rules.links import LinkPurpose
from app.notifications.models import Delivery
from tests.client import Browser
from tests.factories.identity import make_api_token, make_person, make_session_secret
from tests.worker import run_jobs

PASSWORD = "correct horse battery"
NEW_PASSWORD = "another long password"
SIGN_UP = {
    "given_name": "Łukasz",
    "family_name": "Żółć",
    "email": "lukasz@example.org",
    "password": PASSWORD,
    "organisation_name": "Źródło",
    "kind": "sme",
    "country": "PL",
}


def mailed(app):
    """Return the last letter's kind and the path of its button."""
    run_jobs(app)
    db.session.rollback()
    last = db.session.query(Delivery).order_by(Delivery.created_at.desc()).first()
    address = last.text.partition("http://localhost")[2].split()[0]
    return last.template, address


def ask(browser, path, email):
    answer = browser.post(path, {"email": email})
    assert (answer.status_code, answer.location) == (302, "/mailed")
    return re.sub('nonce="[^"]*"', "", browser.get("/mailed").text)


def make_account(**values):
    return make_person(password_hash=hash_password(PASSWORD), **values)


def test_signing_up_makes_nobody_until_the_mail_is_answered(app, browser):
    assert browser.post("/sign-up", SIGN_UP).location == "/mailed"
    assert "lukasz@example.org" in browser.get("/mailed").text
    assert db.session.query(Person).count() == 0
    kind, path = mailed(app)
    assert kind == "link_sign_up"

    assert browser.get(path).status_code == 200  # a mail scanner looks
    assert db.session.query(Person).count() == 0
    answer = browser.post(path)

    assert (answer.status_code, answer.location) == (302, "/home")
    person = db.session.query(Person).one()
    assert (person.email, person.email_confirmed_at is not None) == ("lukasz@example.org", True)
    assert passwords.is_password(person.password_hash, PASSWORD)
    assert db.session.query(Membership).one().role == "owner"
    assert db.session.query(MailLink).count() == 0
    assert db.session.query(WebSession).one().way == "sign_up"


def test_in_another_browser_names_and_password_are_chosen_anew(app, browser):
    browser.post("/sign-up", SIGN_UP)
    _, path = mailed(app)
    other = Browser(app)
    page = other.get(path).text
    assert 'value="Łukasz"' in page
    assert "Źródło" in page
    assert 'name="password"' in page
    names = {"given_name": "Łukasz", "family_name": "Żółć-Nowak"}
    assert other.post(path, names).status_code == 422
    assert other.post(path, names | {"password": "too short"}).status_code == 422
    assert db.session.query(Person).count() == 0
    assert other.post(path, names | {"password": NEW_PASSWORD}).location == "/home"
    person = db.session.query(Person).one()
    assert person.family_name == "Żółć-Nowak"
    assert passwords.is_password(person.password_hash, NEW_PASSWORD)
    assert not passwords.is_password(person.password_hash, PASSWORD)


def test_signing_up_leads_on_to_where_somebody_was_going(app, browser):
    browser.get("/profile?from=somewhere")
    browser.post("/sign-up", SIGN_UP)
    assert browser.post(mailed(app)[1]).location == "/profile?from=somewhere"


def test_a_known_address_gets_a_mail_instead_of_an_answer(app, browser):
    make_person(email="lukasz@example.org")
    assert browser.post("/sign-up", SIGN_UP).location == "/mailed"
    assert mailed(app) == ("link_has_account", "/sign-in")
    assert db.session.query(Person).count() == 1


def test_two_who_signed_up_with_one_address_are_one_account(app):
    first, second = Browser(app), Browser(app)
    first.post("/sign-up", SIGN_UP)
    _, early = mailed(app)
    second.post("/sign-up", SIGN_UP)
    _, late = mailed(app)
    assert second.post(late).location == "/home"
    assert first.client.get(early).status_code == 404


def test_a_mailed_link_signs_in_once(app, browser):
    person = make_person()
    ask(browser, "/sign-in/link", person.email.upper())
    kind, path = mailed(app)
    assert kind == "link_sign_in"
    assert browser.post(path).location == "/home"
    assert browser.get("/profile").status_code == 200
    again = Browser(app).client.get(path)
    assert (again.status_code, "This link was used" in again.text) == (404, True)


@pytest.mark.parametrize("path", ["/sign-in/link", "/password/forgotten"])
def test_who_has_no_account_is_told_by_mail(app, browser, path):
    known = make_person(email="known@example.org")
    pages = [
        ask(browser, path, email).replace(email, "")
        for email in (known.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    assert mailed(app) == ("link_no_account", "/sign-up")


def test_a_new_password_is_set_by_mail_and_ends_what_the_old_one_opened(app, browser, client):
    person = make_account()
    stolen = make_session_secret(person)
    bearer = {"Authorization": f"Bearer {make_api_token(person)}"}
    ask(browser, "/password/forgotten", person.email)
    _, path = mailed(app)
    assert browser.post(path, {"password": "short"}).status_code == 422
    assert browser.post(path, {"password": NEW_PASSWORD}).location == "/home"
    assert browser.get("/profile").status_code == 200
    assert queries.find_session(stolen) is None
    assert client.get("/api/v1/me", headers=bearer).status_code == 401
    assert services.find_by_password(person.email, NEW_PASSWORD)
    assert services.find_by_password(person.email, PASSWORD) is None


def test_a_fourth_link_within_the_hour_is_silently_not_mailed(app, browser):
    person = make_person()
    pages = {ask(browser, "/sign-in/link", person.email) for _ in range(4)}
    run_jobs(app)
    db.session.rollback()
    assert (len(pages), db.session.query(Delivery).count()) == (1, 3)
    with unit_of_work():
        db.session.query(MailLink).update({"created_at": clock.now() - timedelta(minutes=61)})
    ask(browser, "/sign-in/link", person.email)
    run_jobs(app)
    db.session.rollback()
    assert db.session.query(Delivery).count() == 4


def test_a_new_address_is_asked_and_the_old_one_told(app):
    person = make_account(email="old@example.org")
    browser = Browser(app).sign_in(person)
    other = make_session_secret(person)
    data = {"email": "new@example.org"}
    assert browser.post("/account/email", data).location == "/mailed"
    kind, path = mailed(app)
    assert kind == "link_new_email"
    assert "old@example.org" in browser.get("/account/security").text

    assert browser.post(path).location == "/account/security"
    assert "new@example.org" in browser.get("/account/security").text
    assert queries.find_session(other) is None
    db.session.expire_all()
    assert db.session.query(Person).one().email_key == "new@example.org"

    kind, back = mailed(app)
    assert (kind, db.session.query(Delivery).filter_by(template=kind).one().recipient) == (
        "link_old_email",
        "old@example.org",
    )
    stranger = Browser(app)
    assert stranger.post(back).location == "/password/forgotten"
    db.session.expire_all()
    restored = db.session.query(Person).one()
    assert (restored.email_key, restored.password_hash) == ("old@example.org", None)
    assert browser.get("/profile").location == "/sign-in"


def test_an_address_of_somebody_else_is_refused_by_nobody_but_the_mail(app):
    make_person(email="taken@example.org")
    browser = Browser(app).sign_in(make_account())
    data = {"email": "taken@example.org"}
    assert browser.post("/account/email", data).location == "/mailed"
    assert mailed(app) == ("link_email_taken", "/sign-in")


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_button(app):
    browser = Browser(app).sign_in(make_account())
    browser.post("/account/email", {"email": "new@example.org"})
    _, path = mailed(app)
    make_person(email="new@example.org")
    answer = browser.post(path)
    assert (answer.status_code, "has an account with this address" in answer.text) == (409, True)


def test_a_link_that_is_over_opens_nothing(app):
    person = make_person()
    with unit_of_work():
        services.request_link(LinkPurpose.SIGN_IN, person.email, "192.0.2.1", language="en")
    link = db.session.query(MailLink).one()
    text = services.text_of(link)
    with unit_of_work():
        db.session.query(MailLink).one().expires_at = clock.now()
    with pytest.raises(NotFound), unit_of_work():
        services.sign_in_by_link(text)


def test_old_links_are_forgotten_when_a_new_one_is_asked_for(app):
    with unit_of_work():
        services.request_link(LinkPurpose.RESET, "a@example.org", "192.0.2.1", language="en")
        db.session.query(MailLink).one().expires_at = clock.now() - timedelta(seconds=1)
    with unit_of_work():
        services.request_link(LinkPurpose.RESET, "b@example.org", "192.0.2.1", language="en")
    assert [one.email for one in db.session.query(MailLink)] == ["b@example.org"]
