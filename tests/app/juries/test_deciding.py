import json
from functools import partial

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.services import moving
from app.core.audit import AuditEntry
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.uow import unit_of_work
from app.juries.models import ConflictOfInterest, Decision, TopPick
from app.juries.queries import exporting, panel, results
from app.juries.queries.rounds import get_round
from app.juries.rules.conflicts import Relation, Tie
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import conflicts, deciding
from app.proposals.models import Proposal
from challenges.__main__ import main
from challenges.canonical import canonical_json
from challenges.recount import recount
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.juries import make_assignment, make_scorecard

YES = Verdict(Outcome.SELECTED, "Best by far.")
NO = Verdict(Outcome.NOT_SELECTED, "Too early.", "Come back with a pilot.")


def facts(*names: str) -> list[str]:
    found = db.session.scalars(select(AuditEntry.name).order_by(AuditEntry.id))
    return [name for name in found if not names or name in names]


def ranked(scene):
    found = results.load_results(db.session.get(Challenge, scene.challenge.id), ())
    return [(row.title, row.rank.rank, str(row.percent)) for row in found.rows]


def test_the_ranking_is_the_weighted_mean_with_ties_named(app):
    scene = make_scene(proposals=3, jurors=2)
    for proposal, levels in zip(scene.proposals, [(5, 0), (3, 3), (2, 5)], strict=True):
        for juror in scene.jurors:
            make_scorecard(make_assignment(juror, proposal), *levels)
    assert ranked(scene) == [
        ("Proposal C", 1, "64.0"),
        ("Proposal A", 2, "60.0"),
        ("Proposal B", 3, "60.0"),
    ]
    found = results.load_results(db.session.get(Challenge, scene.challenge.id), ())
    assert [row.rank.tie_rule for row in found.rows] == [None, *["heaviest_criterion"] * 2]


@pytest.mark.parametrize("size", [1, 3])
def test_the_ranking_takes_the_same_statements_whatever_its_size(app, count_queries, size):
    scene = make_scene(proposals=size, jurors=3)
    for proposal in scene.proposals:
        for juror in scene.jurors:
            make_scorecard(make_assignment(juror, proposal), 3, 4)
    db.session.expire_all()
    challenge = panel.get_event_challenge(scene.event, scene.challenge.id)
    with count_queries as counted:
        assert results.load_results(challenge, ()).done == 3 * size
    assert counted.count == 6


def test_the_first_decision_ends_the_judging(app):
    scene = make_scene(proposals=2)
    with unit_of_work():
        decision = deciding.record_decision(scene.lead, scene.proposals[0].id, YES)
    assert (decision.outcome, decision.version, decision.told_at) == ("selected", 1, None)
    assert db.session.get(Challenge, scene.challenge.id).phase == "decision"
    assert db.session.get(Proposal, scene.proposals[0].id).state == "selected"
    with pytest.raises(Conflict) as refused, unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, NO)
    assert refused.value.code == "already_decided"


def test_a_shortlist_leads_to_a_decision(app):
    scene = make_scene(proposals=2)
    short = Verdict(Outcome.SHORTLISTED, "Worth a pitch.")
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, short)
    assert db.session.get(Challenge, scene.challenge.id).phase == "shortlist"
    with unit_of_work():
        deciding.change_decision(
            scene.lead, scene.proposals[0].id, YES, version=1, change_reason="It won the pitch."
        )
    assert db.session.get(Proposal, scene.proposals[0].id).state == "selected"
    (before,) = db.session.query(Decision).one().earlier
    assert (before["outcome"], before["reason"]) == ("shortlisted", "Worth a pitch.")
    assert before["change_reason"] == "It won the pitch."


def test_a_refusal_needs_feedback_and_every_decision_a_reason(app):
    scene = make_scene()
    for verdict, code in (
        (Verdict(Outcome.NOT_SELECTED, "Too early."), "feedback_missing"),
        (Verdict(Outcome.SELECTED, " "), "decision_reason_missing"),
    ):
        with pytest.raises(Invalid) as refused, unit_of_work():
            deciding.record_decision(scene.lead, scene.proposals[0].id, verdict)
        assert refused.value.code == code


