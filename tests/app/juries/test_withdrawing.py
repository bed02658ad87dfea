"""A conflict is taken back by somebody else, for a reason, and stays on record."""

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.juries.models import Assignment, ConflictOfInterest, WithdrawnConflict
from app.juries.queries import exporting, judging
from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.hints import Answer
from app.juries.rules.roles import JurorRole
from app.juries.services import conflicts, handing_over
from app.juries.services.hints import answer_suggestion
from app.juries.services.withdrawing import withdraw_conflict
from app.proposals.models import Proposal
from challenges.recount import recount
from tests.app.juries.scene import make_scene
from tests.app.juries.test_api import bearer
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_member, make_person
from tests.factories.juries import (
    make_assignment,
    make_conflict,
    make_scorecard,
    make_suggestion,
    make_withdrawn,
)

TIE = Tie(Relation.FAMILY, "My cousin.")


def withdraw(scene, actor=None, conflict_id=None):
    found = conflict_id or db.session.scalars(select(ConflictOfInterest.id)).one()
    with unit_of_work():
        withdraw_conflict(actor or scene.lead, scene.challenge, found, "A namesake only.")
    db.session.expire_all()


def stepped_back(value=4):
    """Make a jury whose juror handed in a scorecard and then declared a conflict."""
    scene = make_scene(jurors=2)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    make_scorecard(assignment, value, value)
    with unit_of_work():
        conflicts.declare_conflict(scene.juror(), assignment.id, TIE)
    return scene, assignment


def second_lead(scene):
    other = make_person()
    make_team_member(scene.event, other, TeamRole.LEAD)
    return actor_of(other)


def test_what_it_took_from_the_juror_is_theirs_again(app):
    scene, assignment = stepped_back()
    with pytest.raises(NotFound):
        judging.get_assignment(scene.juror(), assignment.id)
    withdraw(scene)
    assert judging.get_assignment(scene.juror(), assignment.id).scorecard.submitted_at
    (kept,) = db.session.scalars(select(WithdrawnConflict)).all()
    assert (kept.reason, kept.grounds, kept.source) == ("My cousin.", "A namesake only.", "juror")
    who = (kept.declared_by_id, kept.withdrawn_by_id)
    assert who == (scene.jurors[0].person_id, scene.organiser.id)
    assert db.session.scalars(select(ConflictOfInterest)).all() == []


def test_what_another_reason_ended_stays_ended(app):
    scene = make_scene(jurors=2)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    with unit_of_work():
        alternate = db.session.merge(scene.jurors[1])
        alternate.role = JurorRole.ALTERNATE
    with unit_of_work():
        handing_over.hand_over(scene.lead, scene.event, scene.jurors[0].id)
    with unit_of_work():
        conflicts.declare_conflict_for(
            scene.lead, scene.challenge, scene.jurors[0].id, scene.proposals[0].id, TIE
        )
    withdraw(scene, second_lead(scene))
    assert db.session.get(Assignment, assignment.id).recused_at is not None


def test_nobody_takes_back_what_they_declared(app):
    scene = make_scene()
    pair = (scene.jurors[0].id, scene.proposals[0].id)
    with unit_of_work():
        conflicts.declare_conflict_for(scene.lead, scene.challenge, *pair, TIE)
    with pytest.raises(Forbidden, match="conflict_yours"):
        withdraw(scene)
    withdraw(scene, second_lead(scene))
    one = make_suggestion(scene.jurors[0], scene.proposals[0])
    with unit_of_work():
        answer_suggestion(scene.lead, scene.challenge, one.id, Answer.CONFIRM, "She led it.")
    with pytest.raises(Forbidden, match="conflict_yours"):
        withdraw(scene)
    own = make_team_member(scene.event, scene.jurors[0].person, TeamRole.LEAD)
    assert own.role == TeamRole.LEAD
    with pytest.raises(Forbidden, match="closed_to_you"):
        withdraw(scene, scene.juror())


def test_nobody_takes_back_what_the_records_show_or_what_is_closed_to_them(app):
    scene = make_scene(proposals=2)
    found = make_conflict(
        scene.jurors[0], scene.proposals[0], source="detected", declared_by_id=None
    )
    with pytest.raises(Forbidden, match="conflict_found"):
        withdraw(scene)
    maker = db.session.get(Proposal, scene.proposals[1].id).organisation
    tied = make_member(maker, make_person())
    make_team_member(scene.event, tied, TeamRole.LEAD)
    with pytest.raises(Forbidden, match="closed_to_you"):
        withdraw(scene, actor_of(tied, maker), found.id)


