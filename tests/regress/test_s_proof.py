"""A stale or stolen session did what needs a proof, and the first step undid the second."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamMember
from app.identity import queries
from app.identity.models import Invitation, OrganisationKind, WebSession
from app.identity.passwords import hash_password
from app.identity.rules import MemberRole
from tests.app.identity.test_second_step import code_of, turn_on
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.identity import (
    make_member,
    make_organisation,
    make_person,
    make_session_secret,
)

PASSWORD = "correct horse battery"
AGAIN, TURN_OFF = "/sign-in/again", "/account/second-step/turn-off"


def make_owner():
    return make_person(password_hash=hash_password(PASSWORD))


def stale(app, person):
    """Return a browser whose session was proved three days ago."""
    browser = Browser(app).sign_in(person)
    with unit_of_work():
        row = db.session.query(WebSession).filter_by(person_id=person.id).one()
        row.proved_at = clock.now() - timedelta(days=3)
    return browser


@pytest.fixture
def owner(app):
    return make_owner()


def test_the_password_alone_does_not_turn_the_second_step_off(app, owner):
    _, papers = turn_on(queries.actor_for(owner))
    thief = stale(app, owner)
    thief.post(TURN_OFF, page="/profile")
    asked = thief.get(AGAIN).text
    assert 'name="code"' in asked
    assert thief.post(AGAIN, {"password": PASSWORD}).status_code == 422
    assert thief.post(AGAIN, {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert thief.post(AGAIN, {"password": "not it at all", "code": papers[0]}).status_code == 422
    thief.post(TURN_OFF, page="/profile")
    db.session.expire_all()
    assert queries.has_second_step(owner.id)
    assert queries.second_step_of(owner.id).codes_left == 10


def test_password_and_code_are_a_proof(app, owner):
    _, papers = turn_on(queries.actor_for(owner))
    browser = stale(app, owner)
    sent = {"password": PASSWORD, "code": papers[0]}
    assert browser.post(AGAIN, sent).status_code == 302
    assert browser.post(TURN_OFF, page="/account/security").status_code == 302
    db.session.expire_all()
    assert not queries.has_second_step(owner.id)


def test_a_code_is_no_proof_twice(app, owner):
    secret, _ = turn_on(queries.actor_for(owner))
    browser = stale(app, owner)
    sent = {"password": PASSWORD, "code": code_of(secret)}  # it turned the second step on
    answer = browser.post(AGAIN, sent)
    assert (answer.status_code, "used already" in answer.text) == (422, True)


def test_guesses_at_the_code_are_slowed_down_here_too(app, owner):
    turn_on(queries.actor_for(owner))
    browser = stale(app, owner)
    came = [
        browser.post(AGAIN, {"password": PASSWORD, "code": "000000"}).status_code for _ in range(6)
    ]
    assert (came[0], came[-1]) == (422, 429)


def test_who_has_no_second_step_is_asked_for_no_code(app, owner):
    browser = stale(app, owner)
    assert 'name="code"' not in browser.get(AGAIN).text
    assert browser.post(AGAIN, {"password": PASSWORD}).status_code == 302


def test_a_stale_session_makes_nobody_an_owner(app, owner):
    firm = make_organisation()
    make_member(firm, owner)
    path = f"/organisations/{encode_id(firm.id)}/members"
    sent = {"email": "mate@example.org", "role": MemberRole.OWNER}
    asked = stale(app, owner).post(path, sent)
    assert (asked.status_code, "What you typed is kept." in asked.text) == (200, True)
    assert db.session.query(Invitation).count() == 0


@pytest.mark.parametrize("which", ["end-others", "{}/end"])
def test_a_stale_session_signs_no_other_device_out(app, owner, which):
    browser = stale(app, owner)
    make_session_secret(owner, device="The owner's own")
    with unit_of_work():
        own = db.session.query(WebSession).filter_by(device="The owner's own").one().id
    path = f"/account/sessions/{which.format(encode_id(own))}"
    assert browser.post(path, page="/account/security").status_code == 200
    db.session.expire_all()
    assert db.session.query(WebSession).filter(WebSession.ended_at.is_not(None)).count() == 0


def test_a_stale_session_takes_nobody_off_a_team_and_asks_no_cluster(app):
    scene = Scene()
    lead, desk = (scene.person(role, scene.event.lead_organisation) for role in ("lead", "desk"))
    seat = db.session.query(TeamMember).filter_by(person_id=desk.id).one()
    browser = stale(app, lead)
    remove = f"/manage/day/team/{encode_id(seat.id)}/remove"
    third = make_organisation(kind=OrganisationKind.CLUSTER, name="Third")
    new = "/manage/day/partners/new"
    for answer in (
        browser.post(remove, page="/manage/day/team"),
        browser.post(new, {"organisation": third.name}),
    ):
        assert (answer.status_code, "Is it you?" in answer.text) == (200, True)
    assert db.session.query(TeamMember).filter_by(id=seat.id).count() == 1
    assert db.session.query(Invitation).count() == 0
