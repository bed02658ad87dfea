"""The link of an invitation's mail: whoever has it has the address, with or without an account."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import Invitation, Person
from tests.client import Browser
from tests.factories.identity import actor_of, make_member, make_organisation, make_person

ACCOUNT = {"given_name": "Zoë", "family_name": "Bo", "password": "correct horse battery"}


@pytest.fixture
def organisation(app):
    return make_organisation(name="Kistenfunk")


@pytest.fixture
def lena(organisation):
    return make_member(organisation, given_name="Lena", family_name="Straßburger")


@pytest.fixture
def sent(organisation, lena):
    with unit_of_work():
        return services.invite_member(
            actor_of(lena, organisation), organisation.id, email="zoe@example.org"
        )


def path_of(invitation):
    return f"/invitation/{services.link_of(invitation)}"


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def test_somebody_without_an_account_makes_one_and_is_in(browser, organisation, sent):
    path = path_of(sent)
    page = words(browser.get(path))
    assert "Lena Straßburger asks you to join Kistenfunk" in page
    assert "Your account will have the address zoe@example.org." in page
    answer = browser.post(path, ACCOUNT | {"answer": "accept", "email": "other@example.org"})
    assert answer.location == f"/organisations/{encode_id(organisation.id)}"
    zoe = queries.find_person_by_email("zoe@example.org")
    assert (zoe.name, zoe.email_confirmed_at is not None) == ("Zoë Bo", True)
    assert queries.actor_for(zoe).organisation_ids == {organisation.id}
    assert browser.get("/home").status_code == 200
    assert browser.get(path).status_code == 404


def test_the_link_is_on_no_page_that_it_leads_to(browser, sent):
    path = path_of(sent)
    assert services.link_of(sent) not in browser.get(path).text
    assert services.link_of(sent) not in browser.post(path, {"given_name": ""}).text


def test_somebody_with_an_account_signs_in_and_comes_back(browser, organisation, sent):
    make_person(email="zoe@example.org")
    path = path_of(sent)
    page = browser.get(path).text
    assert ("Sign in to accept" in page, 'type="password"' in page) == (True, False)
    with browser.client.session_transaction() as session:
        assert session["after_sign_in"] == path


def test_whoever_is_signed_in_as_somebody_else_is_told_and_can_switch(browser, sent):
    browser.sign_in(make_person(email="other@example.org"))
    path = path_of(sent)
    page = words(browser.get(path))
    assert "You are signed in as other@example.org" in page
    assert "was sent to zoe@example.org" in page
    assert "You are signed in" in words(browser.post(path, {"answer": "accept"}))
    assert browser.post(path, {"answer": "decline"}).status_code == 403
    assert browser.post(path, {"answer": "switch"}).location == path
    assert "Your account will have the address" in words(browser.get(path))


def test_it_is_declined_without_an_account(browser, sent):
    path = path_of(sent)
    assert browser.post(path, {"answer": "decline"}).location == "/"
    assert db.session.query(Invitation).count() == 0
    assert queries.find_person_by_email("zoe@example.org") is None
    over = browser.get(path)
    assert (over.status_code, "This invitation is over" in over.text) == (404, True)


def test_it_lasts_14_days_and_looking_changes_nothing(browser, sent):
    path = path_of(sent)
    with time_machine.travel(sent.expires_at - timedelta(seconds=1), tick=False):
        assert browser.get(path).status_code == 200
    with time_machine.travel(sent.expires_at, tick=False):
        assert browser.get(path).status_code == 404
        with pytest.raises(NotFound), unit_of_work():
            services.accept_with_account(services.link_of(sent), password_hash="x")
    assert timedelta(days=14) == sent.expires_at - sent.created_at
    assert db.session.query(Person).count() == 1
    assert db.session.query(Invitation).count() == 1


def test_sending_again_ends_the_link_before_and_gives_14_days_more(
    browser, organisation, lena, sent
):
    first = path_of(sent)
    later = clock.now() + timedelta(days=15)
    with time_machine.travel(later, tick=False):
        with unit_of_work():
            again = services.resend_invitation(actor_of(lena, organisation), sent.id)
        assert (again.sent_count, again.expires_at - later) == (2, timedelta(days=14))
        assert browser.get(first).status_code == 404
        assert browser.get(path_of(again)).status_code == 200


def test_a_link_is_good_for_its_own_invitation_alone(app, organisation, lena, sent):
    with unit_of_work():
        other = services.invite_member(
            actor_of(lena, organisation), organisation.id, email="other@example.org"
        )
    mixed = services.link_of(other)[:13] + services.link_of(sent)[13:]
    for link in (mixed, services.link_of(sent)[:-1], "x", "ü" * 45, ""):
        with pytest.raises(NotFound):
            services.read_link(link)


def test_the_inviter_withdraws_between_look_and_answer(app, organisation, lena, sent):
    browser, path = Browser(app), path_of(sent)
    assert browser.get(path).status_code == 200
    with unit_of_work():
        services.withdraw_invitation(actor_of(lena, organisation), sent.id)
    assert browser.post(path, ACCOUNT, page="/sign-in").status_code == 404
    assert queries.find_person_by_email("zoe@example.org") is None
