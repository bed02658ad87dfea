"""Whoever had an account with an unproved address took what was sent to it."""

import pytest

from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import Invitation, Membership, Person
from app.identity.rules import MemberRole
from app.identity.rules.links import LinkPurpose
from tests.client import Browser
from tests.factories.identity import make_member, make_organisation, make_person

BOSS = "boss@bigco.example"


@pytest.fixture
def pretender(app):
    """An account that was there before the invitation, by the word of another service."""
    return make_person(email=BOSS, email_confirmed_at=None)


@pytest.fixture
def invitation(pretender):
    firm = make_organisation()
    owner = queries.actor_for(make_member(firm))
    with unit_of_work():
        sent = services.invite_member(owner, firm.id, email=BOSS, role=MemberRole.OWNER)
    return sent.id


def test_an_invitation_is_not_shown_to_an_unproved_address(pretender, invitation):
    actor = queries.actor_for(pretender)
    assert queries.list_invitations_to(actor) == []
    with pytest.raises(NotFound):
        queries.get_invitation_to(actor, invitation)


def test_nor_can_it_be_accepted_or_declined(pretender, invitation):
    actor = queries.actor_for(pretender)
    for answer in (services.accept_invitation, services.decline_invitation):
        with pytest.raises((Forbidden, NotFound)), unit_of_work():
            answer(actor, queries.get_invitation(invitation))
    assert db.session.query(Invitation).count() == 1


def test_the_mailed_link_proves_the_address_and_is_enough(app, pretender, invitation):
    path = f"/invitation/{services.link_of(queries.get_invitation(invitation))}"
    browser = Browser(app).sign_in(pretender)
    assert browser.post(path, {"answer": "accept"}).status_code == 302
    db.session.expire_all()
    joined = db.session.query(Membership).filter_by(person_id=pretender.id).one()
    assert joined.role == MemberRole.OWNER
    assert db.session.get_one(Person, pretender.id).email_confirmed_at is not None


def test_a_proved_address_answers_as_before(app, pretender, invitation):
    with unit_of_work():
        services.sign_in_by_link(link_to(BOSS))
    actor = queries.actor_for(queries.get_person(pretender.id))
    assert [one.id for one in queries.list_invitations_to(actor)] == [invitation]
    with unit_of_work():
        services.accept_invitation(actor, queries.get_invitation_to(actor, invitation))
    assert db.session.query(Invitation).count() == 0


def link_to(email):
    made = services.request_link(LinkPurpose.SIGN_IN, email, "192.0.2.1", language="en")
    return services.text_of(queries.find_link(made))
