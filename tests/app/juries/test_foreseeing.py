"""With how many proposals somebody would be in conflict, before they are asked."""

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Invitation
from app.juries.queries.foreseeing import Foreseen, foresee_invitee, foresee_people
from app.juries.rules.judging import Invitee
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene
from tests.app.juries.test_api import bearer
from tests.factories.challenges import make_challenge
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_member, make_person
from tests.factories.proposals import make_submitted_proposal


def maker_of(scene, number=0):
    return db.session.get(Proposal, scene.proposals[number].id).organisation


def written_at(scene, domain, number=0):
    """Give the author of a proposal an address at a domain."""
    with unit_of_work():
        author = db.session.get(Proposal, scene.proposals[number].id).created_by
        author.email = author.email_key = f"anna@{domain}"


def test_memberships_and_domains_count_each_proposal_once(app):
    scene = make_scene(proposals=3)
    both, free = make_person(email="rokas@medvilkas.lt"), make_person()
    written_at(scene, "medvilkas.lt")
    make_member(maker_of(scene, 0), both)
    make_member(maker_of(scene, 1), both)
    found = foresee_people(scene.lead, scene.event, [both, free])
    assert found == {both.id: Foreseen(2, 3), free.id: Foreseen(0, 3)}


def test_of_an_address_nothing_counts_but_its_domain_and_what_is_named(app):
    scene = make_scene(proposals=3)
    known = make_person(email="rokas@medvilkas.lt")
    make_member(maker_of(scene, 1), known)
    written_at(scene, "medvilkas.lt")
    name = maker_of(scene, 2).name
    for email in (known.email, "nobody@medvilkas.lt"):
        assert foresee_invitee(scene.lead, scene.event, Invitee(email)) == Foreseen(1, 3)
        asked = Invitee(email, organisation=name)
        assert foresee_invitee(scene.lead, scene.event, asked) == Foreseen(2, 3)


def test_what_is_over_or_not_theirs_to_judge_is_left_out(app):
    scene = make_scene(proposals=1)
    other = make_challenge(scene.event, phase="jury")
    over = make_challenge(scene.event, phase="decision")
    for one in (other, over):
        make_submitted_proposal(one, state="eligible")
    asked = Invitee("a@b.example")
    assert foresee_invitee(scene.lead, scene.event, asked) == Foreseen(0, 2)
    asked = Invitee("a@b.example", challenge_ids=(other.id,))
    assert foresee_invitee(scene.lead, scene.event, asked) == Foreseen(0, 1)


def test_what_is_closed_to_the_reader_is_no_part_of_it(app):
    scene = make_scene(proposals=2)
    asked = make_person()
    make_member(maker_of(scene, 0), asked)
    tied = actor_of(make_person(), maker_of(scene, 0))
    assert foresee_people(tied, scene.event, [asked]) == {asked.id: Foreseen(0, 1)}
    named = Invitee("a@b.example", organisation=maker_of(scene, 0).name)
    assert foresee_invitee(tied, scene.event, named) == Foreseen(0, 1)


def test_the_pages_say_it_and_ask_nobody(app, browser):
    scene = make_scene(proposals=2)
    expert = make_person()
    make_member(maker_of(scene), expert)
    make_expert(scene.event.lead_organisation, expert)
    browser.sign_in(scene.organiser)
    words = "Would be in conflict with 1 of 2 proposals"
    assert words in browser.get(f"/manage/{scene.event.slug}/jury/pool").text
    written_at(scene, "medvilkas.lt")
    url = f"/manage/{scene.event.slug}/jury/add"
    sent = {"email": "new@medvilkas.lt", "seat": "member", "foresee": "1"}
    page = browser.post(url, sent)
    assert (page.status_code, words in page.text) == (200, True)
    assert 'value="new@medvilkas.lt"' in page.text
    assert browser.post(url, sent | {"email": "wrong"}).status_code == 422
    assert db.session.query(Invitation).all() == []


def test_programs_ask_about_an_address_or_an_expert(app, client):
    scene = make_scene(proposals=2)
    expert = make_person()
    make_member(maker_of(scene), expert)
    profile = make_expert(scene.event.lead_organisation, expert)
    url, headers = f"/api/v1/events/{scene.event.slug}/jurors/foreseen", bearer(scene.organiser)
    found = client.post(url, json={"expert_id": encode_id(profile.id)}, headers=headers)
    assert found.json == {"conflicts": 1, "proposals": 2}
    found = client.post(url, json={"email": "a@b.example"}, headers=headers)
    assert found.json == {"conflicts": 0, "proposals": 2}
    assert client.post(url, json={}, headers=headers).status_code == 422