def test_a_decision_changes_with_a_reason_until_everybody_is_told(app):
    scene = make_scene()
    key = scene.proposals[0].id
    with unit_of_work():
        deciding.record_decision(scene.lead, key, YES)
    with pytest.raises(Invalid) as refused, unit_of_work():
        deciding.change_decision(scene.lead, key, NO, version=1, change_reason=" ")
    assert refused.value.code == "change_reason_missing"
    with unit_of_work():
        deciding.change_decision(scene.lead, key, NO, version=1, change_reason="Budget was cut.")
    with pytest.raises(Conflict) as stale, unit_of_work():
        deciding.change_decision(scene.lead, key, YES, version=1, change_reason="No.")
    assert stale.value.code == "decision_changed_meanwhile"
    with unit_of_work():
        deciding.tell_everyone(scene.lead, scene.challenge.id)
    with pytest.raises(Conflict) as told, unit_of_work():
        deciding.change_decision(scene.lead, key, YES, version=2, change_reason="No.")
    assert told.value.code == "already_told"


def test_other_words_for_the_same_outcome_reach_the_proposal(app):
    scene = make_scene()
    key = scene.proposals[0].id
    with unit_of_work():
        deciding.record_decision(scene.lead, key, NO)
    again = Verdict(Outcome.NOT_SELECTED, "Too early.", "Show us a pilot first.")
    with unit_of_work():
        deciding.change_decision(scene.lead, key, again, version=1, change_reason="Kinder words.")
    assert db.session.get(Proposal, key).feedback == "Show us a pilot first."


def test_everybody_is_told_at_once_when_all_is_decided(app):
    scene = make_scene(proposals=2)
    first, second = (proposal.id for proposal in scene.proposals)
    with unit_of_work():
        deciding.record_decision(scene.lead, first, YES)
    with pytest.raises(Conflict) as early, unit_of_work():
        deciding.tell_everyone(scene.lead, scene.challenge.id)
    assert (early.value.code, early.value.params) == ("decisions_missing", {"missing": 1})
    with unit_of_work():
        deciding.record_decision(scene.lead, second, NO)
    with unit_of_work():
        told = deciding.tell_everyone(scene.lead, scene.challenge.id)
    assert {decision.proposal_id for decision in told} == {first, second}
    assert len({decision.told_at for decision in told}) == 1
    proposals = [db.session.get(Proposal, key) for key in (first, second)]
    assert [one.outcome_told_at is None for one in proposals] == [False, False]
    assert facts("OutcomesPublished", "DecisionRecorded") == [
        *["DecisionRecorded"] * 2,
        "OutcomesPublished",
    ]


def decide(scene, verdict, number=0):
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[number].id, verdict)


def move(scene, to, reason=""):
    with unit_of_work():
        moving.move_challenge(scene.lead, scene.challenge.id, to, reason)


def phase_now(scene):
    db.session.expire_all()
    return db.session.get(Challenge, scene.challenge.id).phase


def test_follow_up_waits_until_all_is_decided_and_told(app):
    scene = make_scene(proposals=2)
    decide(scene, YES)
    with pytest.raises(Conflict) as undecided:
        move(scene, "follow_up")
    assert (undecided.value.code, undecided.value.params) == ("decisions_missing", {"missing": 1})
    decide(scene, NO, 1)
    with pytest.raises(Conflict) as untold:
        move(scene, "follow_up")
    assert (untold.value.code, untold.value.params) == ("outcomes_untold", {"untold": 2})
    assert phase_now(scene) == "decision"
    with unit_of_work():
        deciding.tell_everyone(scene.lead, scene.challenge.id)
    move(scene, "follow_up")
    assert phase_now(scene) == "follow_up"


def test_a_challenge_without_proposals_goes_on_to_follow_up(app):
    scene = make_scene(phase="decision", proposals=0)
    move(scene, "follow_up")
    assert phase_now(scene) == "follow_up"


def test_what_was_stranded_in_follow_up_is_decided_and_told_after_all(app):
    scene = make_scene(phase="follow_up")
    move(scene, "decision", "Proposal A was never decided.")
    decide(scene, YES)
    with unit_of_work():
        assert len(deciding.tell_everyone(scene.lead, scene.challenge.id)) == 1


def unscreen(scene, number):
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[number].id).state = "submitted"