def test_one_of_another_challenge_is_not_there_and_an_old_one_is_not_touched(app):
    scene, other = make_scene(), make_scene()
    foreign = make_conflict(other.jurors[0], other.proposals[0])
    with pytest.raises(NotFound):
        withdraw(scene, conflict_id=foreign.id)
    over = make_scene(phase="decision")
    late = make_conflict(over.jurors[0], over.proposals[0])
    with pytest.raises(Conflict, match="judging_over"):
        withdraw(over, conflict_id=late.id)


def test_the_database_wants_two_people(app):
    scene = make_scene()
    with pytest.raises(Conflict):
        make_withdrawn(scene.jurors[0], scene.proposals[0], scene.jurors[0].person)


def test_the_export_says_who_took_what_back_and_recounts(app):
    scene, _assignment = stepped_back()
    withdraw(scene)
    challenge = db.session.get(Challenge, scene.challenge.id)
    named = exporting.export_jury(scene.lead, challenge, named=True)
    (one,) = named["withdrawn_conflicts"]
    assert (one["juror"], one["declared_by"]) == (encode_id(scene.jurors[0].id),) * 2
    assert one["withdrawn_by"] == encode_id(scene.organiser.id)
    assert named["names"]["people"] == {encode_id(scene.organiser.id): "Lena Vogt"}
    assert (one["kind"], one["grounds"]) == ("family", "A namesake only.")
    assert (named["conflicts"], recount(named).differences) == ([], ())
    plain = exporting.export_jury(scene.lead, challenge)
    assert (plain["withdrawn_conflicts"][0]["grounds"], recount(plain).differences) == ("", ())
    plain["withdrawn_conflicts"].clear()
    assert recount(plain).differences != ()


def test_the_page_takes_it_back_and_shows_what_was(app, browser):
    scene, _assignment = stepped_back()
    challenge = encode_id(scene.challenge.id)
    board = f"/manage/{scene.event.slug}/jury/{challenge}"
    key = encode_id(db.session.scalars(select(ConflictOfInterest.id)).one())
    url = f"{board}/conflicts/{key}/withdraw"
    browser.sign_in(scene.organiser)
    assert url in browser.get(f"{board}/assignments").text
    assert "what they had scored" in browser.get(url).text
    assert browser.post(url, {"grounds": " "}).status_code == 422
    sent = browser.post(url, {"grounds": "A namesake only."})
    assert (sent.status_code, sent.location) == (302, f"{board}/assignments")
    page = browser.get(f"{board}/assignments").text
    assert (url in page, "A namesake only." in page, "My cousin." in page) == (False, True, True)


def test_programs_read_the_register_and_take_back(app, client):
    scene, _assignment = stepped_back()
    url = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/conflicts"
    headers = bearer(scene.organiser)
    (item,) = client.get(url, headers=headers).json["items"]
    body = {"grounds": "A namesake only."}
    end = f"{url}/{item['id']}/withdrawal"
    assert client.post(end, json=body, headers=headers).status_code == 200
    assert client.post(end, json=body, headers=headers).status_code == 404
    left = client.get(url, headers=headers).json
    assert (left["items"], left["withdrawn"][0]["grounds"]) == ([], "A namesake only.")


def test_a_tied_organiser_reads_nothing_of_what_was_taken_back(app, client):
    scene = make_scene(proposals=2)
    make_withdrawn(scene.jurors[0], scene.proposals[0], scene.organiser)
    maker = db.session.get(Proposal, scene.proposals[0].id).organisation
    tied = make_member(maker, make_person())
    make_team_member(scene.event, tied, TeamRole.LEAD)
    url = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/conflicts"
    assert client.get(url, headers=bearer(tied)).json == {"items": [], "withdrawn": []}


def test_saved_conflicts_know_what_they_ended(app):
    scene, assignment = stepped_back()
    one = db.session.scalars(select(ConflictOfInterest)).one()
    assert (one.ended, one.declared_by_id) == ([assignment.id], scene.jurors[0].person_id)
