from collections import Counter

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.queries import get_invitation
from app.identity.services import accept_invitation
from app.juries.models import Assignment, AssignmentRun, ConflictOfInterest, Scorecard
from app.juries.queries import judging, panel, results
from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.judging import Invitee, Judgement, Mark, Outcome, Verdict
from app.juries.services import assigning, conflicts, scoring
from app.juries.services import panel as services
from app.proposals.models import Proposal
from tests.app.juries.scene import full, make_scene
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.factories.proposals import make_submitted_proposal

YES = Verdict(Outcome.SELECTED, "Best by far.")
NO = Verdict(Outcome.NOT_SELECTED, "Too early.", "Come back with a pilot.")


def facts(*names: str) -> list[str]:
    found = db.session.scalars(select(AuditEntry.name).order_by(AuditEntry.id))
    return [name for name in found if not names or name in names]


def test_nobody_is_on_the_panel_before_they_accept_what_was_offered(app):
    scene = make_scene(jurors=0)
    heike = make_person(email="heike@fond.example")
    home = make_organisation(name="Fond")
    with unit_of_work():
        sent = services.invite_juror(
            scene.lead, scene.event, Invitee("Heike@Fond.example", organisation="fond", capacity=5)
        )
    assert panel.list_jurors(scene.event) == []
    with unit_of_work():
        accept_invitation(actor_of(heike), get_invitation(sent.id))
    (juror,) = panel.list_jurors(scene.event)
    assert (juror.person_id, juror.organisation_id, juror.capacity) == (heike.id, home.id, 5)
    assert facts() == ["InvitationSent", "InvitationAccepted", "JurorAccepted"]


def test_a_conflict_shows_itself_when_the_juror_accepts(app):
    scene = make_scene(jurors=0)
    proposer = scene.proposals[0].organisation
    juror = make_member(proposer, email="heike@fond.example")
    with unit_of_work():
        sent = services.invite_juror(scene.lead, scene.event, Invitee("heike@fond.example"))
    assert db.session.scalars(select(ConflictOfInterest)).all() == []
    with unit_of_work():
        accept_invitation(actor_of(juror), get_invitation(sent.id))
    assert len(db.session.scalars(select(ConflictOfInterest)).all()) == 1


def test_a_jurors_organisation_must_exist(app):
    scene = make_scene(jurors=0)
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.invite_juror(
            scene.lead, scene.event, Invitee("a@b.example", "A", "B", organisation="Nobody")
        )
    assert refused.value.code == "organisation_unknown"


def test_an_organisation_is_found_by_its_name_in_any_script(app):
    scene = make_scene()
    one = make_organisation(name="Θεσσαλικός Όμιλος")
    with unit_of_work():
        juror = services.change_juror(
            scene.lead,
            scene.event,
            scene.jurors[0].id,
            organisation="Θεσσαλικός Όμιλος",
            capacity=4,
        )
    assert (juror.organisation_id, juror.capacity) == (one.id, 4)


def test_nobody_is_on_a_panel_twice(app):
    scene = make_scene(jurors=1)
    email = scene.jurors[0].person.email
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.invite_juror(scene.lead, scene.event, Invitee(email))
    assert refused.value.code == "already_on_panel"


def test_only_those_who_run_the_event_touch_its_jury(app):
    scene = make_scene()
    desk = make_person()
    make_team_member(scene.event, desk, TeamRole.DESK)
    db.session.expire_all()
    for actor in (actor_of(desk), scene.juror(), actor_of(make_person())):
        with pytest.raises(Forbidden), unit_of_work():
            services.invite_juror(actor, scene.event, Invitee("x@y.example"))
    with pytest.raises(NotFound):
        panel.get_jury_event(scene.juror(), scene.event.slug)


def test_a_juror_who_has_scored_stays(app):
    scene = make_scene(jurors=2)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 3, 3)
    make_assignment(scene.jurors[1], scene.proposals[0])
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.remove_juror(scene.lead, scene.event, scene.jurors[0].id)
    assert refused.value.code == "juror_has_scored"
    with unit_of_work():
        services.remove_juror(scene.lead, scene.event, scene.jurors[1].id)
    assert [juror.id for juror in panel.list_jurors(scene.event)] == [scene.jurors[0].id]


