"""The wall at the doors that change something: the tied run nothing of the jury."""

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.services.moving import move_challenge
from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.core.uow import unit_of_work
from app.events.rules import TeamRole
from app.identity.models import Membership
from app.identity.queries import actor_for, get_person
from app.juries.models import ConflictOfInterest
from app.juries.queries import exporting, panel, progress, results
from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import assigning, conflicts, deciding
from app.juries.services import panel as panel_services
from app.proposals.models import ProposalPartner
from app.proposals.queries import closed_to, hidden_from, is_tied
from app.proposals.services.judging import screen_proposal
from app.reports import services as reports
from challenges.lifecycle import Phase
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard

YES = Verdict(Outcome.SHORTLISTED, "Best by far.")
TIE = Tie(Relation.FAMILY, "A cousin.")


def tied_scene(**values):
    """Make a scene whose lead belongs to the organisation of the first of three proposals."""
    scene = make_scene(proposals=3, jurors=2, **values)
    make_member(scene.proposals[0].organisation, scene.organiser)
    for number, proposal in enumerate(scene.proposals):
        make_scorecard(make_assignment(scene.jurors[0], proposal), 5 - number, 5 - number)
    return scene, actor_for(get_person(scene.organiser.id))


def do(work, *args, **more):
    with unit_of_work():
        return work(*args, **more)


def test_the_rest_is_ranked_without_a_gap(app):
    scene, lead = tied_scene()
    closed = closed_to(lead, scene.event.id)
    assert closed == {scene.proposals[0].id}
    found = results.load_results(scene.challenge, closed)
    assert [(row.title, row.rank.rank) for row in found.rows] == [
        ("Proposal B", 1),
        ("Proposal C", 2),
    ]
    assert (found.sheets, found.done, found.undecided) == (2, 2, 2)
    assert progress.count_sheets(scene.event, closed) == (2, 2)
    assert panel.loads_of(scene.event, closed)[scene.jurors[0].id].assigned == 2
    assert [one.title for one in progress.list_benches(scene.challenge, closed)] == [
        "Proposal B",
        "Proposal C",
    ]


def test_whoever_is_tied_runs_nothing_of_that_jury(app):
    scene, lead = tied_scene()
    challenge, rival = scene.challenge, scene.proposals[1].id
    juror = scene.jurors[1].id
    doors = (
        lambda: do(deciding.record_decision, lead, rival, YES),
        lambda: do(deciding.tell_everyone, lead, challenge.id),
        lambda: do(conflicts.declare_conflict_for, lead, challenge, juror, rival, TIE),
        lambda: do(panel_services.remove_juror, lead, scene.event, juror),
        lambda: do(move_challenge, lead, challenge.id, Phase.SHORTLIST),
        lambda: do(screen_proposal, lead, scene.proposals[0].id, "ineligible", "No."),
        lambda: do(reports.freeze_snapshot, lead, scene.event, reason="Now"),
        lambda: assigning.assign_now(lead, scene.event, challenge.id, per_proposal=1),
        lambda: exporting.export_jury(lead, challenge),
    )
    for number, door in enumerate(doors):
        with pytest.raises(Forbidden) as refused:
            door()
        assert (number, refused.value.code.startswith("closed_")) == (number, True)
    with pytest.raises(NotFound):
        do(deciding.record_decision, lead, scene.proposals[0].id, YES)


def test_another_lead_does_what_the_tied_one_cannot(app):
    scene, lead = tied_scene()
    other = make_person()
    make_team_member(scene.event, other, TeamRole.LEAD)
    decided = do(deciding.record_decision, actor_of(other), scene.proposals[0].id, YES)
    assert decided.decided_by_id == other.id
    found = results.load_results(
        db.session.get_one(Challenge, scene.challenge.id), closed_to(lead, scene.event.id)
    )
    assert all(row.decision is None for row in found.rows)


@pytest.mark.parametrize("how", ["author", "partner", "domain", "register", "panel", "seat"])
def test_each_tie_closes_the_proposal(app, how):
    scene = make_scene(proposals=2)
    proposal, person = scene.proposals[0], scene.organiser
    assert closed_to(scene.lead, scene.event.id) == set()
    if how == "author":
        with unit_of_work():
            db.session.get_one(type(proposal), proposal.id).created_by_id = person.id
    elif how == "partner":
        firm = make_organisation()
        make_member(firm, person)
        values = {"name": firm.name, "name_key": "x", "country": "DE", "kind": "sme"}
        ids = {"proposal_id": proposal.id, "organisation_id": firm.id}
        saved(lambda: ProposalPartner(**values, **ids, confirmed_at=clock.now()))
    elif how == "domain":
        with unit_of_work():
            author = get_person(proposal.created_by_id)
            author.email = author.email_key = "ann@kleinwerk.eu"
            get_person(person.id).email = "bob@kleinwerk.eu"
    elif how == "register":
        juror = make_juror(scene.event, person_id=person.id)
        ids = {"juror_id": juror.id, "proposal_id": proposal.id}
        saved(lambda: ConflictOfInterest(kind="family", source="juror", reason="Kin", **ids))
    elif how == "panel":
        ids = {"organisation_id": proposal.organisation_id}
        make_juror(scene.event, person_id=person.id, **ids)
    else:
        make_team_member(
            make_scene().event, person, TeamRole.LEAD, organisation_id=proposal.organisation_id
        )
    lead = actor_for(get_person(person.id))
    assert closed_to(lead, scene.event.id) == {proposal.id}
    assert is_tied(lead, scene.challenge.id) is True


def test_a_draft_ties_nobody_and_hides_nothing(app):
    scene = make_scene(proposals=1)
    make_member(scene.proposals[0].organisation, scene.organiser)
    with unit_of_work():
        proposal = db.session.get_one(type(scene.proposals[0]), scene.proposals[0].id)
        proposal.state, proposal.submitted_at = "draft", None
    lead = actor_for(get_person(scene.organiser.id))
    assert is_tied(lead, scene.challenge.id) is False
    assert hidden_from(lead, scene.event.id) == set()


def test_once_the_authors_know_the_reports_are_whole(app):
    scene, lead = tied_scene(phase="decision")
    assert hidden_from(lead, scene.event.id) == {scene.proposals[0].id}
    records, _outcome = reports.count_figures(lead, scene.event)
    assert len(records.sheets) == 2
    with unit_of_work():
        for one in scene.proposals:
            row = db.session.get_one(type(one), one.id)
            row.state, row.outcome_told_at = "selected", row.submitted_at
    assert hidden_from(lead, scene.event.id) == set()
    records, _outcome = reports.count_figures(lead, scene.event)
    assert len(records.sheets) == 3


def test_whoever_leaves_the_organisation_is_no_longer_tied(app):
    scene, lead = tied_scene()
    with unit_of_work():
        places = select(Membership).where(Membership.person_id == lead.person_id)
        db.session.delete(db.session.scalars(places).one())
    assert closed_to(actor_for(get_person(lead.person_id)), scene.event.id) == set()
