"""Nobody becomes a member unasked: who is invited accepts, and whoever is in can leave again."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound, RateLimited
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import Invitation, Person
from tests.client import Browser
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)


def invite(member, organisation, email):
    with unit_of_work():
        return services.invite_member(actor_of(member, organisation), organisation.id, email=email)


def path_of(organisation, rest=""):
    return f"/organisations/{encode_id(organisation.id)}{rest}"


def ids_of(person):
    return queries.actor_for(person).organisation_ids


@pytest.fixture
def organisation(app):
    return make_organisation(name="Kistenfunk")


@pytest.fixture
def lena(organisation):
    return make_member(organisation, given_name="Lena", family_name="Straßburger")


def test_an_invited_person_is_no_member_until_they_accept(browser, organisation, lena):
    victim = make_person(given_name="Zoë")
    browser.sign_in(lena)
    data = {"email": victim.email}
    assert browser.post(path_of(organisation, "/members"), data).status_code == 302
    assert ids_of(victim) == set()

    browser.sign_in(victim)
    home = browser.get("/home").text
    assert "Lena Straßburger asks you to join Kistenfunk" in home
    path = home.split('href="/invitations/')[1].split('"')[0]
    path = f"/invitations/{path}"
    page = browser.get(path).text
    assert ("Kistenfunk" in page, "Accept" in page, "Decline" in page) == (True, True, True)
    answer = browser.post(f"{path}/accept", page="/home")

    assert answer.location == path_of(organisation)
    assert ids_of(victim) == {organisation.id}
    assert browser.get(path).status_code == 404
    assert "Zoë" in browser.get(path_of(organisation)).text


def test_declining_leaves_nothing_behind(browser, organisation, lena):
    invitation = invite(lena, organisation, make_person(email="zoe@example.org").email)
    browser.sign_in(queries.find_person_by_email("zoe@example.org"))
    path = f"/invitations/{encode_id(invitation.id)}"

    assert browser.post(f"{path}/decline", page="/home").location == "/home"
    assert "asks you to join" not in browser.get("/home").text
    assert queries.list_invitations(organisation) == []
    assert browser.post(f"{path}/accept", page="/home").status_code == 404


def test_the_page_tells_the_typed_address_and_nothing_else(browser, organisation, lena):
    make_person(email="known@example.org", given_name="Zoë", family_name="Secret")
    browser.sign_in(lena)
    pages = []
    for email in ("known@example.org", "nobody@example.org"):
        answer = browser.post(path_of(organisation, "/members"), {"email": email})
        people = path_of(organisation, "/people")
        assert (answer.status_code, answer.location) == (302, people)
        page = browser.get(people).text
        assert email in page
        assert "Secret" not in page
        pages.append(page.split("toast")[1].split("<")[0].replace(email, ""))
        again = browser.post(path_of(organisation, "/members"), {"email": email.upper()})
        assert (again.status_code, "is invited already" in again.text) == (409, True)
    assert pages[0] == pages[1]


def test_a_member_cannot_be_invited_again(organisation, lena):
    make_member(organisation, email="in@example.org")
    with pytest.raises(Conflict) as refused:
        invite(lena, organisation, "In@example.org")
    assert (refused.value.code, refused.value.field) == ("already_member", "email")


def test_an_invitation_is_withdrawn_by_members_only(browser, organisation, lena):
    invitation = invite(lena, organisation, "zoe@example.org")
    path = f"/invitations/{encode_id(invitation.id)}/withdraw"
    stranger = make_member(make_organisation())
    browser.sign_in(stranger)
    assert browser.post(path, page="/home").status_code == 404
    browser.sign_in(lena)
    assert browser.post(path, page="/home").status_code == 302
    assert queries.list_invitations(organisation) == []


def test_only_the_invited_address_answers(app, organisation, lena):
    invitation = invite(lena, organisation, "zoe@example.org")
    other = make_person()
    with pytest.raises(NotFound), unit_of_work():
        services.accept_invitation(actor_of(other), queries.get_invitation(invitation.id))
    with pytest.raises(Forbidden), unit_of_work():  # who sent it sees it, and cannot answer it
        services.accept_invitation(
            actor_of(lena, organisation), queries.get_invitation(invitation.id)
        )
    with pytest.raises(Forbidden), unit_of_work():
        services.decline_by_link(actor_of(other), services.link_of(invitation))
    with pytest.raises(NotFound):
        services.read_link(services.link_of(invitation)[:-1] + "x")


def test_an_address_that_is_not_proved_needs_the_mail_to_answer(app, browser, organisation, lena):
    invitation = invite(lena, organisation, "zoe@example.org")
    late = make_person(email="zoe@example.org", email_confirmed_at=None)
    assert queries.list_invitations_to(actor_of(late)) == []
    with pytest.raises(NotFound):
        queries.get_invitation_to(actor_of(late), invitation.id)

    browser.sign_in(late)
    path = f"/invitation/{services.link_of(invitation)}"
    assert browser.post(path, {"answer": "accept"}).location == path_of(organisation)
    assert ids_of(late) == {organisation.id}
    db.session.expire_all()
    assert db.session.get_one(Person, late.id).email_confirmed_at is not None


def test_a_colleague_can_be_removed_and_anybody_can_leave_but_the_last(browser, organisation, lena):
    zoe = make_member(organisation, given_name="Zoë")
    browser.sign_in(lena)
    remove = path_of(organisation, "/members/{}/remove")
    page = path_of(organisation, "/people")

    assert browser.post(remove.format(encode_id(zoe.id)), page=page).location == page
    assert (ids_of(zoe), ids_of(lena)) == (set(), {organisation.id})
    assert browser.post(remove.format(encode_id(zoe.id)), page=page).status_code == 404
    last = browser.post(remove.format(encode_id(lena.id)), page=page)
    assert (last.status_code, ids_of(lena)) == (409, {organisation.id})

    make_member(organisation, zoe)
    assert browser.post(remove.format(encode_id(lena.id)), page=page).location == "/organisations"
    assert (ids_of(zoe), ids_of(lena)) == ({organisation.id}, set())
    assert browser.get(page).status_code == 404


def test_a_stranger_removes_nobody(organisation, lena):
    stranger = make_member(make_organisation())
    with pytest.raises(NotFound), unit_of_work():
        services.remove_member(queries.actor_for(stranger), organisation.id, lena.id)


def test_who_leaves_takes_their_invitations_along(organisation, lena):
    zoe = make_member(organisation)
    invite(zoe, organisation, "door@example.org")
    kept = invite(lena, organisation, "kept@example.org")
    with unit_of_work():
        services.remove_member(actor_of(lena, organisation), organisation.id, zoe.id)
    assert db.session.scalars(select(Invitation.id)).all() == [kept.id]


def test_invitations_are_not_for_spam(organisation, lena):
    for number in range(51):
        invite(lena, organisation, f"person{number}@elsewhere.example.org")
    with pytest.raises(RateLimited):
        invite(lena, organisation, "one.more@elsewhere.example.org")
    invite(make_member(organisation), organisation, "one.more@elsewhere.example.org")


def test_programs_invite_answer_withdraw_and_leave(client, organisation, lena):
    zoe = make_person(email="zoe@example.org", given_name="Zoë", family_name="Bo")
    hers, theirs = ({"Authorization": f"Bearer {make_api_token(one)}"} for one in (lena, zoe))
    base = f"/api/v1{path_of(organisation)}"

    made = client.post(f"{base}/invitations", json={"email": "zoe@example.org"}, headers=hers)
    assert made.status_code == 201
    sent = {"created_at", "sent_at", "sent_count", "expires_at"}
    assert set(made.json) == {"id", "purpose", "email", "role", "organisation_id"} | sent
    assert client.get(f"{base}/invitations", headers=theirs).status_code == 404
    second = client.post(f"{base}/invitations", json={"email": "x@example.org"}, headers=hers)
    path = f"/api/v1/invitations/{second.json['id']}"
    assert client.delete(path, headers=hers).status_code == 204
    listed = client.get(f"{base}/invitations", headers=hers).json
    assert [one["email"] for one in listed] == ["zoe@example.org"]

    waiting = client.get("/api/v1/me/invitations", headers=theirs).json
    assert [(one["organisation"], one["invited_by"]) for one in waiting] == [
        ("Kistenfunk", "Lena Straßburger")
    ]
    answer = f"/api/v1/me/invitations/{waiting[0]['id']}"
    assert client.delete(answer, headers=hers).status_code == 404
    assert client.post(f"{answer}/accept", headers=theirs).status_code == 204
    assert ids_of(zoe) == {organisation.id}

    members = client.get(f"{base}/members", headers=hers).json
    assert [one["name"] for one in members] == ["Zoë Bo", "Lena Straßburger"]
    me = f"{base}/members/{encode_id(zoe.id)}"
    assert client.delete(me, headers=theirs).status_code == 204
    assert ids_of(zoe) == set()


def test_programs_decline(client, organisation, lena):
    zoe = make_person(email="zoe@example.org")
    invitation = invite(lena, organisation, "zoe@example.org")
    headers = {"Authorization": f"Bearer {make_api_token(zoe)}"}
    path = f"/api/v1/me/invitations/{encode_id(invitation.id)}"
    assert client.delete(path, headers=headers).status_code == 204
    assert client.delete(path, headers=headers).status_code == 404


def test_home_takes_as_many_statements_for_three_invitations_as_for_one(app, count_queries):
    zoe = make_person(email="zoe@example.org")
    browser = Browser(app).sign_in(zoe)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            organisation = make_organisation()
            invite(make_member(organisation), organisation, "zoe@example.org")
        db.session.remove()
        with count_queries as n:
            browser.get("/home")
        counts.append(n.count)
    assert counts[0] == counts[1]
