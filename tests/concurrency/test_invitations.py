"""Invitations answered, withdrawn, sent again and sent twice in the same moment."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.events import services as event_services
from app.events.models import TeamMember, TeamRole
from app.identity import queries, services
from app.identity.models import Invitation, Membership, Person
from tests.concurrency.test_members import at_once
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person

pytestmark = pytest.mark.slow


def invited(organisation, sender, email="guest@example.org"):
    with unit_of_work():
        return services.invite_member(sender, organisation.id, email=email)


def test_of_fifty_acceptances_one_makes_a_member(app):
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))
    guest = queries.actor_for(make_person(email="guest@example.org"))
    link = services.link_of(invited(organisation, sender))
    works = [lambda: services.accept_by_link(guest, link)] * 50
    assert at_once(app, *works) == {"done": 1, "invitation_over": 49}
    db.session.rollback()
    assert db.session.query(Membership).filter_by(person_id=guest.person_id).count() == 1


def test_fifty_new_accounts_by_one_link_are_one(app):
    organisation = make_organisation()
    link = services.link_of(invited(organisation, queries.actor_for(make_member(organisation))))
    account = {"password_hash": "x", "given_name": "Zoë", "family_name": "Bo"}
    works = [lambda: services.accept_with_account(link, **account)] * 50
    found = at_once(app, *works)
    assert (found["done"], sum(found.values())) == (1, 50)
    assert set(found) <= {"done", "invitation_over", "email_taken"}
    db.session.rollback()
    assert db.session.query(Person).filter_by(email_key="guest@example.org").count() == 1
    assert db.session.query(Membership).count() == 2


def test_of_fifty_acceptances_one_takes_the_place_on_the_team(app):
    event = make_event()
    make_team_member(event, lead := make_person())
    guest = queries.actor_for(make_person(email="guest@example.org"))
    with unit_of_work():
        sent = event_services.invite_team_member(
            actor_of(lead), event.slug, email="guest@example.org", role=TeamRole.DESK
        )

    def accept() -> object:
        return services.accept_invitation(guest, queries.get_invitation_to(guest, sent.id))

    found = at_once(app, *[accept] * 50)
    assert (found["done"], sum(found.values())) == (1, 50)
    assert set(found) <= {"done", "not_found", "invitation_over"}
    db.session.rollback()
    assert db.session.query(TeamMember).count() == 2


def test_an_invitation_sent_twice_at_once_is_one(app):
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))

    def send() -> object:
        return services.invite_member(sender, organisation.id, email="guest@example.org")

    assert at_once(app, *[send] * 8) == {"done": 1, "already_invited": 7}
    db.session.rollback()
    assert db.session.query(Invitation).count() == 1


def test_an_answer_after_the_time_changes_nothing(app):
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))
    guest = queries.actor_for(make_person(email="guest@example.org"))
    invitation = invited(organisation, sender)
    held = queries.get_invitation_to(guest, invitation.id)
    db.session.expunge(held)
    with unit_of_work():  # its time passes between the look and the answer
        db.session.get_one(Invitation, invitation.id).expires_at = clock.now() - timedelta(days=1)
    assert at_once(app, lambda: services.accept_invitation(guest, held)) == {"invitation_over": 1}
    db.session.rollback()
    assert db.session.query(Membership).count() == 1


def test_of_two_leads_who_leave_at_once_one_stays(app):
    event = make_event()
    first, second = make_person(), make_person()
    places = [make_team_member(event, one) for one in (first, second)]

    def leave(number: int) -> None:
        who = actor_of((first, second)[number])
        event_services.remove_team_member(who, event.slug, places[number].id)

    found = at_once(app, lambda: leave(0), lambda: leave(1))
    assert found == {"done": 1, "last_lead": 1}
    db.session.rollback()
    assert db.session.query(TeamMember).count() == 1
