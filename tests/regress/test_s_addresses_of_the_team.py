"""Co-organisers read the addresses of everybody on the team, of other clusters, too."""

import pytest

from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.events import services
from app.events.models import TeamRole
from app.identity.models import OrganisationKind
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_organisation, make_person
from tests.factories.invitations import accept

TEAM = "/manage/day/team"


@pytest.fixture
def scene(app):
    return Scene()


def test_a_co_organiser_reads_the_addresses_of_those_it_may_name(browser, scene):
    third = make_organisation(kind=OrganisationKind.CLUSTER, name="Third")
    scene.join(third)
    other = scene.person(TeamRole.CO_ORGANISER, third)
    me, mate = (scene.person(TeamRole.CO_ORGANISER, scene.beside) for _ in range(2))
    page = browser.sign_in(me).get(TEAM).text
    assert [one.email in page for one in (me, mate, other)] == [True, True, False]
    assert scene.lead.email not in page
    assert page.count("Not shown to you") == 2


def invite(actor, email, role=TeamRole.SCANNER):
    with unit_of_work():
        return services.invite_team_member(actor, "day", email=email, role=role)


def test_nobody_learns_whom_another_cluster_has_invited(browser, scene):
    for number in range(3):
        invite(scene.lead, f"asked{number}@example.org", TeamRole.DESK)
    browser.sign_in(scene.person(TeamRole.CO_ORGANISER, scene.beside))
    for email in ("asked0@example.org", "free@example.org"):
        answer = browser.post(TEAM, {"email": email, "role": "scanner"})
        assert (email, answer.status_code) == (email, 302)
    again = browser.post(TEAM, {"email": "asked0@example.org", "role": "scanner"})
    assert again.status_code == 409


def test_who_is_asked_by_two_clusters_takes_one_place(scene):
    guest = make_person(email="zoe@example.org")
    one, other = invite(scene.lead, guest.email), invite(scene.co, guest.email)
    accept(guest, other)
    with pytest.raises(Conflict) as refused:
        accept(guest, one)
    assert refused.value.code == "already_on_team"
