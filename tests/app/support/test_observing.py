"""Policy makers find their figures from the home page, and nobody else is led there."""

from app.core.ids import encode_id
from app.identity.models import OrganisationKind
from app.identity.rules import MemberRole
from tests.factories.identity import make_member, make_organisation, make_person


def test_home_leads_an_observer_to_the_figures(app, browser):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Klaster Wisła")
    browser.sign_in(make_member(cluster, role=MemberRole.OBSERVER))
    page = browser.get("/home").text
    assert f'href="/figures/{encode_id(cluster.id)}"' in page
    assert "Klaster Wisła" in page
    assert "Say whom you come from" not in page


def test_home_leads_nobody_else_there(app, browser):
    browser.sign_in(make_person())
    assert 'href="/figures' not in browser.get("/home").text
