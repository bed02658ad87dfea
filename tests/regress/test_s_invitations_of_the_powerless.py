"""An invitation went on working after its sender lost the right to send it, and gave all of it."""

import pytest

from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import services as events
from app.events.models import TeamMember, TeamRole
from app.events.queries import get_event
from app.identity import services
from app.identity.models import Membership, Organisation
from app.identity.queries import actor_for
from app.identity.rules import MemberRole
from app.juries.models import Juror
from app.juries.rules.judging import Invitee
from app.juries.services.panel import invite_juror
from app.oversight.services.people import disable_person, enable_person
from app.privacy.services.erasing import erase_self
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.invitations import accept


@pytest.fixture
def mate(app):
    return make_person(email="mate@example.org")


@pytest.fixture
def scene(app):
    return Scene()


def seat_of(person_id):
    return db.session.query(TeamMember).filter_by(person_id=person_id).one_or_none()


def lead_of(scene):
    return scene.person(TeamRole.LEAD, db.session.get_one(Organisation, scene.lead_id))


def invite(actor, role):
    with unit_of_work():
        return events.invite_team_member(actor, "day", email="mate@example.org", role=role)


def refused(person, sent):
    with pytest.raises(NotFound) as error:
        accept(person, sent)
    return error.value.code == "invitation_over"


def test_an_owner_who_became_a_member_makes_nobody_an_owner(browser, mate):
    firm = make_organisation()
    former, owner = make_member(firm), make_member(firm)
    with unit_of_work():
        sent = services.invite_member(
            actor_for(former), firm.id, email=mate.email, role=MemberRole.OWNER
        )
    with unit_of_work():
        services.change_role(actor_for(owner), firm.id, former.id, role=MemberRole.MEMBER)
    path = f"/invitations/{encode_id(sent.id)}"
    assert browser.sign_in(mate).post(f"{path}/accept", page=path).status_code == 404
    db.session.expire_all()
    assert db.session.query(Membership).filter_by(person_id=mate.id).count() == 0


def test_a_co_organiser_who_became_a_scanner_names_nobody(scene, mate):
    sent = invite(scene.co, TeamRole.CO_ORGANISER)
    with unit_of_work():
        seat = seat_of(scene.co.person_id)
        events.change_team_member(scene.lead, "day", seat.id, role=TeamRole.SCANNER)
    assert refused(mate, sent)
    assert seat_of(mate.id) is None


def test_a_closed_account_makes_nobody_a_lead_until_it_is_opened_again(scene, mate):
    lead, operator = lead_of(scene), make_person(is_operator=True)
    sent = invite(actor_of(lead), TeamRole.LEAD)
    with unit_of_work():
        disable_person(actor_for(operator), lead.id, reason="took data of the event away")
    assert refused(mate, sent)
    with unit_of_work():
        enable_person(actor_for(operator), lead.id)
    accept(mate, sent)
    assert seat_of(mate.id).role == TeamRole.LEAD


def test_somebody_who_was_erased_makes_nobody_a_lead(scene, mate):
    lead = lead_of(scene)
    sent = invite(actor_of(lead), TeamRole.LEAD)
    with unit_of_work():
        erase_self(actor_of(lead))
    assert refused(mate, sent)
    assert seat_of(mate.id) is None


def test_a_lead_who_was_taken_off_the_team_calls_no_juror(scene, mate):
    lead = lead_of(scene)
    with unit_of_work():
        sent = invite_juror(actor_of(lead), get_event("day"), Invitee(email=mate.email))
    with unit_of_work():
        events.remove_team_member(scene.lead, "day", seat_of(lead.id).id)
    assert refused(mate, sent)
    assert db.session.query(Juror).count() == 0


def test_the_mailed_link_of_such_an_invitation_makes_no_account(scene):
    sent = invite(scene.co, TeamRole.CO_ORGANISER)
    with unit_of_work():
        seat = seat_of(scene.co.person_id)
        events.change_team_member(scene.lead, "day", seat.id, role=TeamRole.SCANNER)
    account = {"password_hash": "x", "given_name": "Zoë", "family_name": "Bo"}
    with pytest.raises(NotFound), unit_of_work():
        services.accept_with_account(services.link_of(sent), **account)


def test_who_still_may_send_it_is_still_taken_at_their_word(scene, mate):
    accept(mate, invite(scene.co, TeamRole.CO_ORGANISER))
    assert seat_of(mate.id).organisation_id == scene.beside.id
