"""Conflicts of interest that the records show: some count at once, some are asked about."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.uow import unit_of_work
from app.identity.models import Membership
from app.identity.queries import get_invitation
from app.identity.services import accept_invitation
from app.juries import services as offered
from app.juries.models import Assignment, ConflictOfInterest
from app.juries.queries import exporting, judging, panel, ties
from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.judging import Invitee, Outcome, Verdict
from app.juries.services import assigning, conflicts, deciding, scoring
from app.juries.services import panel as services
from app.proposals.models import Proposal
from tests.app.juries.scene import full, make_scene
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.identity import actor_of, make_member, make_person
from tests.factories.juries import make_assignment, make_scorecard
from tests.factories.proposals import make_submitted_proposal

YES = Verdict(Outcome.SELECTED, "Best by far.")


def judged(scene, value=4):
    """Let the first juror hand in a scorecard for the first proposal."""
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    make_scorecard(assignment, value, value)
    return assignment


def belongs(scene, juror=0, **when):
    """Make a juror a member of the first proposal's organisation, by default from now on."""
    proposal = db.session.get(Proposal, scene.proposals[0].id)
    person = scene.jurors[juror].person
    make_member(proposal.organisation, person)
    if when:
        with unit_of_work():
            place = db.session.scalars(select(Membership).where(Membership.person == person)).one()
            place.created_at = clock.now() - timedelta(**when)
    return actor_of(person, proposal.organisation)


def of_the_proposer(scene, organisation_of):
    """Say on the panel that the first juror belongs to whoever made a proposal."""
    proposal = db.session.get(Proposal, organisation_of.id)
    name = proposal.organisation.name
    with unit_of_work():
        services.change_juror(
            scene.lead, scene.event, scene.jurors[0].id, organisation=name, capacity=None
        )


def is_recused(assignment):
    db.session.expire_all()
    return db.session.get(Assignment, assignment.id).recused_at is not None


def register():
    return db.session.scalars(select(ConflictOfInterest)).all()


@pytest.mark.parametrize("phase", ["shortlist", "decision", "follow_up", "archived"])
def test_a_finished_judging_stays_as_it_was_when_a_juror_changes_elsewhere(app, phase):
    scene = make_scene(phase=phase)
    assignment = judged(scene)
    belongs(scene, days=9)
    before = exporting.export_jury(SYSTEM, db.session.get(Challenge, scene.challenge.id))
    of_the_proposer(scene, scene.proposals[0])
    with unit_of_work():
        sent = services.invite_juror(scene.lead, scene.event, Invitee("a@b.example", "A", "B"))
    guest = actor_of(make_person(email="a@b.example"))
    with unit_of_work():
        accept_invitation(guest, get_invitation(sent.id))
    assert not is_recused(assignment)
    assert register() == []
    assert exporting.export_jury(SYSTEM, db.session.get(Challenge, scene.challenge.id)) == before


def test_a_decision_records_the_ranking_that_was_looked_at(app):
    scene = make_scene()
    assignment = judged(scene)
    belongs(scene, days=9)
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, YES)
    assert not is_recused(assignment)
    assert register() == []


def test_detecting_is_no_act_of_its_own(app):
    assert "detect_conflicts" not in offered.__all__
    assert not hasattr(offered, "detect_conflicts")


def test_a_tie_older_than_the_assignment_counts_by_itself(app):
    scene = make_scene()
    actor = belongs(scene, days=9)
    assignment = judged(scene)
    with pytest.raises(NotFound):
        judging.get_assignment(actor, assignment.id)
    assert judging.list_piles(actor) == []
    with unit_of_work():
        conflicts.detect_conflicts(scene.lead, scene.event.id)
    assert is_recused(assignment)
    assert ties.list_late_ties(scene.challenge, ()) == []


@pytest.mark.parametrize("handed_in", [True, False])
def test_a_proposer_who_takes_a_juror_in_does_not_silence_them(app, handed_in):
    scene = make_scene()
    assignment = judged(scene) if handed_in else make_assignment(*scene.jurors, *scene.proposals)
    actor = belongs(scene)
    with unit_of_work():
        conflicts.detect_conflicts(scene.lead, scene.event.id)
    assert not is_recused(assignment)
    assert register() == []
    assert judging.get_assignment(actor, assignment.id).id == assignment.id
    assert [pile.assignments[0].id for pile in judging.list_piles(actor)] == [assignment.id]
    found = ties.list_late_ties(db.session.get(Challenge, scene.challenge.id), ())
    assert [(one.juror_id, one.proposal_id) for one in found] == [
        (scene.jurors[0].id, scene.proposals[0].id)
    ]
    assert found[0].since is not None
    assert (found[0].is_begun, found[0].title) == (handed_in, "Proposal A")


