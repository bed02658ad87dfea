"""Wishes of jurors: for what nothing ties them to, while it can be assigned."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.juries.models import Assignment, JurorBid
from app.juries.queries.bidding import list_biddable
from app.juries.services import assigning, bidding
from app.proposals.models import Proposal
from challenges.expertise import Bid
from tests.app.juries.scene import make_scene
from tests.factories.identity import actor_of, make_api_token, make_member, make_person


def wish(actor, proposal, what):
    return in_unit_of_work(lambda: bidding.bid(actor, proposal.id, what))


def titles(actor):
    return [one.title for one in list_biddable(actor)]


def test_wishes_decide_among_equals(app):
    scene = make_scene(phase="published", proposals=2, jurors=2)
    first, second = scene.proposals
    wish(scene.juror(0), second, Bid.EAGER)
    wish(scene.juror(0), first, Bid.RATHER_NOT)
    assert wish(scene.juror(1), first, Bid.WILLING).wish == "willing"
    assigning.assign_now(scene.lead, scene.event, None, per_proposal=1)
    rows = db.session.execute(select(Assignment.juror_id, Assignment.proposal_id))
    assert {tuple(row) for row in rows} == {
        (scene.jurors[0].id, second.id),
        (scene.jurors[1].id, first.id),
    }


def test_a_wish_is_changed_and_taken_back(app):
    scene = make_scene(phase="published", proposals=1, jurors=1)
    for what in (Bid.EAGER, Bid.RATHER_NOT, Bid.RATHER_NOT):
        wish(scene.juror(), scene.proposals[0], what)
    assert db.session.scalars(select(JurorBid.wish)).all() == ["rather_not"]
    assert wish(scene.juror(), scene.proposals[0], None).wish is None
    assert db.session.scalars(select(JurorBid)).all() == []


def test_who_is_tied_to_a_proposal_does_not_see_it(app):
    scene = make_scene(phase="published", proposals=2, jurors=1)
    own = db.session.get(Proposal, scene.proposals[0].id)
    make_member(own.organisation, scene.jurors[0].person)
    assert titles(scene.juror()) == ["Proposal B"]
    with pytest.raises(NotFound):
        wish(scene.juror(), scene.proposals[0], Bid.EAGER)
    assert titles(actor_of(make_person())) == []


def test_unchecked_proposals_and_juries_that_are_over_are_not_offered(app):
    scene = make_scene(phase="published", proposals=2, jurors=1)
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[0].id).state = "submitted"
    assert titles(scene.juror()) == ["Proposal B"]
    begun = make_scene(phase="jury", proposals=1, jurors=1)
    over = make_scene(phase="decision", proposals=1, jurors=1)
    assert (titles(begun.juror()), titles(over.juror())) == (["Proposal A"], [])


def test_the_page_and_the_api(app, browser, client):
    scene = make_scene(phase="published", proposals=1, jurors=1)
    proposal = scene.proposals[0]
    key = encode_id(proposal.id)
    browser.sign_in(scene.jurors[0].person)
    assert "/jury/wishes" in browser.get("/jury").text
    page = browser.get("/jury/wishes").text
    assert ("Proposal A" in page, proposal.organisation.name in page) == (True, False)
    done = browser.post(f"/jury/wishes/{key}", {"wish": "eager"}, page="/jury/wishes")
    assert done.location == f"/jury/wishes#{key}"
    headers = {"Authorization": f"Bearer {make_api_token(scene.jurors[0].person)}"}
    (item,) = client.get("/api/v1/bids", headers=headers).json["items"]
    assert (item["proposal_id"], item["wish"]) == (key, "eager")
    changed = client.put(f"/api/v1/bids/{key}", json={"wish": None}, headers=headers)
    assert (changed.status_code, changed.json["wish"]) == (200, None)
    browser.post(f"/jury/wishes/{key}", {"wish": "rather_not"}, page="/jury/wishes")
    browser.post(f"/jury/wishes/{key}", {"wish": ""}, page="/jury/wishes")
    assert db.session.scalars(select(JurorBid)).all() == []
