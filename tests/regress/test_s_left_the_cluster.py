"""Somebody who had left a cluster went on reading its people on every event."""

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events.models import Event, EventState, TeamMember, TeamRole
from app.events.queries import get_event, list_partners, list_team
from app.events.services import remove_partner
from app.identity.models import Organisation
from app.identity.rules import MemberRole
from app.identity.services import change_role, remove_member
from app.notifications.models import Delivery
from tests.app.tickets.two_clusters import Scene
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_person
from tests.worker import run_jobs

ATTENDEES = "/manage/day/tickets/attendees.csv"


@pytest.fixture
def scene(app):
    return Scene()


def leave(browser, cluster_id, boss, person_id):
    browser.sign_in(boss)
    path = f"/organisations/{encode_id(cluster_id)}/members/{encode_id(person_id)}/remove"
    assert browser.post(path, page="/profile").status_code == 302
    run_jobs()


def test_who_leaves_a_cluster_no_longer_sees_its_people(browser, scene):
    boss = make_member(scene.beside)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    make_team_member(scene.event, worker, TeamRole.CO_ORGANISER, organisation_id=scene.beside.id)
    scene.ticket(scene.beside.id, email="ours@example.org")
    leave(browser, scene.beside.id, boss, worker.id)
    browser.sign_in(worker)
    assert browser.get(ATTENDEES).status_code == 404
    assert db.session.query(TeamMember).filter_by(person_id=worker.id).count() == 0
    told = db.session.query(OutboxMessage).filter_by(name="TeamMemberRemoved").one()
    assert (told.event_id, told.payload["person_id"]) == (scene.event.id, worker.id)


def test_who_becomes_an_observer_no_longer_acts_for_the_cluster(browser, scene):
    boss = make_member(scene.beside)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    make_team_member(scene.event, worker, TeamRole.CO_ORGANISER, organisation_id=scene.beside.id)
    for role, left in ((MemberRole.OWNER, 1), (MemberRole.OBSERVER, 0)):
        with unit_of_work():
            change_role(actor_of(boss, scene.beside), scene.beside.id, worker.id, role=role)
        run_jobs()
        assert db.session.query(TeamMember).filter_by(person_id=worker.id).count() == left


def test_places_for_other_clusters_and_of_other_people_stay(browser, scene):
    boss = make_member(scene.beside)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    elsewhere = make_event(slug="other")
    make_team_member(elsewhere, worker, TeamRole.DESK)
    make_team_member(scene.event, worker, TeamRole.SCANNER, organisation_id=scene.beside.id)
    make_team_member(scene.event, boss, TeamRole.SCANNER, organisation_id=scene.beside.id)
    leave(browser, scene.beside.id, boss, worker.id)
    left = db.session.query(TeamMember).filter_by(person_id=worker.id).one()
    assert left.event_id == elsewhere.id
    assert db.session.query(TeamMember).filter_by(person_id=boss.id).count() == 1


@pytest.fixture
def small(scene):
    """An event that a cluster leads by one person alone, who is no owner there."""
    event = make_event(slug="small", name="Small Day", lead_organisation_id=scene.beside.id)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    make_team_member(event, worker, TeamRole.LEAD, organisation_id=scene.beside.id)
    return event, worker


def seats(slug="small"):
    db.session.expire_all()
    return [(one.person_id, one.role) for one in list_team(get_event(slug))]


def test_nobody_leaves_who_is_the_only_lead(browser, scene, small):
    event, worker = small
    make_member(scene.beside)
    browser.sign_in(worker)
    path = f"/organisations/{encode_id(scene.beside.id)}/members/{encode_id(worker.id)}/remove"
    refused = browser.post(path, page="/profile")
    assert refused.status_code == 409
    assert "You are the only lead of Small Day. Name another lead first." in refused.text
    with unit_of_work():
        db.session.get_one(Event, event.id).state = EventState.ARCHIVED
    assert browser.post(path, page="/profile").status_code == 302


def test_who_leads_with_somebody_else_leaves(browser, scene, small):
    event, worker = small
    other = make_person()
    make_team_member(event, other, TeamRole.LEAD)
    make_member(scene.beside)
    leave(browser, scene.beside.id, worker, worker.id)
    assert seats() == [(other.id, TeamRole.LEAD)]


def test_who_takes_the_only_lead_out_leads_now_and_is_told(browser, scene, small):
    _event, worker = small
    make_member(scene.beside)
    boss = make_member(scene.beside, email="boss@example.org")
    leave(browser, scene.beside.id, boss, worker.id)
    assert seats() == [(boss.id, TeamRole.LEAD)]
    assert browser.sign_in(worker).get("/manage/small").status_code == 404
    letter = db.session.query(Delivery).filter_by(template="lead_handed_over").one()
    assert letter.recipient == "boss@example.org"
    assert "Small Day" in letter.subject


def test_a_place_of_the_new_lead_grows(browser, scene, small):
    event, worker = small
    boss = make_member(scene.beside)
    make_team_member(event, boss, TeamRole.SCANNER, organisation_id=scene.lead_id)
    leave(browser, scene.beside.id, boss, worker.id)
    (seat,) = list_team(get_event("small"))
    assert (seat.person_id, seat.role, seat.organisation_id) == (
        *(boss.id, TeamRole.LEAD),
        scene.beside.id,
    )


def test_without_an_open_account_of_the_remover_another_owner_leads(scene, small):
    _event, worker = small
    closed = make_member(scene.beside, disabled_at=clock.now())
    open_ = make_member(scene.beside)
    with unit_of_work():
        remove_member(actor_of(closed, scene.beside), scene.beside.id, worker.id)
    run_jobs()
    assert seats() == [(open_.id, TeamRole.LEAD)]


def test_an_event_goes_to_its_own_cluster_when_another_s_person_led_it(scene):
    boss = make_member(scene.beside)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    host = make_member(db.session.get_one(Organisation, scene.lead_id))
    with unit_of_work():
        db.session.query(TeamMember).filter_by(role=TeamRole.LEAD).delete()
    make_team_member(scene.event, worker, TeamRole.LEAD, organisation_id=scene.beside.id)
    with unit_of_work():
        remove_member(actor_of(boss, scene.beside), scene.beside.id, worker.id)
    run_jobs()
    (lead,) = [one for one in list_team(get_event("day")) if one.role == TeamRole.LEAD]
    assert (lead.person_id, lead.organisation_id) == (host.id, scene.lead_id)


def test_a_cluster_does_not_take_the_only_lead_along(scene):
    boss = actor_of(make_member(scene.beside), scene.beside)
    with unit_of_work():
        seat = db.session.query(TeamMember).filter_by(role=TeamRole.LEAD).one()
        seat.organisation_id = scene.beside.id
    partner = list_partners(get_event("day"))[0]
    with pytest.raises(Conflict) as refused, unit_of_work():
        remove_partner(boss, "day", partner.id)
    assert refused.value.code == "last_lead"
    make_team_member(scene.event, make_person(), TeamRole.LEAD)
    with unit_of_work():
        remove_partner(boss, "day", partner.id)
    assert [one.organisation_id for one in list_team(get_event("day"))] == [scene.lead_id]
