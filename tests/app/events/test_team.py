"""The team of an event: asked by mail, each with one role, and always with a lead."""

import pytest

from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import queries, services
from app.events.models import EventPartner, TeamMember, TeamRole
from app.identity.models import Invitation, OrganisationKind
from app.identity.queries import actor_for
from app.identity.services import resend_invitation
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.factories.invitations import accept


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def lead(event):
    person = make_person(given_name="Lena", family_name="Vogt")
    make_team_member(event, person)
    return person


def invite(lead, event, email, role=TeamRole.DESK, **values):
    with unit_of_work():
        return services.invite_team_member(
            actor_of(lead), event.slug, email=email, role=role, **values
        )


def partner_of(event, name="Nord"):
    cluster = make_organisation(name=name, kind=OrganisationKind.CLUSTER)
    saved(lambda: EventPartner(event_id=event.id, organisation_id=cluster.id))
    return cluster


def roles(event):
    return [str(one.role) for one in queries.list_team(event)]


def test_nobody_is_on_the_team_before_they_accept_the_role_that_was_offered(event, lead):
    guest = make_person(email="zoe@example.org")
    sent = invite(lead, event, "Zoe@Example.org", TeamRole.SCANNER)
    assert roles(event) == ["lead"]
    accept(guest, sent)
    assert roles(event) == ["lead", "scanner"]
    assert queries.list_team(event)[1].organisation_id == event.lead_organisation_id
    with pytest.raises(Conflict) as refused:
        invite(lead, event, "zoe@example.org")
    assert (refused.value.code, refused.value.field) == ("already_on_team", "email")


def test_an_address_is_asked_once_until_the_time_is_over(event, lead, app):
    sent = invite(lead, event, "zoe@example.org")
    with pytest.raises(Conflict) as refused:
        invite(lead, event, "ZOE@example.org", TeamRole.SCANNER)
    assert refused.value.code == "already_invited"
    with unit_of_work():
        db.session.get_one(Invitation, sent.id).expires_at = sent.created_at
    again = invite(lead, event, "zoe@example.org", TeamRole.SCANNER)
    assert [(one.id, one.role) for one in db.session.query(Invitation)] == [(again.id, "scanner")]


