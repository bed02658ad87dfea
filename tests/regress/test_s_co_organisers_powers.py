"""Co-organisers who named a desk or a report reader saw everybody, whatever cluster they were of.

The desk and the report readers see the whole event, so the lead alone names them.
"""

import pytest

from app.core.db import db
from app.core.errors import Forbidden
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import services
from app.events.models import TeamMember, TeamRole
from app.identity.models import Invitation
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_person

TEAM, ATTENDEES = "/manage/day/team", "/manage/day/tickets/attendees.csv"
SEES_ALL = [TeamRole.LEAD, TeamRole.DESK, TeamRole.REPORT_READER]


@pytest.fixture
def scene(app):
    scene = Scene()
    scene.ticket(scene.lead_id, email="foreign@example.org")
    return scene


@pytest.mark.parametrize("role", SEES_ALL)
def test_a_co_organiser_gives_itself_no_role_that_sees_everybody(browser, scene, role):
    person = scene.person(TeamRole.CO_ORGANISER, scene.beside)
    seat = db.session.query(TeamMember).filter_by(person_id=person.id).one()
    browser.sign_in(person)
    path = f"{TEAM}/{encode_id(seat.id)}"
    assert browser.post(path, {"role": str(role)}, page=path).status_code == 403
    db.session.expire_all()
    assert seat.role == TeamRole.CO_ORGANISER
    assert "foreign@example.org" not in browser.get(ATTENDEES).text


@pytest.mark.parametrize("role", SEES_ALL)
def test_a_co_organiser_invites_nobody_who_sees_everybody(browser, scene, role):
    browser.sign_in(scene.person(TeamRole.CO_ORGANISER, scene.beside))
    mate = {"email": make_person().email, "role": str(role)}
    assert browser.post(TEAM, mate).status_code == 403
    assert db.session.query(Invitation).count() == 0


def test_a_co_organiser_is_offered_the_two_roles_that_it_may_give(browser, scene):
    browser.sign_in(scene.person(TeamRole.CO_ORGANISER, scene.beside))
    page = browser.get(TEAM).text
    offered = [role for role in TeamRole if f'name="role" value="{role}"' in page]
    assert offered == [TeamRole.CO_ORGANISER, TeamRole.SCANNER]
    assert page.count("checked") == 1


def test_a_desk_that_the_lead_named_for_a_cluster_is_the_lead_s_to_change(scene):
    desk = scene.person(TeamRole.DESK, scene.beside)
    seat = db.session.query(TeamMember).filter_by(person_id=desk.id).one()
    with pytest.raises(Forbidden), unit_of_work():
        services.remove_team_member(scene.co, "day", seat.id)
    with unit_of_work():
        services.change_team_member(scene.lead, "day", seat.id, role=TeamRole.SCANNER)
