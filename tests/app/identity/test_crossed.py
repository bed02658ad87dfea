"""An organisation belongs to a cluster when both agree, until one of them ends it."""

import pytest

from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import ClusterMembership, OrganisationKind
from app.identity.rules import MemberRole
from tests.client import Browser
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person


@pytest.fixture
def hub(app):
    return make_organisation(name="Elbtal", kind=OrganisationKind.CLUSTER)


@pytest.fixture
def manager(hub):
    return make_member(hub, given_name="Mia")


@pytest.fixture
def company(app):
    return make_organisation(name="Kistenfunk")


@pytest.fixture
def owner(company):
    return make_member(company, given_name="Lena", email="lena@example.org")


def who(person):
    return queries.actor_for(person)


def ask(owner, company, hub):
    with unit_of_work():
        return services.ask_cluster(who(owner), company.id, cluster_id=hub.id)


def answer(person, crossed, how):
    with unit_of_work():
        found = queries.get_crossed(who(person), crossed.id)
        services.ANSWERS[how](who(person), found)
        return found.state


def list_it(owner, company):
    with unit_of_work():
        services.set_listing(who(owner), company.id, is_listed=True)


def test_an_organisation_asks_and_the_cluster_accepts(hub, manager, company, owner):
    crossed = ask(owner, company, hub)
    assert queries.cluster_ids_of(company.id, [hub.id]) == []
    with pytest.raises(Forbidden):
        answer(owner, crossed, "accept")  # nobody answers their own question
    assert answer(manager, crossed, "accept") == "accepted"
    assert queries.cluster_ids_of(company.id, [hub.id]) == [hub.id]
    for how in ("accept", "decline"):
        with pytest.raises(Conflict):
            answer(manager, crossed, how)


def test_a_cluster_invites_a_listed_organisation_which_accepts(hub, manager, company, owner):
    def invite():
        with unit_of_work():
            return services.invite_organisation(who(manager), hub.id, organisation_id=company.id)

    with pytest.raises(Invalid) as refused:
        invite()
    assert refused.value.code == "organisation_unlisted"
    list_it(owner, company)
    crossed = invite()
    with pytest.raises(Forbidden):
        answer(manager, crossed, "accept")
    assert answer(owner, crossed, "accept") == "accepted"


@pytest.mark.parametrize("ender", ["owner", "manager"])
def test_either_side_ends_it_and_may_ask_again(request, ender, hub, manager, company, owner):
    crossed = ask(owner, company, hub)
    answer(manager, crossed, "accept")
    assert answer(request.getfixturevalue(ender), crossed, "end") == "ended"
    with pytest.raises(Conflict):
        answer(owner, crossed, "end")
    again = ask(owner, company, hub)
    assert (again.id, again.state, again.since) == (crossed.id, "asked", None)


def test_a_question_is_taken_back_by_who_asked(hub, manager, company, owner):
    crossed = ask(owner, company, hub)
    with pytest.raises(Forbidden):
        answer(manager, crossed, "end")
    assert answer(owner, crossed, "end") == "ended"


def test_asking_twice_is_refused(hub, company, owner):
    ask(owner, company, hub)
    with pytest.raises(Conflict) as refused:
        ask(owner, company, hub)
    assert refused.value.code == "crossed_already"


def test_what_is_no_cluster_and_a_cluster_itself_are_not_asked(hub, manager, company, owner):
    for asker, asking, asked in (
        (owner, company, make_organisation()),
        (manager, hub, hub),
    ):
        with pytest.raises(Invalid):
            ask(asker, asking, asked)


def test_members_see_and_owners_act_and_nobody_else_knows(hub, manager, company, owner):
    crossed = ask(owner, company, hub)
    helper = make_member(hub, role=MemberRole.MEMBER)
    with pytest.raises(Forbidden):
        answer(helper, crossed, "accept")
    for stranger in (make_person(), make_member(hub, role=MemberRole.OBSERVER)):
        with pytest.raises(NotFound):
            answer(stranger, crossed, "accept")