def test_a_co_organiser_says_which_cluster_once_there_are_several(event, lead):
    cluster = partner_of(event)
    with pytest.raises(Invalid) as refused:
        invite(lead, event, "zoe@example.org", TeamRole.CO_ORGANISER)
    assert (refused.value.code, refused.value.field) == ("cluster_needed", "organisation_id")
    sent = invite(lead, event, "zoe@example.org", TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    assert sent.organisation_id == cluster.id


def test_a_cluster_that_left_meanwhile_is_not_joined(event, lead):
    cluster, guest = partner_of(event), make_person(email="zoe@example.org")
    sent = invite(lead, event, guest.email, TeamRole.DESK, organisation_id=cluster.id)
    other = invite(lead, event, "kept@example.org")
    (partner,) = db.session.query(EventPartner).all()
    with unit_of_work():
        services.remove_partner(actor_of(lead), event.slug, partner.id)
    with pytest.raises(NotFound):
        accept(guest, sent)
    assert [one.id for one in db.session.query(Invitation)] == [other.id]


def test_the_last_lead_neither_leaves_nor_steps_down(event, lead):
    own = db.session.query(TeamMember).one().id
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.remove_team_member(actor_of(lead), event.slug, own)
    assert refused.value.code == "last_lead"
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.change_team_member(actor_of(lead), event.slug, own, role=TeamRole.DESK)
    assert refused.value.code == "last_lead"
    make_team_member(event, make_person())
    with unit_of_work():
        services.change_team_member(actor_of(lead), event.slug, own, role=TeamRole.DESK)
    assert roles(event) == ["lead", "desk"]


def test_who_leaves_takes_the_invitations_onto_the_team_along(event, lead):
    make_team_member(event, other := make_person())
    invite(lead, event, "zoe@example.org", TeamRole.LEAD)
    kept = invite(other, event, "kept@example.org")
    own = next(one for one in queries.list_team(event) if one.person_id == lead.id)
    with unit_of_work():
        services.remove_team_member(actor_of(lead), event.slug, own.id)
    assert [one.id for one in db.session.query(Invitation)] == [kept.id]


def test_anybody_may_leave_and_nobody_else_is_touched(event, lead):
    desk, scanner = make_person(), make_person()
    own = make_team_member(event, desk, TeamRole.DESK)
    other = make_team_member(event, scanner, TeamRole.SCANNER)
    with pytest.raises(Forbidden), unit_of_work():
        services.remove_team_member(actor_of(desk), event.slug, other.id)
    with pytest.raises(Forbidden), unit_of_work():
        services.change_team_member(actor_of(desk), event.slug, own.id, role=TeamRole.LEAD)
    with unit_of_work():
        services.remove_team_member(actor_of(desk), event.slug, own.id)
    assert roles(event) == ["lead", "scanner"]


def test_a_co_organiser_looks_after_its_own_cluster_s_invitations(event, lead):
    cluster = partner_of(event)
    person = make_person()
    make_team_member(event, person, TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    own = invite(person, event, "own@example.org", TeamRole.SCANNER)
    foreign = invite(lead, event, "foreign@example.org")
    desk = make_team_member(event, make_person(), TeamRole.DESK)
    with unit_of_work():
        resend_invitation(actor_of(person), own.id)
    with pytest.raises(NotFound), unit_of_work():
        resend_invitation(actor_of(person), foreign.id)
    with pytest.raises(Forbidden), unit_of_work():
        services.change_team_member(actor_of(person), event.slug, desk.id, role=TeamRole.SCANNER)
    with pytest.raises(Forbidden):
        invite(person, event, "lead@example.org", TeamRole.LEAD)


def test_the_page_invites_and_shows_who_has_not_answered(browser, event, lead):
    make_person(email="zoe@example.org", given_name="Zoë", family_name="Secret")
    path = f"/manage/{event.slug}/team"
    browser.sign_in(lead)
    assert browser.post(path, {"email": "zoe@example.org", "role": "boss"}).status_code == 422
    for email in ("zoe@example.org", "nobody@example.org"):
        assert browser.post(path, {"email": email, "role": "desk"}).location == path
    page = browser.get(path).text
    assert ("zoe@example.org" in page, "nobody@example.org" in page) == (True, True)
    assert ("Open until" in page, "Secret" in page) == (True, False)
    assert page.count("/resend") == page.count("/withdraw") == 2


def test_who_is_asked_finds_it_on_their_home_and_joins(browser, event, lead):
    guest = make_person(email="zoe@example.org")
    sent = invite(lead, event, guest.email)
    browser.sign_in(guest)
    path = f"/invitations/{encode_id(sent.id)}"
    assert f'href="{path}"' in browser.get("/home").text
    page = browser.get(path).text
    assert (f"Join the team of {event.name}" in page, "Lena Vogt asks you" in page) == (True, True)
    answer = browser.post(f"{path}/accept", page=path)
    assert answer.location == f"/manage/{event.slug}"
    overview = browser.get(answer.location).text
    assert "You are on the team as registration desk." in overview
    own = next(one for one in queries.list_team(event) if one.person_id == guest.id)
    leave = f"/manage/{event.slug}/team/{encode_id(own.id)}/remove"
    assert browser.post(leave, page=answer.location).location == "/home"
    assert actor_for(guest).person_id not in [one.person_id for one in queries.list_team(event)]


def test_a_role_is_changed_on_its_page(browser, event, lead):
    member = make_team_member(event, make_person(), TeamRole.DESK)
    path = f"/manage/{event.slug}/team/{encode_id(member.id)}"
    browser.sign_in(lead)
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"role": "scanner"}).location == f"/manage/{event.slug}/team"
    assert roles(event) == ["lead", "scanner"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_statements_whatever_its_size(
    browser, event, lead, count_queries, size
):
    for number in range(size):
        make_team_member(event, make_person(), TeamRole.DESK)
        invite(lead, event, f"guest{number}@example.org")
    browser.sign_in(lead)
    path = f"/manage/{event.slug}/team"
    browser.get(path)
    db.session.remove()
    with count_queries as counted:
        assert browser.get(path).status_code == 200
    assert counted.count == 9
