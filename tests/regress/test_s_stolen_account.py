"""A stolen session changed the address, and what the thief left behind undid the recovery."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import AuthenticatorApp, ExternalIdentity, MailLink, Passkey, Person
from app.identity.passwords import hash_password
from app.identity.rules.links import LinkPurpose
from app.notifications.models import Delivery
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_api_token, make_person
from tests.regress.mailed import last_link
from tests.worker import run_jobs

PASSWORD = "correct horse battery"


def make_victim():
    return make_person(email="victim@example.org", password_hash=hash_password(PASSWORD))


def move(browser, email):
    """Change the address of the browser's account; return the way back that was mailed."""
    before = browser.get("/account/email")
    assert before.status_code == 200
    with unit_of_work():
        old = db.session.query(Person).one().email
    browser.post("/account/email", {"email": email})
    assert browser.post(last_link(browser, email)).status_code == 302
    return last_link(browser, old)


def plant(person):
    """Leave every way in that a thief could add to an account."""
    now = clock.now()
    key = {"credential_id": "planted", "public_key": b"x", "sign_count": 0, "transports": []}
    saved(lambda: Passkey(person_id=person.id, name="Planted key", is_backed_up=False, **key))
    saved(
        lambda: ExternalIdentity(
            person_id=person.id, issuer="https://campus.example", subject="thief", used_at=now
        )
    )


def ways_of(person):
    return {
        kind.__name__: db.session.query(kind).filter_by(person_id=person.id).count()
        for kind in (Passkey, ExternalIdentity, AuthenticatorApp)
    }


def test_a_second_change_gives_the_thief_no_way_back(app):
    victim = make_victim()
    thief = Browser(app).sign_in(victim)
    to_victim = move(thief, "first@thief.example")
    to_thief = move(thief, "second@thief.example")
    assert "/account/email/return/" in to_thief
    assert Browser(app).post(to_victim).status_code == 302
    assert Browser(app).client.get(to_thief).status_code == 404
    assert db.session.query(MailLink).filter_by(purpose=LinkPurpose.OLD_EMAIL).count() == 0
    db.session.expire_all()
    assert db.session.query(Person).one().email == "victim@example.org"


def test_the_victim_still_gets_back_after_the_thief_went_back_one_step(app):
    victim = make_victim()
    thief = Browser(app).sign_in(victim)
    to_victim = move(thief, "first@thief.example")
    to_thief = move(thief, "second@thief.example")
    assert Browser(app).post(to_thief).status_code == 302
    assert Browser(app).post(to_victim).status_code == 302
    db.session.expire_all()
    assert db.session.query(Person).one().email == "victim@example.org"


def test_taking_a_change_back_leaves_no_way_in_that_was_planted_before_it(app, client):
    victim = make_victim()
    thief = Browser(app).sign_in(victim)
    plant(victim)
    saved(lambda: AuthenticatorApp(person_id=victim.id, sealed_secret="x"))
    token = make_api_token(victim)
    to_victim = move(thief, "first@thief.example")
    assert Browser(app).post(to_victim).status_code == 302
    db.session.expire_all()
    assert ways_of(victim) == {"Passkey": 0, "ExternalIdentity": 0, "AuthenticatorApp": 0}
    assert thief.get("/profile").location == "/sign-in"
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/me", headers=bearer).status_code == 401


@pytest.mark.parametrize(("sent", "left"), [({"removes_ways": "1"}, 0), ({}, 1)])
def test_who_sets_a_new_password_sees_the_other_ways_in_and_may_remove_them(app, sent, left):
    victim = make_victim()
    plant(victim)
    owner = Browser(app)
    owner.post("/password/forgotten", {"email": victim.email})
    path = last_link(owner, victim.email)
    page = owner.get(path).text
    assert "Planted key" in page
    assert "https://campus.example" in page
    data = {"password": "a brand new password"} | sent
    assert owner.post(path, data).status_code == 302
    db.session.expire_all()
    ways = {"Passkey": left, "ExternalIdentity": left, "AuthenticatorApp": 0}
    assert ways_of(victim) == ways


def turn_on(person, days_ago):
    at = clock.now() - timedelta(days=days_ago)
    app = {"person_id": person.id, "sealed_secret": "x", "confirmed_at": at}
    saved(lambda: AuthenticatorApp(**app))


