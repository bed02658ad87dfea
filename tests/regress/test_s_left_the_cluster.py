"""Somebody who had left a cluster went on reading its people on every event."""

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.outbox import OutboxMessage
from app.events.models import TeamMember, TeamRole
from app.events.queries import get_event, list_team
from app.identity.rules import MemberRole
from tests.app.tickets.two_clusters import Scene
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member
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


def test_the_last_lead_stays_for_an_event_is_never_without(browser, scene):
    event = make_event(slug="small", lead_organisation_id=scene.beside.id)
    boss = make_member(scene.beside)
    worker = make_member(scene.beside, role=MemberRole.MEMBER)
    make_team_member(event, worker, TeamRole.LEAD, organisation_id=scene.beside.id)
    leave(browser, scene.beside.id, boss, worker.id)
    assert [one.person_id for one in list_team(get_event("small"))] == [worker.id]
