from datetime import UTC, datetime, timedelta

import pytest

from app.juries.rules.conflicts import (
    Duty,
    JurorSide,
    ProposalSide,
    Sign,
    detect,
    detect_all,
)
from app.juries.rules.judging import (
    Mark,
    Missing,
    Outcome,
    missing_marks,
    offered_outcomes,
    phase_for,
    suggested_feedback,
)
from challenges.domains import work_domain
from challenges.lifecycle import Phase, ProposalState

THEN = datetime(2026, 5, 4, 9, tzinfo=UTC)
LATER = THEN + timedelta(microseconds=1)
PROPOSAL = ProposalSide(9, "anna@medvilkas.lt", organisation_id=7)


@pytest.mark.parametrize(
    ("juror", "sign"),
    [
        (JurorSide(1, "rokas@kristalis.lt"), None),
        (JurorSide(1, "rokas@kristalis.lt", organisation_id=7), Sign.ORGANISATION),
        (JurorSide(1, "rokas@kristalis.lt", member_since={3: THEN, 7: THEN}), Sign.MEMBERSHIP),
        (JurorSide(1, "Rokas@Medvilkas.LT"), Sign.EMAIL_DOMAIN),
        (JurorSide(1, "rokas@mail.medvilkas.lt"), None),
    ],
)
def test_a_conflict_is_seen_in_the_records(juror, sign):
    assert detect(juror, PROPOSAL) == sign


def test_addresses_open_to_everybody_say_nothing():
    juror = JurorSide(1, "rokas@gmail.com")
    assert detect(juror, ProposalSide(9, "anna@gmail.com", organisation_id=7)) is None
    assert work_domain("anna@gmail.com") is None
    assert work_domain("anna@Voltmar.DE") == "voltmar.de"


def test_every_pair_with_a_sign_is_found():
    jurors = [JurorSide(1, "a@b.lt", 7), JurorSide(2, "c@d.lt", member_since={8: THEN})]
    proposals = [PROPOSAL, ProposalSide(10, "x@y.lt", 8)]
    found = {(1, 9): Sign.ORGANISATION, (2, 10): Sign.MEMBERSHIP}
    assert detect_all(jurors, proposals, {}) == found
    assert detect_all(jurors, proposals, {(1, 9): Duty(THEN, is_begun=True)}) == {
        (2, 10): Sign.MEMBERSHIP
    }


@pytest.mark.parametrize(
    ("juror", "begun", "sign"),
    [
        (JurorSide(1, "a@b.lt", member_since={7: THEN}), True, Sign.MEMBERSHIP),
        (JurorSide(1, "a@b.lt", member_since={7: LATER}), False, None),
        (JurorSide(1, "a@medvilkas.lt", member_since={7: LATER}), True, Sign.EMAIL_DOMAIN),
        (JurorSide(1, "a@b.lt", 7), False, Sign.ORGANISATION),
        (JurorSide(1, "a@b.lt", 7), True, None),
    ],
)
def test_what_came_up_after_the_assignment_keeps_nobody_away_by_itself(juror, begun, sign):
    assert detect(juror, PROPOSAL, Duty(THEN, is_begun=begun)) == sign


def test_a_scorecard_lacks_levels_and_reasons():
    marks = {"fit": Mark(None, "Good"), "team": Mark(0, "  ")}
    assert missing_marks(["fit", "team", "price"], marks) == (
        Missing("fit", "value"),
        Missing("team", "comment"),
        Missing("price", "value"),
        Missing("price", "comment"),
    )
    assert missing_marks(["fit"], {"fit": Mark(0, "None of it.")}) == ()


@pytest.mark.parametrize(
    ("phase", "state", "outcomes"),
    [
        (Phase.JURY, ProposalState.ELIGIBLE, list(Outcome)),
        (Phase.SHORTLIST, ProposalState.SELECTED, list(Outcome)),
        (Phase.DECISION, ProposalState.ELIGIBLE, [Outcome.SELECTED, Outcome.NOT_SELECTED]),
        (Phase.DECISION, ProposalState.SHORTLISTED, [Outcome.SELECTED, Outcome.NOT_SELECTED]),
        (Phase.JURY, ProposalState.SUBMITTED, []),
        (Phase.SCREENING, ProposalState.ELIGIBLE, []),
    ],
)
def test_outcomes_depend_on_the_phase_and_the_state(phase, state, outcomes):
    assert list(offered_outcomes(phase, state)) == outcomes


def test_a_decision_brings_the_challenge_on():
    assert phase_for(Outcome.SELECTED, Phase.JURY) == Phase.DECISION
    assert phase_for(Outcome.NOT_SELECTED, Phase.SHORTLIST) == Phase.DECISION
    assert phase_for(Outcome.SHORTLISTED, Phase.JURY) == Phase.SHORTLIST
    assert phase_for(Outcome.SHORTLISTED, Phase.SHORTLIST) == Phase.SHORTLIST


def test_feedback_starts_from_what_jurors_wrote_to_the_proposer():
    assert suggested_feedback(["Clear plan. ", "", "Clear plan.", "Name a site."]) == (
        "Clear plan.\n\nName a site."
    )
