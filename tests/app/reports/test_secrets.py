"""What a snapshot does not hold: what was not handed in, not published, or not told yet."""

import pytest

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.juries.models import Decision, Scorecard
from app.reports.queries.records import load_records
from app.reports.rules.freezing import Revision, freeze, is_recounted, thaw
from app.reports.rules.outcome import count_outcome
from app.reports.rules.records import ChallengeRecord, ProposalRecord
from tests.app.reports.conftest import add_proposal
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.factories.identity import make_organisation
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.factories.proposals import make_proposal, make_submitted_proposal


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def challenge(event):
    return make_challenge(event, phase="decision", published_at=clock.now())


def text_of(records):
    return freeze(records, Revision(version=1, taken_at=clock.now(), taken_by="", reason=""))


def decide(proposal, outcome, *, told):
    values = {"reason": "Saves most", "feedback": "Costs were unclear"}
    now = clock.now()
    saved(
        lambda: Decision(
            challenge_id=proposal.challenge_id,
            proposal_id=proposal.id,
            outcome=outcome,
            decided_by_id=proposal.created_by_id,
            told_at=now if told else None,
            **values,
        )
    )
    with unit_of_work():
        found = db.session.merge(proposal)
        found.state, found.state_reason = outcome, values["reason"]
        found.feedback, found.outcome_told_at = values["feedback"], now if told else None


def test_a_draft_is_frozen_as_a_number_and_a_state(event, challenge):
    firm = make_organisation(name="Cold Startup GmbH", country="DE")
    values = {"partner_countries": ["PL"], "has_research_partner": True}
    make_proposal(challenge, title="Secret idea", organisation_id=firm.id, **values)
    make_proposal(challenge, title="Secret idea", submitted_at=clock.now())  # taken back to write

    records = load_records(event)

    bare = [ProposalRecord(number=n, challenge=1, state="draft") for n in (1, 2)]
    assert list(records.proposals) == bare
    assert [word for word in ("Secret idea", "Cold Startup") if word in text_of(records)] == []
    assert count_outcome(records).figure("started").value == 2


def test_what_was_withdrawn_before_it_was_handed_in_stays_unread(event, challenge):
    make_proposal(challenge, title="Secret idea", state="withdrawn")
    bare = ProposalRecord(number=1, challenge=1, state="withdrawn")
    assert load_records(event).proposals == (bare,)


@pytest.mark.parametrize(
    ("phase", "frozen"), [("draft", "draft"), ("in_review", "in_review"), ("archived", "draft")]
)
def test_an_unpublished_challenge_is_frozen_as_a_number_and_a_phase(event, phase, frozen):
    make_challenge(event, phase=phase, title="Secret call", summary="Secret line")

    records = load_records(event)

    assert records.challenges == (ChallengeRecord(number=1, phase=frozen),)
    text = text_of(records)
    assert [word for word in ("Secret call", "Secret line", "4000000") if word in text] == []
    assert is_recounted(thaw(text))
    assert count_outcome(records).figure("challenges").value == 0


@pytest.mark.parametrize("outcome", ["shortlisted", "selected", "not_selected"])
def test_an_outcome_that_nobody_was_told_counts_as_still_judged(event, challenge, outcome):
    decide(make_submitted_proposal(challenge), outcome, told=False)

    records = load_records(event)

    found = records.proposals[0]
    assert (found.state, found.was_shortlisted, found.reason) == ("eligible", False, "")
    assert found.has_feedback is False
    assert [word for word in ("Saves most", "selected", "Costs") if word in words(records)] == []


def words(records):
    return repr(records.proposals)


@pytest.mark.parametrize("outcome", ["shortlisted", "selected", "not_selected"])
def test_a_told_outcome_is_frozen_with_its_reason(event, challenge, outcome):
    decide(make_submitted_proposal(challenge), outcome, told=True)
    found = load_records(event).proposals[0]
    assert (found.state, found.reason, found.has_feedback) == (outcome, "Saves most", True)
    assert found.was_shortlisted is (outcome == "shortlisted")


def test_the_reason_of_an_ineligible_proposal_was_told_at_once(event, challenge):
    make_submitted_proposal(challenge, state="ineligible", state_reason="No SME")
    found = load_records(event).proposals[0]
    assert (found.state, found.reason, found.has_feedback) == ("ineligible", "No SME", True)


def test_marks_are_frozen_once_their_scorecard_is_handed_in(event, challenge):
    juror = make_juror(event)
    add_proposal(event, challenge, juror)
    card = make_scorecard(make_assignment(juror, make_submitted_proposal(challenge)), 1, 2)
    with unit_of_work():
        db.session.get(Scorecard, card.id).submitted_at = None
    db.session.expire_all()

    sheets = load_records(event).sheets

    assert [[mark.value for mark in sheet.marks] for sheet in sheets] == [[4, 5], []]
    assert [sheet.submitted_at is None for sheet in sheets] == [False, True]


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_later_edits_of_what_was_handed_in_are_not_frozen(event, challenge, state):
    proposal = make_submitted_proposal(challenge, title="Smart defrost", trl=6, state=state)
    with unit_of_work():
        edited = db.session.merge(proposal)
        edited.title, edited.trl, edited.partner_countries = "Secret idea", 9, ["PL"]

    found = load_records(event).proposals[0]

    assert (found.title, found.trl, found.partner_countries) == ("Smart defrost", 6, ())
