"""What suits whom on pages, through the API and in letters."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.notifications.models import Delivery
from tests.client import Browser
from tests.factories.directory import join_cluster, make_cluster
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_person
from tests.factories.matching import (
    make_call,
    make_cooler,
    make_invitation,
    make_stranger,
    work_out,
)
from tests.worker import run_jobs

API = "/api/v1"


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)


@pytest.fixture
def challenge(app):
    return make_call(title="Colder for less")


@pytest.fixture
def cooler(app, challenge):
    made = make_cooler(name="Frostgrid")
    make_stranger(name="Coast tours")
    work_out()
    return made


def bearer(person):
    return {"Authorization": f"Bearer {make_api_token(person)}"}


def test_a_company_sees_what_suits_it_at_home_in_the_list_and_on_its_own_page(
    browser, challenge, cooler
):
    person = make_member(cooler)
    browser.sign_in(person)
    home = browser.get("/home").text
    assert "Challenges that suit you" in home
    assert "Shared keywords: cold storage, defrost" in home
    assert "These suit you" in browser.get(f"/e/{challenge.event.slug}/challenges").text
    beside = browser.get(f"/challenges/{encode_id(challenge.id)}").text
    assert "This suits Frostgrid" in beside
    assert "Who could answer" not in beside
    page = browser.get(f"/organisations/{encode_id(cooler.id)}/suggestions?sort=closes").text
    assert "Colder for less" in page
    assert "Same sector: 28.2" in page
    other = browser.get(f"/organisations/{encode_id(cooler.id)}/suggestions?theme=health").text
    assert "No open challenge suits you yet" in other


def test_visitors_and_strangers_see_nothing_of_it(client, browser, challenge, cooler):
    for path in (
        "/e/" + challenge.event.slug + "/challenges",
        f"/challenges/{encode_id(challenge.id)}",
    ):
        assert "suit" not in client.get(path).text
    browser.sign_in(make_person())
    assert browser.get(f"/organisations/{encode_id(cooler.id)}/suggestions").status_code == 404
    assert browser.get(f"/challenges/{encode_id(challenge.id)}/candidates").status_code == 404


def test_an_owner_invites_and_the_company_answers(app, browser, challenge, cooler):
    boss = make_member(cooler, email="boss@example.org")
    page = f"/challenges/{encode_id(challenge.id)}/candidates"
    browser.sign_in(challenge.created_by)
    assert "Frostgrid" in browser.get(page).text
    assert "Coast tours" not in browser.get(page).text
    sent = browser.post(page, {"organisation_id": encode_id(cooler.id)})
    assert (sent.status_code, sent.location) == (302, page)
    again = browser.post(page, {"organisation_id": encode_id(cooler.id)})
    assert again.status_code == 409
    assert "This organisation is invited already." in again.text
    run_jobs()
    browser.sign_in(boss)
    assert "Answer the invitation to “Colder for less”" in browser.get("/home").text
    called = db.session.scalar(select(Delivery.text))
    mine = f"/organisations/{encode_id(cooler.id)}/suggestions"
    assert f"{mine}" in called
    invited = db.session.scalars(select(Delivery)).one()
    assert (invited.template, invited.recipient) == ("challenge_invitation", "boss@example.org")
    items = browser.get(mine).text
    answer = items.split('action="/challenge-invitations/')[1].split("/answer")[0]
    done = browser.post(
        f"/challenge-invitations/{answer}/answer", {"answer": "interested"}, page=mine
    )
    assert done.location == f"/challenges/{encode_id(challenge.id)}"
    late = browser.post(
        f"/challenge-invitations/{answer}/answer", {"answer": "declined"}, page=mine
    )
    assert late.status_code == 409
    run_jobs()
    mails = {one.template: one for one in db.session.scalars(select(Delivery))}
    told = mails["challenge_invitation_answered"]
    assert told.recipient == challenge.created_by.email
    assert told.subject == "Frostgrid is interested in your challenge"


def test_no_more_invitations_is_one_button(browser, challenge, cooler):
    browser.sign_in(make_member(cooler))
    mine = f"/organisations/{encode_id(cooler.id)}/suggestions"
    wish = f"/organisations/{encode_id(cooler.id)}/challenge-invitations"
    assert browser.post(wish, {"wanted": "0"}, page=mine).location == mine
    assert "Take invitations again" in browser.get(mine).text
    assert browser.post(wish, {"wanted": "1"}, page=mine).location == mine
    assert "Take no invitations" in browser.get(mine).text


def test_organisers_see_what_nobody_suits_and_their_own_members_without_a_challenge(browser):
    cluster, other = make_cluster(name="Elbtal"), make_cluster(name="Wisła")
    event = make_event(lead_organisation_id=cluster.id)
    make_call(event, title="Colder for less")
    make_call(
        event,
        title="Nobody knows this",
        keywords=["zymurgy"],
        nace=["11.05"],
        problem="Beer",
        wanted_outcome="Beer",
        summary="Beer",
        theme="health",
    )
    person = make_member(cluster)
    make_team_member(event, person)
    for one, of in (
        (make_cooler(name="Frostgrid"), cluster),
        (make_stranger(name="Coast tours"), cluster),
        (make_stranger(name="Foreign tours"), other),
    ):
        join_cluster(of, one)
    join_cluster(cluster, make_stranger(name="Steel works", kind="large_company"))
    work_out()
    browser.sign_in(person)
    text = browser.get(f"/manage/{event.slug}/matching").text
    assert text.count("Nobody</span>") == 1
    assert "Coast tours" in text
    assert "Frostgrid" not in text
    assert "Foreign tours" not in text
    assert "Steel works" not in text
    assert "Nobody knows this" in browser.get(f"/manage/{event.slug}").text
    found = browser.client.get(f"{API}/events/{event.slug}/matching", headers=bearer(person)).json
    assert [(one["challenge"], one["organisations"]) for one in found["challenges"]] == [
        ("Colder for less", 1),
        ("Nobody knows this", 0),
    ]
    assert [one["name"] for one in found["members"]] == ["Coast tours"]


def test_programs_do_all_of_it(app, client, challenge, cooler):
    owner, boss = bearer(challenge.created_by), bearer(make_member(cooler))
    mine = f"{API}/organisations/{encode_id(cooler.id)}"
    found = client.get(f"{mine}/suggestions", headers=boss).json["items"]
    assert found[0]["challenge"]["title"] == "Colder for less"
    assert found[0]["reasons"][0] == {"kind": "keywords", "what": ["cold storage", "defrost"]}
    page = f"{API}/challenges/{encode_id(challenge.id)}/candidates"
    listed = client.get(page, headers=owner).json
    assert (listed["left_today"], listed["items"][0]["name"]) == (20, "Frostgrid")
    assert listed["items"][0]["invited_at"] is None
    assert client.get(page, headers=boss).status_code == 404
    body = {"organisation_id": encode_id(cooler.id)}
    sent = client.post(page, json=body, headers=owner)
    assert (sent.status_code, sent.json["answer"]) == (201, None)
    assert client.get(page, headers=owner).json["left_today"] == 19
    invitations = client.get(f"{mine}/challenge-invitations", headers=boss).json
    assert (invitations["wanted"], len(invitations["items"])) == (True, 1)
    address = f"{API}/challenge-invitations/{sent.json['id']}/answer"
    answered = client.post(address, json={"answer": "declined"}, headers=boss)
    assert (answered.status_code, answered.json["answer"]) == (200, "declined")
    wish = client.put(f"{mine}/challenge-invitations", json={"wanted": False}, headers=boss)
    assert wish.status_code == 204
    assert client.get(page, headers=owner).json["items"] == []


def test_pages_take_as_many_statements_for_one_as_for_three(browser, app, count_queries):
    event = make_event()
    cooler = make_cooler(name="Frostgrid")
    first = make_call(event)
    browser.sign_in(make_member(cooler))
    paths = [f"/organisations/{encode_id(cooler.id)}/suggestions", "/home"]
    owners = f"/challenges/{encode_id(first.id)}/candidates"
    owner = Browser(app).sign_in(first.created_by)
    counts = []
    for others in (0, 2):
        for number in range(others):
            make_invitation(make_call(event), cooler)
            make_invitation(first, make_cooler(), place=number + 1)
        work_out()
        for who, path in ((browser, paths[0]), (browser, paths[1]), (owner, owners)):
            who.get(path)
            with count_queries as n:
                who.get(path)
            counts.append(n.count)
    assert counts[:3] == counts[3:]
