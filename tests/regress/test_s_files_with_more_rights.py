"""A file made by somebody who saw everybody was still theirs once they saw one cluster only."""

import pytest

from app.badges.queries import Whose
from app.badges.rules.sheets import SheetFormat
from app.badges.services import start_badges
from app.core import work
from app.core.db import db
from app.core.files import store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import services
from app.events.models import TeamMember, TeamRole
from app.events.queries import get_event
from app.identity.models import Organisation
from app.identity.queries import actor_for
from tests.app.tickets.two_clusters import Scene

CANARY = b"the badges of everybody"


@pytest.fixture
def scene(app):
    scene = Scene()
    scene.ticket(scene.lead_id)
    scene.ticket(scene.beside.id)
    return scene


def printed(person):
    """Have badges made for a person; return where they are."""
    with unit_of_work():
        begun = start_badges(
            actor_for(person), get_event("day"), layout=next(iter(SheetFormat)), whose=Whose()
        )
        db.session.flush()
        work.finish(begun.id, store_bytes(CANARY, "badges.pdf", "application/pdf"))
    return f"/work/{encode_id(begun.id)}/file"


def move(scene, person, role, cluster_id):
    seat = db.session.query(TeamMember).filter_by(person_id=person.id).one()
    with unit_of_work():
        services.change_team_member(
            scene.lead, "day", seat.id, role=role, organisation_id=cluster_id
        )


def test_a_lead_who_became_a_co_organiser_no_longer_gets_the_badges_of_everybody(browser, scene):
    person = scene.person(TeamRole.LEAD, db.session.get_one(Organisation, scene.lead_id))
    path = printed(person)
    browser.sign_in(person)
    assert browser.get(path).data == CANARY
    move(scene, person, TeamRole.CO_ORGANISER, scene.beside.id)
    for gone in (path, path.removesuffix("/file")):
        assert browser.get(gone).status_code == 404


def test_a_co_organiser_keeps_its_own_badges_until_it_acts_for_another_cluster(browser, scene):
    person = scene.person(TeamRole.CO_ORGANISER, scene.beside)
    path = printed(person)
    browser.sign_in(person)
    assert browser.get(path).data == CANARY
    move(scene, person, TeamRole.LEAD, scene.lead_id)
    assert browser.get(path).data == CANARY
    move(scene, person, TeamRole.CO_ORGANISER, scene.lead_id)
    assert browser.get(path).status_code == 404