def test_three_jurors_each_with_equal_loads_and_no_conflict(app):
    scene = make_scene(phase="published", proposals=4, jurors=5)
    own = db.session.get(Proposal, scene.proposals[0].id)
    assert own is not None
    make_member(own.organisation, scene.jurors[0].person)
    run = assigning.assign_now(scene.lead, scene.event, None, per_proposal=3)
    pairs = db.session.execute(select(Assignment.juror_id, Assignment.proposal_id)).all()
    assert Counter(Counter(p for _, p in pairs).values()) == {3: 4}
    assert sorted(Counter(j for j, _ in pairs).values()) == [2, 2, 2, 3, 3]
    assert (scene.jurors[0].id, own.id) not in {tuple(pair) for pair in pairs}
    assert run.outcome["is_feasible"] is True
    assert run.outcome["is_optimal"] is True
    assert (len(run.digest), run.kernel_version, run.per_proposal) == (64, 1, 3)
    conflict = db.session.scalars(select(ConflictOfInterest)).one()
    assert (conflict.kind, conflict.source) == ("membership", "detected")
    assert db.session.get(Challenge, scene.challenge.id).phase == "jury"
    assert facts("ProposalsAssigned", "ChallengeMoved", "ConflictDeclared") == [
        "ConflictDeclared",
        "ChallengeMoved",
        "ProposalsAssigned",
    ]


def test_assigning_again_adds_nothing_and_fills_gaps(app):
    scene = make_scene(proposals=2, jurors=4)
    assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=3)
    before = {row.id for row in db.session.scalars(select(Assignment))}
    run = assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=3)
    assert run.outcome["pairs"] == run.outcome["kept"] == 6
    gone = db.session.scalars(select(Assignment)).first()
    actor = actor_of(gone.juror.person)
    with unit_of_work():
        conflicts.declare_conflict(actor, gone.id, Tie(Relation.FAMILY, "My sister works there."))
    run = assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=3)
    assert (run.outcome["pairs"], run.outcome["kept"]) == (6, 5)
    after = {row.id for row in db.session.scalars(select(Assignment))}
    assert len(after - before) == 1


def test_what_cannot_be_assigned_is_stored_with_its_reasons(app):
    scene = make_scene(proposals=1, jurors=2)
    run = assigning.assign_now(scene.lead, scene.event, None, per_proposal=3)
    assert run.outcome["is_feasible"] is False
    assert [(r["code"], r["params"]["missing"]) for r in run.outcome["reasons"]] == [
        ("too_few_jurors", "1")
    ]
    assert db.session.scalars(select(Assignment)).all() == []
    assert db.session.scalars(select(AssignmentRun)).one().id == run.id


def test_room_in_one_challenge_is_what_the_others_leave(app):
    scene = make_scene(proposals=1, jurors=1)
    with unit_of_work():
        scene.jurors[0].capacity = 1
    other = make_submitted_proposal(state="eligible")
    make_assignment(scene.jurors[0], other)
    run = assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=1)
    assert run.outcome["is_feasible"] is False


def test_a_plan_for_another_question_is_refused(app):
    scene = make_scene(proposals=1, jurors=3)
    with unit_of_work():
        question = assigning.ask(scene.lead, scene.event, None, per_proposal=3)
    plan = assigning.solve(question)
    make_juror(scene.event)
    with pytest.raises(Conflict) as refused, unit_of_work():
        assigning.store(scene.lead, question, plan)
    assert refused.value.code == "panel_changed_meanwhile"


def test_nothing_is_assigned_while_a_challenge_is_open(app):
    scene = make_scene(phase="draft", jurors=3)
    with pytest.raises(Conflict) as refused:
        assigning.assign_now(scene.lead, scene.event, None, per_proposal=3)
    assert refused.value.code == "not_time_to_assign"


