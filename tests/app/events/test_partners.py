"""The clusters beside the lead: asked, there once an owner says yes, gone with their people."""

import pytest

from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.text import search_key
from app.core.uow import unit_of_work
from app.events import queries, services
from app.events.models import EventPartner, TeamRole
from app.identity.models import Invitation, Membership, OrganisationKind
from app.identity.queries import actor_for
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.invitations import accept


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def lead(event):
    person = make_person(given_name="Lena", family_name="Vogt")
    make_team_member(event, person)
    return person


def cluster(name):
    values = {"search_key": search_key(name), "country": "PL"}
    return make_organisation(name=name, kind=OrganisationKind.CLUSTER, **values)


def ask(lead, event, name):
    with unit_of_work():
        return services.ask_partner(actor_of(lead), event.slug, organisation=name)


def test_clusters_are_found_by_name(event, lead):
    cluster("Klaster Łódź")
    cluster("Klaster Śląsk")
    make_organisation(name="Łódź GmbH", search_key="lodz gmbh")
    codes = []
    for name in ("klaster", "gmbh"):
        with pytest.raises(Invalid) as refused:
            ask(lead, event, name)
        codes.append(refused.value.code)
    assert codes == ["cluster_unclear", "cluster_unknown"]
    assert ask(lead, event, "KLASTER LODZ").organisation.name == "Klaster Łódź"
    with pytest.raises(Conflict) as twice:
        ask(lead, event, "klaster łódź")
    assert twice.value.code == "already_asked"


def test_a_cluster_is_a_partner_once_an_owner_accepts(event, lead, client):
    nord = cluster("Nord")
    owner, member = make_member(nord), make_person()
    saved(lambda: Membership(person_id=member.id, organisation_id=nord.id, role="member"))
    asked = ask(lead, event, "nord")
    assert "Nord, Poland" not in client.get(f"/e/{event.slug}").text
    for person, error in ((make_person(), NotFound), (member, Forbidden)):
        with pytest.raises(error):
            accept(person, asked)
    assert queries.list_partners(event) == []
    accept(owner, asked)
    assert [one.organisation_id for one in queries.list_partners(event)] == [nord.id]
    seats = [(one.person_id, str(one.role), one.organisation_id) for one in event.team]
    assert (owner.id, "co_organiser", nord.id) in seats
    assert "Nord, Poland" in client.get(f"/e/{event.slug}").text
    with pytest.raises(Conflict) as again:
        ask(lead, event, "nord")
    assert again.value.code == "already_partner"


def test_the_people_of_the_cluster_see_it_and_only_owners_answer(browser, event, lead):
    nord = cluster("Nord")
    owner, member = make_member(nord), make_person()
    saved(lambda: Membership(person_id=member.id, organisation_id=nord.id, role="member"))
    path = f"/invitations/{encode_id(ask(lead, event, 'nord').id)}"
    browser.sign_in(member)
    assert path in browser.get("/home").text
    page = browser.get(path).text
    assert ("An owner of Nord answers it." in page, "Accept</span>" in page) == (True, False)
    assert browser.post(f"{path}/accept", page=path).status_code == 403
    browser.sign_in(owner)
    assert browser.post(f"{path}/accept", page=path).location == f"/manage/{event.slug}"
    assert browser.get(f"/manage/{event.slug}/team").status_code == 200


def test_declining_leaves_no_partner(event, lead, browser):
    owner = make_member(cluster("Nord"))
    path = f"/invitations/{encode_id(ask(lead, event, 'nord').id)}"
    browser.sign_in(owner)
    assert browser.post(f"{path}/decline", page="/home").location == "/home"
    assert queries.list_partners(event) == []
    assert db.session.query(Invitation).count() == 0


def test_a_cluster_leaves_by_its_owner_and_nobody_else_s(event, lead):
    nord, sud = cluster("Nord"), cluster("Sud")
    owner, other = make_member(nord), make_member(sud)
    accept(owner, ask(lead, event, "nord"))
    accept(other, ask(lead, event, "sud"))
    with unit_of_work():
        services.invite_team_member(
            actor_for(owner), event.slug, email="a@example.org", role=TeamRole.SCANNER
        )
    partner = db.session.query(EventPartner).filter_by(organisation_id=nord.id).one()
    with pytest.raises(Forbidden), unit_of_work():
        services.remove_partner(actor_for(other), event.slug, partner.id)
    with unit_of_work():
        services.remove_partner(actor_for(owner), event.slug, partner.id)
    assert [one.organisation_id for one in queries.list_partners(event)] == [sud.id]
    assert owner.id not in [one.person_id for one in event.team]
    assert db.session.query(Invitation).count() == 0


def test_the_lead_asks_on_a_page_and_sees_who_has_not_answered(browser, event, lead):
    cluster("Nord")
    browser.sign_in(lead)
    path = f"/manage/{event.slug}/team"
    there = f"/manage/{event.slug}/partners/new"
    assert browser.post(there, {"organisation": "nord"}).location == path
    page = browser.get(path).text
    assert ("Asked, no answer yet" in page, "Nord" in page) == (True, True)
