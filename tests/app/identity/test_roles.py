"""Owners look after an organisation, members act for it, observers read figures."""

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import OrganisationKind
from app.identity.rules import MemberRole
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person

OWNER, MEMBER, OBSERVER = MemberRole


@pytest.fixture
def hub(app):
    return make_organisation(name="Elbtal", kind=OrganisationKind.CLUSTER)


@pytest.fixture
def owner(hub):
    return make_member(hub, given_name="Lena")


def change(who, organisation, person, role):
    with unit_of_work():
        services.change_role(queries.actor_for(who), organisation.id, person.id, role=role)


def test_an_actor_knows_its_places_by_role(hub, owner):
    other = make_organisation()
    make_member(other, owner, role=MEMBER)
    watched = make_organisation(kind=OrganisationKind.CLUSTER)
    make_member(watched, owner, role=OBSERVER)

    actor = queries.actor_for(owner)

    assert actor.organisation_ids == {hub.id, other.id}
    assert actor.administered_ids == {hub.id}
    assert actor.observed_ids == {watched.id}


def test_only_owners_change_profile_people_and_roles(hub, owner):
    member = make_member(hub, role=MEMBER)
    watcher = make_member(hub, role=OBSERVER)
    for person in (member, watcher):
        actor = queries.actor_for(person)
        for act in (
            lambda who: services.change_organisation(who, hub.id, name="Mine"),
            lambda who: services.invite_member(who, hub.id, email="x@example.org"),
            lambda who: services.change_role(who, hub.id, owner.id, role=MEMBER),
            lambda who: services.remove_member(who, hub.id, owner.id),
            lambda who: services.set_listing(who, hub.id, is_listed=True),
            lambda who: services.add_offer(who, hub.id, kind="offer", text="x"),
        ):
            with pytest.raises(Forbidden), unit_of_work():
                act(actor)


def test_the_last_owner_neither_goes_nor_steps_down(hub, owner):
    member = make_member(hub, role=MEMBER)
    with pytest.raises(Conflict) as refused:
        change(owner, hub, owner, MEMBER)
    assert refused.value.code == "last_owner"
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.remove_member(queries.actor_for(owner), hub.id, owner.id)
    assert refused.value.code == "last_owner"

    change(owner, hub, member, OWNER)
    change(owner, hub, owner, MEMBER)
    assert queries.actor_for(owner).administered_ids == set()


def test_members_and_observers_may_leave(hub, owner):
    for role in (MEMBER, OBSERVER):
        person = make_member(hub, role=role)
        with unit_of_work():
            services.remove_member(queries.actor_for(person), hub.id, person.id)
    assert [one.person_id for one in queries.list_memberships(hub)] == [owner.id]


def test_only_clusters_have_observers(app):
    company = make_organisation()
    owner, member = make_member(company), make_member(company, role=MEMBER)
    with pytest.raises(Invalid) as refused:
        change(owner, company, member, OBSERVER)
    assert (refused.value.code, refused.value.field) == ("observers_of_clusters", "role")


def test_a_stranger_s_role_is_not_found(hub, owner):
    with pytest.raises(NotFound):
        change(owner, hub, make_person(), MEMBER)
    with pytest.raises(NotFound):
        change(make_member(make_organisation()), hub, owner, MEMBER)


def test_roles_are_changed_on_a_page(browser, hub, owner):
    member = make_member(hub, given_name="Zoë", family_name="B", role=MEMBER)
    base = f"/organisations/{encode_id(hub.id)}"
    browser.sign_in(owner)
    assert "Zoë B" in browser.get(f"{base}/people").text
    page = f"{base}/members/{encode_id(member.id)}"
    assert "Observer" in browser.get(page).text
    assert browser.post(page, {"role": "observer"}).location == f"{base}/people"
    assert browser.post(page, {"role": "king"}).status_code == 422
    assert queries.actor_for(member).observed_ids == {hub.id}

    browser.sign_in(member)
    assert browser.get(base).status_code == 200
    assert browser.get(f"{base}/people").status_code == 404
    assert browser.get(page).status_code == 403


def test_an_invitation_brings_its_role(browser, hub, owner):
    guest = make_person()
    browser.sign_in(owner)
    path = f"/organisations/{encode_id(hub.id)}/members"
    assert browser.post(path, {"email": guest.email, "role": "observer"}).status_code == 302
    with unit_of_work():
        actor = queries.actor_for(guest)
        services.accept_invitation(actor, queries.list_invitations_to(actor)[0])
    assert queries.actor_for(guest).observed_ids == {hub.id}


def test_programs_change_roles(client, hub, owner):
    member = make_member(hub, given_name="Zoë", family_name="B", role=MEMBER)
    headers = {"Authorization": f"Bearer {make_api_token(owner)}"}
    base = f"/api/v1/organisations/{encode_id(hub.id)}/members"
    path = f"{base}/{encode_id(member.id)}"
    assert client.patch(path, json={"role": "owner"}, headers=headers).json == {
        "id": encode_id(member.id),
        "name": "Zoë B",
        "role": "owner",
    }
    assert client.patch(path, json={"role": "x"}, headers=headers).status_code == 422
    theirs = {"Authorization": f"Bearer {make_api_token(make_person())}"}
    assert client.patch(path, json={"role": "owner"}, headers=theirs).status_code == 404
    assert client.get(base, headers=theirs).status_code == 404
