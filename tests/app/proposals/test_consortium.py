"""Making a proposal together: asked, agreed, named in it, read by all, submitted by one."""

from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Invitation, OrganisationKind
from app.identity.queries import actor_for
from app.identity.services import accept_invitation
from app.juries.queries.ties import proposal_sides
from app.proposals.models import Proposal, ProposalPartner
from app.proposals.queries import find_submission, get_visible_proposal
from app.proposals.rules import check_eligibility
from app.proposals.services import consortium, submitting, writing
from challenges.canonical import digest
from tests.access.looking import text_of
from tests.client import Browser
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs

ASKED = {"country": "PL", "kind": "research", "part": "Measures it", "email": "ola@uni.example"}


@pytest.fixture
def proposal(app):
    return make_proposal(make_challenge())


def ask(proposal, **values):
    with unit_of_work():
        return consortium.name_partner(
            actor_for(proposal.created_by), proposal.id, **({"name": "Uni"} | ASKED | values)
        )


def invited(organisation=None, email="ola@uni.example"):
    person = make_person(email=email)
    if organisation is not None:
        make_member(organisation, person)
    return person


def agree(person):
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.email_key == person.email_key)
    ).one()
    with unit_of_work():
        accept_invitation(actor_for(person), invitation)


def again(proposal):
    db.session.expire_all()
    return db.session.get_one(Proposal, proposal.id)


def test_a_partner_counts_once_it_agreed_with_what_is_known_of_it(proposal):
    ask(proposal, name="Warsaw University")
    assert (again(proposal).partner_countries, proposal.has_research_partner) == ([], False)
    home = make_organisation(name="Uniwersytet", country="LT", kind=OrganisationKind.RESEARCH)
    agree(invited(home))
    (partner,) = again(proposal).consortium
    assert (partner.name, partner.country, partner.organisation_id) == (
        "Uniwersytet",
        "LT",
        home.id,
    )
    assert (proposal.partner_countries, proposal.has_research_partner) == (["LT"], True)
    assert db.session.scalar(select(Invitation)) is None


def test_whoever_has_no_organisation_here_stays_named(proposal):
    ask(proposal)
    person = invited()
    agree(person)
    (partner,) = again(proposal).consortium
    assert (partner.name, partner.country, partner.organisation_id) == ("Uni", "PL", None)
    assert get_visible_proposal(actor_for(person), proposal.id).id == proposal.id


def test_of_several_organisations_the_named_one_agrees_or_none(proposal):
    first, second = make_organisation(name="First"), make_organisation(name="ŪNI")
    person = invited(first)
    make_member(second, person)
    ask(proposal, name="Uni")
    agree(person)
    assert again(proposal).consortium[0].organisation_id == second.id
    other = invited(make_organisation(), "two@x.example")
    make_member(make_organisation(), other)
    ask(proposal, name="Somebody", email="two@x.example")
    agree(other)
    assert again(proposal).consortium[1].organisation_id is None


@pytest.mark.parametrize("side", ["lead", "owner"])
def test_neither_side_is_its_own_partner(proposal, side):
    owner = proposal.challenge.owner_organisation
    ask(proposal)
    person = invited(proposal.organisation if side == "lead" else owner)
    with pytest.raises(Conflict, match="partner_is_a_side"):
        agree(person)
    assert again(proposal).consortium[0].confirmed_at is None