def test_what_is_found_late_is_the_organisers_to_enter(app):
    scene = make_scene()
    assignment = judged(scene)
    belongs(scene)
    with unit_of_work():
        tie = Tie(Relation.EMPLOYMENT, "Joined them.")
        conflicts.declare_conflict_for(
            scene.lead, scene.challenge, scene.jurors[0].id, scene.proposals[0].id, tie
        )
    assert is_recused(assignment)
    assert ties.list_late_ties(scene.challenge, ()) == []


def test_nothing_is_found_late_once_judging_is_over(app):
    scene = make_scene(phase="decision")
    judged(scene)
    belongs(scene)
    assert ties.list_late_ties(scene.challenge, ()) == []


def test_an_organisation_corrected_on_the_panel_keeps_what_was_scored(app):
    scene = make_scene(proposals=2)
    begun, untouched = (make_assignment(scene.jurors[0], one) for one in scene.proposals)
    make_scorecard(begun, 3, 3)
    of_the_proposer(scene, scene.proposals[0])
    assert not is_recused(begun)
    assert judging.get_assignment(scene.juror(), begun.id).id == begun.id
    found = ties.list_late_ties(db.session.get(Challenge, scene.challenge.id), ())
    assert [(one.proposal_id, one.since) for one in found] == [(scene.proposals[0].id, None)]
    of_the_proposer(scene, scene.proposals[1])
    assert is_recused(untouched)
    assert ties.list_late_ties(db.session.get(Challenge, scene.challenge.id), ()) == []


def test_an_older_sign_counts_beside_a_newer_one(app):
    scene = make_scene()
    assignment = judged(scene)
    other = scene.jurors[0].person
    with unit_of_work():
        author = db.session.get(Proposal, scene.proposals[0].id).created_by
        author.email = author.email_key = "anna@medvilkas.lt"
        other.email = other.email_key = "rokas@medvilkas.lt"
    belongs(scene)
    with unit_of_work():
        conflicts.detect_conflicts(scene.lead, scene.event.id)
    assert is_recused(assignment)
    assert [one.kind for one in register()] == ["email_domain"]


def test_a_tie_that_shows_while_the_solver_works_is_asked_again(app):
    scene = make_scene(proposals=1, jurors=4)
    with unit_of_work():
        question = assigning.ask(scene.lead, scene.event, None, per_proposal=3)
    plan = assigning.solve(question)
    belongs(scene, juror=1)
    with pytest.raises(Conflict) as refused, unit_of_work():
        assigning.store(scene.lead, question, plan)
    assert refused.value.code == "panel_changed_meanwhile"
    assigning.assign_now(scene.lead, scene.event, None, per_proposal=3)
    pairs = set(db.session.scalars(select(Assignment.juror_id)))
    assert scene.jurors[1].id not in pairs


def test_a_late_tie_keeps_the_juror_from_the_proposers_other_proposals(app):
    scene = make_scene(proposals=1, jurors=2)
    kept = judged(scene)
    belongs(scene)
    first = db.session.get(Proposal, scene.proposals[0].id)
    second = make_submitted_proposal(
        make_challenge(scene.event, phase="jury"),
        state="eligible",
        organisation_id=first.organisation_id,
    )
    run = assigning.assign_now(scene.lead, scene.event, None, per_proposal=1)
    assert run.outcome["is_feasible"] is True
    assert not is_recused(kept)
    rows = db.session.execute(select(Assignment.juror_id, Assignment.proposal_id)).all()
    assert set(map(tuple, rows)) == {
        (scene.jurors[0].id, first.id),
        (scene.jurors[1].id, second.id),
    }


def test_a_conflict_that_is_known_is_not_entered_twice(app):
    scene = make_scene()
    belongs(scene, days=9)
    for _ in range(2):
        with unit_of_work():
            conflicts.detect_conflicts(scene.lead, scene.event.id)
    assert len(register()) == 1
    assert panel.list_conflicts(scene.challenge, ()) == register()


def test_a_scorecard_of_a_late_tie_can_be_handed_in(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    actor = belongs(scene)
    with unit_of_work():
        card = scoring.submit_scorecard(actor, assignment.id, full(), version=0)
    assert saved(lambda: card).submitted_at is not None