def test_both_sides_have_their_pages(browser, hub, manager, company, owner):
    browser.sign_in(owner)
    mine = f"/organisations/{encode_id(company.id)}/clusters"
    assert browser.post(mine, {"cluster_id": encode_id(hub.id)}).location == mine
    assert "Asked" in browser.get(mine).text

    browser.sign_in(manager)
    assert "Kistenfunk asks to join Elbtal" in browser.get("/home").text
    crossed = db.session.query(ClusterMembership).one()
    page = f"/cluster-memberships/{encode_id(crossed.id)}"
    before = browser.get(page).text
    assert ("Accept" in before, "lena@example.org" in before) == (True, False)
    assert browser.post(f"{page}/accept", page=page).location == page
    agreed = browser.get(page).text
    assert ("lena@example.org" in agreed, "Profile</h2>" in agreed) == (True, True)
    theirs = f"/organisations/{encode_id(hub.id)}/cluster-members"
    assert "Kistenfunk" in browser.get(theirs).text
    assert "Kistenfunk" not in browser.get(f"{theirs}?q=other").text
    assert "Kistenfunk" not in browser.get(f"{theirs}?state=ended").text
    export = browser.get(f"{theirs}.csv")
    assert export.headers["Cache-Control"] == "private, no-store"
    assert "lena@example.org" in export.text

    browser.post(f"{page}/end", page=page)
    ended = browser.get(page).text
    assert ("lena@example.org" in ended, "Profile</h2>" in ended) == (False, False)


def test_a_cluster_finds_only_listed_organisations(browser, hub, manager, company, owner):
    browser.sign_in(manager)
    page = f"/organisations/{encode_id(hub.id)}/cluster-members/invite"
    assert "Kistenfunk" not in browser.get(f"{page}?q=kisten").text
    list_it(owner, company)
    assert "Kistenfunk" in browser.get(f"{page}?q=kisten").text
    sent = browser.post(page, {"organisation_id": encode_id(company.id)})
    assert sent.location.endswith("state=asked")
    browser.get("/home")  # which says that it is asked
    assert "Kistenfunk" not in browser.get(f"{page}?q=kisten").text
    browser.sign_in(owner)
    assert browser.get(page).status_code == 404
    assert "Elbtal asks Kistenfunk to join" in browser.get("/home").text


def test_the_members_take_as_many_statements_for_three_as_for_one(app, hub, manager, count_queries):
    browser = Browser(app).sign_in(manager)
    page = f"/organisations/{encode_id(hub.id)}/cluster-members"
    counts = []
    for more in (1, 2):
        for _ in range(more):
            company = make_organisation()
            owner = make_member(company)
            answer(manager, ask(owner, company, hub), "accept")
        for path in (page, f"{page}.csv"):
            db.session.remove()
            with count_queries as n:
                assert browser.get(path).status_code == 200
            counts.append(n.count)
    assert counts == [7, 5, 7, 5]


def test_programs_ask_list_and_answer(client, hub, manager, company, owner):
    mine, theirs, none = (
        {"Authorization": f"Bearer {make_api_token(one)}"}
        for one in (owner, manager, make_person())
    )
    path = f"/api/v1/organisations/{encode_id(company.id)}/clusters"
    asked = client.post(path, json={"cluster_id": encode_id(hub.id)}, headers=mine)
    assert (asked.status_code, asked.json["state"], asked.json["cluster"]) == (
        201,
        "asked",
        "Elbtal",
    )
    one = f"/api/v1/cluster-memberships/{asked.json['id']}"
    assert client.get(one, headers=none).status_code == 404
    assert client.post(f"{one}/answer", json={"answer": "accept"}, headers=mine).status_code == 403
    done = client.post(f"{one}/answer", json={"answer": "accept"}, headers=theirs)
    assert done.json["state"] == "accepted"
    members = f"/api/v1/clusters/{encode_id(hub.id)}/members"
    listed = client.get(members, headers=theirs).json
    assert (listed["total"], [m["organisation"] for m in listed["items"]]) == (1, ["Kistenfunk"])
    assert client.get(members, headers=mine).status_code == 404
    assert [c["state"] for c in client.get(path, headers=mine).json] == ["accepted"]