@pytest.mark.parametrize("outcome", [YES, NO, Verdict(Outcome.SHORTLISTED, "Worth a pitch.")])
def test_the_first_decision_waits_for_the_last_eligibility_check(app, outcome):
    scene = make_scene(proposals=3)
    unscreen(scene, 1)
    unscreen(scene, 2)
    with pytest.raises(Conflict) as refused:
        decide(scene, outcome)
    assert (refused.value.code, refused.value.params) == ("unscreened_left", {"number": 2})
    assert phase_now(scene) == "jury"
    assert facts("DecisionRecorded", "ChallengeMoved") == []
    for to in ("shortlist", "decision"):
        with pytest.raises(Conflict) as held:
            move(scene, to)
        assert held.value.code == "unscreened_left"


def test_nobody_is_told_and_nothing_goes_on_while_a_proposal_is_unscreened(app):
    scene = make_scene(proposals=2)
    decide(scene, YES)
    unscreen(scene, 1)
    for act in (
        lambda: deciding.tell_everyone(scene.lead, scene.challenge.id),
        lambda: moving.move_challenge(scene.lead, scene.challenge.id, "follow_up"),
    ):
        with pytest.raises(Conflict) as refused, unit_of_work():
            act()
        assert (refused.value.code, refused.value.params) == ("unscreened_left", {"number": 1})


def test_a_decision_by_mistake_goes_back_to_the_shortlist(app):
    scene = make_scene()
    decide(scene, YES)
    move(scene, "shortlist", "Decided by mistake.")
    short = Verdict(Outcome.SHORTLISTED, "Worth a pitch.")
    with unit_of_work():
        deciding.change_decision(
            scene.lead, scene.proposals[0].id, short, version=1, change_reason="A slip."
        )
    assert db.session.get(Proposal, scene.proposals[0].id).state == "shortlisted"
    assert phase_now(scene) == "shortlist"


def test_anybody_can_recount_the_export(app, tmp_path, capsys):
    scene = make_scene(proposals=3, jurors=3)
    with unit_of_work():
        conflicts.declare_conflict_for(
            scene.lead,
            scene.challenge,
            scene.jurors[2].id,
            scene.proposals[2].id,
            Tie(Relation.OTHER, "Told us."),
        )
    for proposal, level in zip(scene.proposals, (5, 3, 1), strict=True):
        for juror in scene.jurors[:2]:
            make_scorecard(make_assignment(juror, proposal), level, level)
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, YES)
    export = exporting.export_jury(SYSTEM, db.session.get(Challenge, scene.challenge.id))
    assert recount(export).differences == ()
    path = tmp_path / "export.json"
    path.write_text(canonical_json(export), encoding="utf-8")
    assert main(["recount", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "same"
    assert scene.jurors[0].person.email not in path.read_text(encoding="utf-8")
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["rounds"][0]["ranking"][0]["score"] = "1"
    assert [d.code for d in recount(changed).differences] == ["digest", "row_differs"]


def test_top_threes_break_ties_where_the_rubric_says_so_and_travel_with_the_export(app):
    scene = make_scene(proposals=2, jurors=2)
    for proposal in scene.proposals:
        for juror in scene.jurors:
            make_scorecard(make_assignment(juror, proposal), 3, 3)
    one = get_round(db.session.get(Challenge, scene.challenge.id), 1)
    with unit_of_work():
        db.session.add_all(
            TopPick(round_id=one.id, juror_id=juror.id, proposal_id=scene.proposals[1].id, place=1)
            for juror in scene.jurors
        )
    shared = [("Proposal A", 1, "60.0"), ("Proposal B", 1, "60.0")]
    assert sorted(ranked(scene)) == shared
    with unit_of_work():
        row = one.rubrics[-1]
        row.content = {**row.content, "tie_rules": ["more_top_threes"]}
    assert ranked(scene) == [("Proposal B", 1, "60.0"), ("Proposal A", 2, "60.0")]
    export = exporting.export_jury(scene.lead, db.session.get(Challenge, scene.challenge.id))
    assert [pick["place"] for pick in export["rounds"][0]["picks"]] == [1, 1]
    assert recount(export).is_same
    for juror, proposal in zip(scene.jurors, scene.proposals, strict=True):
        tie = {"juror_id": juror.id, "proposal_id": proposal.id}
        saved(partial(ConflictOfInterest, kind="family", source="juror", **tie))
    assert [row[1] for row in ranked(scene)] == [1, 2]
    both = {"juror_id": scene.jurors[0].id, "proposal_id": scene.proposals[1].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", **both))
    assert ranked(scene) == [("Proposal A", 1, "60.0"), ("Proposal B", None, "None")]