def test_a_draft_keeps_words_without_a_level(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    judgement = Judgement({"fit": Mark(None, "Thinking"), "team": Mark(3)}, comment="Later")
    with unit_of_work():
        card = scoring.save_scorecard(scene.juror(), assignment.id, judgement, version=0)
    assert (card.version, card.submitted_at, card.comment) == (1, None, "Later")
    assert sorted((s.value or -1, s.comment) for s in card.scores) == [(-1, "Thinking"), (3, "")]


def test_a_scorecard_is_handed_in_complete_and_then_closed(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    half = Judgement({"fit": Mark(4, "Good")})
    with pytest.raises(Invalid) as refused, unit_of_work():
        scoring.submit_scorecard(scene.juror(), assignment.id, half, version=0)
    assert (refused.value.code, refused.value.field) == ("scorecard_incomplete", "scores-1-value")
    with unit_of_work():
        scoring.submit_scorecard(scene.juror(), assignment.id, full(), version=0)
    with pytest.raises(Conflict) as late, unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, full(5), version=1)
    assert late.value.code == "scorecard_submitted"
    with unit_of_work():
        card = scoring.reopen_scorecard(scene.juror(), assignment.id)
    assert (card.submitted_at, card.version) == (None, 2)
    assert facts() == ["ScorecardSubmitted", "ScorecardReopened"]


def test_an_older_version_does_not_overwrite_a_newer(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    with unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, full(1), version=0)
    with unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, full(2), version=1)
    with pytest.raises(Conflict) as refused, unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, full(5), version=1)
    assert refused.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("phase", "code"), [("screening", "judging_not_open"), ("decision", "judging_over")]
)
def test_scorecards_are_written_only_while_the_jury_judges(app, phase, code):
    scene = make_scene(phase=phase)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    with pytest.raises(Conflict) as refused, unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, full(), version=0)
    assert refused.value.code == code


def test_a_declared_conflict_takes_the_scorecard_out_of_the_count(app):
    scene = make_scene(jurors=2)
    mine, other = (make_assignment(juror, scene.proposals[0]) for juror in scene.jurors)
    make_scorecard(mine, 5, 5)
    make_scorecard(other, 2, 2)
    with unit_of_work():
        conflicts.declare_conflict(scene.juror(), mine.id, Tie(Relation.FINANCIAL, "I own shares."))
    row = results.load_results(db.session.get(Challenge, scene.challenge.id), ()).rows[0]
    assert (str(row.percent), row.score.count, row.assigned) == ("40.0", 1, 1)
    with pytest.raises(NotFound):
        judging.get_assignment(scene.juror(), mine.id)


def test_colleagues_by_e_mail_are_kept_apart(app):
    scene = make_scene(jurors=0)
    organisation = make_organisation()
    author = make_member(organisation, email="anna@medvilkas.lt")
    proposal = make_submitted_proposal(
        scene.challenge,
        state="eligible",
        organisation_id=organisation.id,
        created_by_id=author.id,
    )
    person = make_person(email="rokas@medvilkas.lt")
    juror = make_juror(scene.event, person_id=person.id)
    assignment = make_assignment(juror, proposal)
    with pytest.raises(NotFound):
        judging.get_assignment(actor_of(person), assignment.id)
    with unit_of_work():
        assert conflicts.detect_conflicts(scene.lead, scene.event.id) == 1
        assert conflicts.detect_conflicts(scene.lead, scene.event.id) == 0
    db.session.expire_all()
    assert db.session.get(Assignment, assignment.id).recused_at is not None


def test_no_scorecard_is_left_of_a_refused_save(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    judgement = Judgement({"price": Mark(1, "No such criterion")})
    with pytest.raises(Invalid) as refused, unit_of_work():
        scoring.save_scorecard(scene.juror(), assignment.id, judgement, version=0)
    assert refused.value.code == "criterion_unknown"
    assert db.session.scalars(select(Scorecard)).all() == []
