"""Co-organisers read the addresses of everybody on the team, of other clusters, too."""

import pytest

from app.events.models import TeamRole
from app.identity.models import OrganisationKind
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_organisation

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
