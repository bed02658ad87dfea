"""Assigning anew: worked out, looked at, and then applied once; stopped, it leaves nothing."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.core import work
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.outbox import OutboxMessage
from app.core.uow import in_unit_of_work, unit_of_work
from app.juries.models import Assignment, AssignmentDraft, AssignmentRun
from app.juries.queries.drafts import find_draft, get_draft
from app.juries.rules.terms import Change, Terms, change_between
from app.juries.services import assigning, rearranging
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_api_token, make_member, make_organisation
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.worker import run_jobs


def work_out(scene, **terms):
    given = {"per_proposal": 1, "is_anew": True} | terms
    with unit_of_work():
        started = rearranging.work_out_later(
            scene.lead, scene.event, None, Terms(**given), back_url="/"
        )
    run_jobs()
    db.session.expire_all()
    return started


def draft_of(scene):
    return get_draft(scene.lead, scene.event)


def pairs():
    rows = db.session.execute(select(Assignment.juror_id, Assignment.proposal_id))
    return {tuple(row) for row in rows}


def apply(scene, draft_id):
    return in_unit_of_work(lambda: rearranging.apply_draft(scene.lead, scene.event, draft_id))


def test_change_by_hand():
    change = change_between([(1, 7), (2, 7)], [(2, 7), (3, 7), (3, 8)])
    assert change == Change(((3, 7), (3, 8)), ((1, 7),), ((2, 7),))
    assert change.touched == (1, 3)


def test_what_is_begun_stays_and_the_rest_is_balanced(app):
    scene = make_scene(proposals=4, jurors=2)
    begun = make_assignment(scene.jurors[0], scene.proposals[0])
    make_scorecard(begun, 4, 4)
    for proposal in scene.proposals[1:]:
        make_assignment(scene.jurors[0], proposal)
    before = pairs()
    started = work_out(scene)
    assert pairs() == before
    assert work.get_work(scene.lead, started.id).state == "done"
    draft = draft_of(scene)
    change = rearranging.change_of(draft)
    assert (len(change.added), len(change.removed), len(change.kept)) == (2, 2, 2)
    apply(scene, draft.id)
    assert (begun.juror_id, begun.proposal_id) in pairs()
    assert sorted(Counter(juror for juror, _ in pairs()).values()) == [2, 2]
    assert db.session.scalars(select(AssignmentRun)).one().outcome["is_optimal"] is True
    told = {
        one.name: one.payload
        for one in db.session.scalars(select(OutboxMessage))
        if one.name in ("ProposalsAssigned", "AssignmentsWithdrawn")
    }
    assert told["ProposalsAssigned"]["juror_ids"] == [scene.jurors[1].id]
    assert told["AssignmentsWithdrawn"]["juror_ids"] == [scene.jurors[0].id]


def test_a_draft_is_applied_once(app):
    scene = make_scene(proposals=1, jurors=1)
    work_out(scene)
    key = draft_of(scene).id
    apply(scene, key)
    with pytest.raises(NotFound):
        apply(scene, key)
    work_out(scene)
    with pytest.raises(Conflict) as refused:
        apply(scene, key)
    assert refused.value.code == "draft_gone"


def test_who_is_tied_to_a_proposal_sees_no_draft_and_asks_for_none(app):
    scene = make_scene(proposals=1, jurors=1)
    work_out(scene)
    own = db.session.get(Proposal, scene.proposals[0].id)
    make_member(own.organisation, scene.organiser)
    tied = actor_of(scene.organiser, own.organisation)
    assert find_draft(tied, scene.event) is None
    for challenge_id in (None, scene.challenge.id):
        with pytest.raises(Forbidden) as refused, unit_of_work():
            rearranging.work_out_later(
                tied, scene.event, challenge_id, Terms(1, is_anew=True), back_url="/"
            )
        assert refused.value.code == "closed_to_you"


def test_a_draft_of_another_question_changes_nothing_and_stays(app):
    scene = make_scene(proposals=2, jurors=2)
    make_assignment(scene.jurors[0], scene.proposals[0])
    make_assignment(scene.jurors[0], scene.proposals[1])
    work_out(scene)
    key, before = draft_of(scene).id, pairs()
    make_juror(scene.event)
    with pytest.raises(Conflict) as refused:
        apply(scene, key)
    assert refused.value.code == "panel_changed_meanwhile"
    assert pairs() == before
    assert draft_of(scene).id == key


def test_stopped_work_leaves_nothing_behind(app, monkeypatch):
    scene = make_scene(proposals=2, jurors=2)
    solve = assigning.solve

    def stop_meanwhile(question, report=None):
        with unit_of_work():
            work.cancel(scene.lead, started.id)
        return solve(question, report)

    with unit_of_work():
        started = rearranging.work_out_later(
            scene.lead, scene.event, None, Terms(1, is_anew=True), back_url="/"
        )
    monkeypatch.setattr(assigning, "solve", stop_meanwhile)
    run_jobs()
    db.session.expire_all()
    assert work.get_work(scene.lead, started.id).state == "cancelled"
    assert db.session.scalars(select(AssignmentDraft)).all() == []


def test_a_topic_and_an_organisation_are_asked_for(app):
    scene = make_scene(proposals=1, jurors=3)
    make_expert(make_organisation(), scene.jurors[2].person, topics=("energy",))
    work_out(scene, topic="energy")
    assert rearranging.change_of(draft_of(scene)).added == (
        (scene.jurors[2].id, scene.proposals[0].id),
    )
    work_out(scene, topic="energy", topic_least=1, per_proposal=2)
    assert draft_of(scene).outcome["pairs"] == 2
    work_out(scene, topic="food")
    draft = draft_of(scene)
    assert draft.outcome["reasons"][0]["code"] == "too_few_tagged"
    firm = make_organisation()
    with unit_of_work():
        for juror in scene.jurors:
            juror.organisation_id = firm.id
    work_out(scene, per_proposal=2, per_organisation=1)
    assert draft_of(scene).outcome["reasons"][0]["code"] == "too_few_together"


def test_the_page_shows_the_difference_and_applies_it(app, browser):
    scene = make_scene(proposals=2, jurors=2)
    for proposal in scene.proposals:
        make_assignment(scene.jurors[0], proposal)
    browser.sign_in(scene.organiser)
    here = f"/manage/{scene.event.slug}/jury"
    assert "Nothing is worked out" in browser.get(f"{here}/draft").text
    response = browser.post(f"{here}/anew", {"per_proposal": "1"}, page=f"{here}/anew")
    assert response.location.startswith("/work/")
    run_jobs()
    page = browser.get(f"{here}/draft").text
    assert all(words in page for words in ("No assignment is better", "Juror No 1", "Juror No 2"))
    assert "waits for your yes" in browser.get(here).text
    key = page.split("/jury/draft/")[1].split("/apply")[0]
    done = browser.post(f"{here}/draft/{key}/apply", {}, page=f"{here}/draft")
    assert done.location == here
    assert sorted(Counter(juror for juror, _ in pairs()).values()) == [1, 1]
    browser.post(f"{here}/draft/drop", {}, page=f"{here}/anew")
    assert "Nothing was changed" in browser.get(here).text


def test_the_page_says_why_it_cannot_be_done(app, browser):
    scene = make_scene(proposals=2, jurors=1)
    browser.sign_in(scene.organiser)
    here = f"/manage/{scene.event.slug}/jury"
    work_out(scene, topic="energy")
    page = browser.get(f"{here}/draft").text
    name = scene.challenge.title
    assert f"The challenge “{name}” needs one more juror from Energy" in page.replace("\n", " ")


def test_programs_work_it_out_and_apply_it(app, client):
    scene = make_scene(proposals=1, jurors=1)
    headers = {"Authorization": f"Bearer {make_api_token(scene.organiser)}"}
    url = f"/api/v1/events/{scene.event.slug}/assignment-draft"
    assert client.get(url, headers=headers).status_code == 404
    started = client.post(url, json={"per_proposal": 1}, headers=headers)
    assert (started.status_code, started.json["state"]) == (202, "waiting")
    run_jobs()
    draft = client.get(url, headers=headers).json
    assert (len(draft["added"]), draft["removed"], draft["kept"]) == (1, [], [])
    assert (
        client.post(f"{url}/apply", json={"plan_id": draft["id"]}, headers=headers).status_code
        == 204
    )
    assert len(pairs()) == 1
    assert client.delete(url, headers=headers).status_code == 204
