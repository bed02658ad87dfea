"""Whoever finds their organisation in the directory asks its owners to let them in."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, DomainError, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import Invitation, Membership
from app.identity.rules import MemberRole
from tests.factories.directory import make_listed
from tests.factories.identity import actor_of, make_api_token, make_member, make_person


@pytest.fixture
def company(app):
    return make_listed(name="Zielona Dolina", country="PL")


def ask(person, organisation):
    with unit_of_work():
        return services.ask_to_join(queries.actor_for(person), organisation.id).id


def answer(owner, asked_id, how=services.accept_invitation):
    who = queries.actor_for(owner)
    with unit_of_work():
        how(who, queries.get_invitation_to(who, asked_id))


def test_an_owner_lets_somebody_in_as_a_member(company):
    owner = make_member(company)
    guest = make_person(email="guest@example.org")
    asked_id = ask(guest, company)
    assert [one.id for one in queries.list_joinings_of(queries.actor_for(guest))] == [asked_id]

    answer(owner, asked_id)
    membership = queries.find_membership(company.id, guest.id)
    assert membership.role == MemberRole.MEMBER
    assert db.session.query(Invitation).count() == 0


def test_who_asks_cannot_answer_and_members_cannot_either(company):
    make_member(company)
    guest, colleague = make_person(), make_member(company, role=MemberRole.MEMBER)
    asked_id = ask(guest, company)
    for person in (guest, colleague, make_person()):
        who = queries.actor_for(person)
        assert queries.list_invitations_to(who) == []
        with pytest.raises(DomainError), unit_of_work():
            services.accept_invitation(who, queries.get_invitation(asked_id))
    assert db.session.query(Membership).count() == 2


def test_its_signed_link_opens_nothing(company):
    asked_id = ask(make_person(), company)
    link = services.link_of(queries.get_invitation(asked_id))
    with pytest.raises(NotFound):
        services.read_link(link)


def test_it_is_asked_once_and_again_after_it_expired(company):
    guest = make_person()
    ask(guest, company)
    with pytest.raises(Conflict, match="joining_asked"):
        ask(guest, company)
    db.session.rollback()
    with unit_of_work():
        db.session.query(Invitation).one().expires_at = clock.now() - timedelta(seconds=1)
    assert queries.list_joinings_of(queries.actor_for(guest)) == []
    ask(guest, company)


def test_only_who_asked_takes_it_back(company):
    owner, guest = make_member(company), make_person()
    asked_id = ask(guest, company)
    with pytest.raises(Forbidden), unit_of_work():
        services.withdraw_invitation(queries.actor_for(owner), asked_id)
    with unit_of_work():
        services.withdraw_invitation(queries.actor_for(guest), asked_id)
    assert db.session.query(Invitation).count() == 0


def test_members_are_told_that_they_are_in(company):
    owner = make_member(company)
    with pytest.raises(Conflict, match="member_yourself"):
        ask(owner, company)


def test_what_is_not_listed_cannot_be_asked(app):
    from tests.factories.identity import make_organisation

    hidden = make_organisation()
    with pytest.raises(NotFound):
        ask(make_person(), hidden)
    with pytest.raises(DomainError):
        services.ask_to_join(ANONYMOUS, hidden.id)


def test_the_pages_lead_from_the_directory_to_the_members(company, browser):
    make_member(company, email="mia@example.org")
    guest = make_person(email="guest@example.org", given_name="Lena", family_name="Vogt")
    page = f"/directory/{encode_id(company.id)}"
    browser.sign_in(guest)
    assert "Ask to join" in browser.get(page).text
    done = browser.post(f"/organisations/{encode_id(company.id)}/join", page=page)
    assert done.location == "/organisations"
    assert "Zielona Dolina" in browser.get("/organisations").text

    browser.sign_in(queries.find_person_by_email("mia@example.org"))
    assert "Lena Vogt asks to join Zielona Dolina" in browser.get("/home").text


def test_the_api_asks_lists_and_takes_back(company, client):
    make_member(company)
    guest = make_person()
    bearer = {"Authorization": f"Bearer {make_api_token(guest)}"}
    path = f"/api/v1/organisations/{encode_id(company.id)}/join-requests"
    made = client.post(path, json={}, headers=bearer)
    assert (made.status_code, made.json["purpose"]) == (201, "joining")
    assert client.post(path, json={"role": "owner"}, headers=bearer).status_code == 422
    (own,) = client.get("/api/v1/me/join-requests", headers=bearer).json
    assert client.delete(f"/api/v1/invitations/{own['id']}", headers=bearer).status_code == 204
    assert client.get("/api/v1/me/join-requests", headers=bearer).json == []


def test_the_api_names_those_that_look_alike_until_it_is_new(company, client):
    make_listed(name="Zielona Dolina Sp. z o.o.", country="PL", listed_at=None)
    person = make_person()
    bearer = {"Authorization": f"Bearer {make_api_token(person)}"}
    said = {"name": "Zielona Dolina S.A.", "kind": "sme", "country": "PL"}
    refused = client.post("/api/v1/organisations", json=said, headers=bearer)
    assert (refused.status_code, refused.json["code"]) == (409, "organisation_similar")
    assert [one["id"] for one in refused.json["similar"]] == [encode_id(company.id)]
    made = client.post("/api/v1/organisations", json=said | {"is_new": True}, headers=bearer)
    assert made.status_code == 201
    assert queries.list_organisations_of(actor_of(person)) is not None