def reset(app, victim):
    owner = Browser(app)
    owner.post("/password/forgotten", {"email": victim.email})
    path = last_link(owner, victim.email)
    page = owner.get(path).text
    owner.post(path, {"password": "a brand new password", "removes_ways": "1"})
    db.session.expire_all()
    return owner, page


def test_an_app_that_a_thief_has_just_turned_on_goes_with_the_rest(app):
    victim = make_victim()
    turn_on(victim, days_ago=6)
    owner, page = reset(app, victim)
    assert "Authenticator app, since" in page
    assert ways_of(victim)["AuthenticatorApp"] == 0
    assert owner.get("/profile").status_code == 200


def test_the_mail_alone_does_not_remove_an_app_of_long_standing(app):
    victim = make_victim()
    turn_on(victim, days_ago=7)
    owner, page = reset(app, victim)
    assert ("removes_ways" in page, "only the operator can help" in page) == (False, True)
    assert ways_of(victim)["AuthenticatorApp"] == 1
    assert owner.get("/profile").location == "/sign-in/code"


def test_who_goes_back_to_their_address_by_the_form_leaves_the_thief_no_way_back(app):
    victim = make_victim()
    thief = Browser(app).sign_in(victim)
    to_victim = move(thief, "first@thief.example")
    sent_before = count_to("first@thief.example")
    owner = Browser(app).sign_in(victim)
    owner.post("/account/email", {"email": "victim@example.org"})
    assert owner.post(last_link(owner, "victim@example.org")).status_code == 302
    run_jobs()
    assert count_to("first@thief.example") == sent_before
    assert db.session.query(MailLink).filter_by(purpose=LinkPurpose.OLD_EMAIL).count() == 0
    assert Browser(app).client.get(to_victim).status_code == 404


def count_to(email):
    return db.session.query(Delivery).filter_by(recipient=email).count()


def test_who_has_no_other_way_in_is_not_asked_about_them(app):
    victim = make_victim()
    owner = Browser(app)
    owner.post("/password/forgotten", {"email": victim.email})
    assert "removes_ways" not in owner.get(last_link(owner, victim.email)).text


def test_a_new_address_is_confirmed_only_by_the_account_that_asked(app):
    attacker = make_person(email="attacker@example.org", given_name="Kaspar")
    browser = Browser(app).sign_in(attacker)
    browser.post("/account/email", {"email": "boss@bigco.example"})
    path = last_link(browser, "boss@bigco.example")
    boss = Browser(app)
    page = boss.get(path).text
    assert "Kaspar" in page
    assert "attacker@example.org" in page
    assert "Confirm address" not in page
    assert boss.post(path, page="/sign-in").status_code == 200
    colleague = Browser(app).sign_in(make_person(email="colleague@bigco.example"))
    assert "attacker@example.org" in colleague.get(path).text
    assert colleague.post(path).location == path  # signs them out
    assert colleague.get("/profile").location == "/sign-in"
    db.session.expire_all()
    assert db.session.get_one(Person, attacker.id).email == "attacker@example.org"
    assert browser.post(path).location == "/account/security"
    db.session.expire_all()
    assert db.session.get_one(Person, attacker.id).email == "boss@bigco.example"


def test_the_service_refuses_another_account_too(app):
    owner, other = make_person(), make_person()
    with unit_of_work():
        made = services.request_email_change(
            queries.actor_for(owner), "192.0.2.1", email="next@example.org"
        )
        text = services.text_of(queries.find_link(made))
    with pytest.raises(Forbidden), unit_of_work():
        services.confirm_email_change(queries.actor_for(other), text)
    assert db.session.query(MailLink).count() == 1


def test_another_browser_is_led_through_signing_in_back_to_the_new_address(app):
    person = make_person(email="own@example.org", password_hash=hash_password(PASSWORD))
    browser = Browser(app).sign_in(person)
    browser.post("/account/email", {"email": "next@example.org"})
    path = last_link(browser, "next@example.org")
    phone = Browser(app)
    phone.get(path)
    assert phone.post("/sign-in", {"email": person.email, "password": PASSWORD}).location == path
    assert phone.post(path).location == "/account/security"