def test_people_of_a_partner_read_and_do_not_write(browser, proposal):
    home = make_organisation()
    colleague = make_member(home)
    address = f"/proposals/{encode_id(proposal.id)}"
    ask(proposal)
    with pytest.raises(NotFound):
        get_visible_proposal(actor_for(colleague), proposal.id)
    agree(invited(home))
    actor = actor_for(colleague)
    assert get_visible_proposal(actor, proposal.id).title == proposal.title
    for act in (
        lambda: writing.save_proposal(actor, proposal.id, version=1, values={"title": "Mine"}),
        lambda: submitting.submit_proposal(actor, proposal.id),
        lambda: submitting.withdraw_proposal(actor, proposal.id, "No"),
        lambda: consortium.name_partner(actor, proposal.id, name="More", **ASKED),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            act()
    browser.sign_in(colleague)
    page = browser.get(address).text
    assert ("Made together with" in page, "/edit" in page) == (True, False)
    assert "Made together with others" in browser.get("/proposals").text


def test_the_version_the_receipt_and_the_paper_name_those_who_agreed(browser, proposal):
    ask(proposal)
    agree(invited(make_organisation(name="Uni Vilnius", country="LT")))
    ask(proposal, name="Silent Ltd", email="silent@x.example")
    author = proposal.created_by
    with unit_of_work():
        submission = submitting.submit_proposal(actor_for(author), proposal.id)
    (entry,) = submission.content["consortium"]
    assert (entry["name"], entry["country"], entry["part"]) == ("Uni Vilnius", "LT", "Measures it")
    assert submission.content["partner_countries"] == ["LT"]
    assert digest(submission.content) == submission.sha256
    browser.sign_in(author)
    address = f"/proposals/{encode_id(proposal.id)}/receipt"
    assert "Uni Vilnius" in browser.get(address).text
    paper = text_of(browser.get(f"{address}/1.pdf").data)
    assert ("Uni Vilnius" in paper, "Silent Ltd" in paper) == (True, False)


def test_a_proposal_without_partners_keeps_its_hash(proposal):
    frozen = submitting.frozen_content(proposal)
    assert "consortium" not in frozen


def test_what_is_typed_of_countries_counts_only_without_partners_by_name(proposal):
    actor, typed = actor_for(proposal.created_by), {"partner_countries": ["FR"]}
    with unit_of_work():
        writing.save_proposal(actor, proposal.id, version=1, values=typed)
    assert again(proposal).partner_countries == ["FR"]
    ask(proposal)
    with unit_of_work():
        writing.save_proposal(actor, proposal.id, version=2, values=typed)
    assert again(proposal).partner_countries == []


def test_after_the_deadline_nobody_joins_or_leaves(proposal):
    partner = ask(proposal)
    person = invited(make_organisation())
    challenge = proposal.challenge
    with time_machine.travel(deadline_of(challenge)):
        with pytest.raises((Conflict, NotFound)):
            agree(person)
        with pytest.raises(Conflict, match="deadline_passed"), unit_of_work():
            consortium.remove_partner(actor_for(proposal.created_by), proposal.id, partner.id)
    assert again(proposal).consortium[0].confirmed_at is None


def test_taking_a_partner_out_ends_its_invitation_and_its_reading(proposal):
    asked = ask(proposal)
    author = actor_for(proposal.created_by)
    with unit_of_work():
        consortium.remove_partner(author, proposal.id, asked.id)
    assert db.session.scalar(select(Invitation)) is None
    ask(proposal)
    person = invited(make_organisation(country="LT"))
    agree(person)
    partner = again(proposal).consortium[0]
    stranger = actor_for(make_person())
    with pytest.raises(NotFound), unit_of_work():
        consortium.remove_partner(stranger, proposal.id, partner.id)
    with unit_of_work():
        consortium.remove_partner(actor_for(person), proposal.id, partner.id)
    assert (again(proposal).consortium, proposal.partner_countries) == ([], [])
    with pytest.raises(NotFound):
        get_visible_proposal(actor_for(person), proposal.id)


def test_nobody_learns_that_another_proposal_asks_the_same_address(proposal):
    rival = make_proposal(proposal.challenge)
    ask(proposal)
    ask(rival)
    assert db.session.query(Invitation).count() == 2


def test_the_same_partner_stands_in_a_proposal_once(proposal):
    ask(proposal)
    with pytest.raises(Conflict, match="partner_twice"):
        ask(proposal, name=" UNI ", email="other@x.example")


def test_there_are_at_most_twelve(proposal):
    rows = [
        {"name": f"P{n}", "name_key": f"p{n}", "country": "PL", "kind": "sme"} for n in range(12)
    ]
    with unit_of_work():
        db.session.add_all(ProposalPartner(proposal_id=proposal.id, **row) for row in rows)
    with pytest.raises(Invalid, match="too_many_partners"):
        ask(proposal)


def test_a_country_of_a_partner_makes_a_consortium_eligible(proposal):
    asked = SimpleNamespace(who_may_apply=["consortium"], countries=["LT"], trl_min=3)
    said = {"partners": "", "has_research_partner": False, "partner_countries": ["LT"], "trl": 6}
    checks = check_eligibility(asked, proposal.organisation, SimpleNamespace(**said))
    met = [one.is_met for one in checks]
    assert met == [True, True, True]


def test_a_juror_of_a_partner_is_found(app):
    proposal = make_submitted_proposal(make_challenge())
    ask(proposal)
    home = make_organisation()
    agree(invited(home))
    sides = proposal_sides([proposal.challenge_id])
    assert {one.organisation_id for one in sides} == {proposal.organisation_id, home.id}


def test_from_the_page_to_the_mail_and_the_api(app, browser, client, proposal):
    author = proposal.created_by
    browser.sign_in(author)
    address = f"/proposals/{encode_id(proposal.id)}/partners"
    assert "Nobody but you yet" in browser.get(address).text
    assert address in browser.get(f"/proposals/{encode_id(proposal.id)}/edit").text
    sent = {"name": "Uni", **ASKED}
    assert browser.post(address, sent).location == address
    run_jobs()
    assert "ola@uni.example" in browser.get(address).text
    headers = {"Authorization": f"Bearer {make_api_token(author)}"}
    program = f"/api/v1{address}"
    second = sent | {"name": "Two", "email": "b@x.example"}
    made = client.post(program, json=second, headers=headers)
    assert (made.status_code, made.json["confirmed_at"]) == (201, None)
    assert [one["name"] for one in client.get(program, headers=headers).json] == ["Uni", "Two"]
    assert client.delete(f"{program}/{made.json['id']}", headers=headers).status_code == 204
    guest = Browser(app).sign_in(invited(make_organisation(name="Lab")))
    invitation = db.session.scalars(select(Invitation)).one()
    page = guest.get(f"/invitations/{encode_id(invitation.id)}")
    assert "Make a proposal together" in page.text
    done = guest.post(f"/invitations/{encode_id(invitation.id)}/accept", page="/home")
    assert done.location == f"/proposals/{encode_id(proposal.id)}"
    assert find_submission(proposal.id, 1) is None
