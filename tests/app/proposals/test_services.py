"""What counts is what was handed in; outcomes are told all together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app.challenges.services.moving import extend_deadline, move_challenge
from app.core.content import CheckedFile
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.files import place
from app.core.times import to_instant
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal
from app.proposals.queries import list_eligible, list_files
from app.proposals.services import judging, submitting, writing
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

PICTURE = b"\x89PNG\r\n\x1a\n"


def organiser_of(event):
    person = make_person()
    make_team_member(event, person)
    return actor_for(person)


def test_screening_brings_back_what_was_handed_in(app):
    event = make_event()
    challenge = make_challenge(event)
    proposal = make_proposal(challenge, title="Handed in")
    author, organiser = actor_for(proposal.created_by), organiser_of(event)
    kept = place(CheckedFile(PICTURE, "kept.png", "image/png"))
    added = place(CheckedFile(PICTURE, "late.png", "image/png"))
    with unit_of_work():
        first = writing.add_file(author, proposal.id, kept)
    with unit_of_work():
        submitting.submit_proposal(author, proposal.id)
    with unit_of_work():
        writing.save_proposal(author, proposal.id, version=1, values={"title": "Changed"})
        writing.remove_file(author, proposal.id, first.file_id)
        writing.add_file(author, proposal.id, added)
    assert submitting.has_unsent_changes(db.session.get_one(Proposal, proposal.id))
    with time_machine.travel(deadline_of(challenge)), unit_of_work():
        judged = judging.screen_proposal(organiser, proposal.id, "eligible")
    assert judged.title == "Handed in"
    assert [entry.file.filename for entry in list_files(judged)] == ["kept.png"]
    assert [one.id for one in list_eligible(challenge.id)] == [proposal.id]


def test_outcomes_are_told_once_all_are_decided(app):
    event = make_event()
    challenge = make_challenge(event, phase="decision")
    first = make_submitted_proposal(challenge, state="eligible")
    second = make_submitted_proposal(challenge, state="eligible")
    organiser = organiser_of(event)
    with unit_of_work():
        judging.conclude_proposal(organiser, first.id, "selected", "Best plan", "Well done")
    with pytest.raises(Conflict, match="decisions_missing"), unit_of_work():
        judging.publish_outcomes(organiser, challenge.id)
    with pytest.raises(Invalid, match="reason_missing"), unit_of_work():
        judging.conclude_proposal(organiser, second.id, "not_selected", " ")
    with unit_of_work():
        judging.conclude_proposal(organiser, second.id, "not_selected", "Too dear", "")
    with unit_of_work():
        assert len(judging.publish_outcomes(organiser, challenge.id)) == 2
    with unit_of_work():
        assert judging.publish_outcomes(organiser, challenge.id) == []


def test_outcomes_are_told_with_the_same_reads_whatever_the_rows(app, count_queries):
    event = make_event()
    organiser = organiser_of(event)
    reads = []
    for rows in (1, 3):
        challenge = make_challenge(event, phase="decision")
        for _ in range(rows):
            make_submitted_proposal(challenge, state="selected")
        db.session.rollback()
        db.session.expire_all()
        with count_queries as counted, unit_of_work():
            assert len(judging.publish_outcomes(organiser, challenge.id)) == rows
        reads.append(sum(one.startswith("SELECT") for one in counted.statements))
    assert reads[0] == reads[1]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-10-25T02:30", "2026-10-25T00:30+00:00"),
        ("2026-10-25T03:00", "2026-10-25T02:00+00:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00+00:00"),
    ],
)
def test_the_deadline_is_an_instant_also_when_the_clocks_change(app, local, utc):
    closes_at = to_instant(datetime.fromisoformat(local), "Europe/Berlin")
    assert closes_at.isoformat(timespec="minutes") == utc
    opens_at = closes_at - timedelta(days=9)
    challenge = make_challenge(opens_at=opens_at, closes_at=closes_at)
    proposal = make_proposal(challenge)
    author = actor_for(proposal.created_by)
    last = closes_at - timedelta(microseconds=1)
    with (
        time_machine.travel(closes_at, tick=False),
        pytest.raises(Conflict, match="deadline_passed"),
        unit_of_work(),
    ):
        submitting.submit_proposal(author, proposal.id)
    with time_machine.travel(last.astimezone(ZoneInfo("Asia/Tokyo")), tick=False), unit_of_work():
        assert submitting.submit_proposal(author, proposal.id).submitted_at == last


def test_before_the_opening_nothing_can_be_started(app):
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    author, other = actor_for(proposal.created_by), actor_for(make_proposal().created_by)
    with time_machine.travel(deadline_of(challenge) - timedelta(days=15), tick=False):
        with pytest.raises(Conflict), unit_of_work():
            submitting.submit_proposal(author, proposal.id)
        with pytest.raises(Conflict, match="challenge_not_open"), unit_of_work():
            writing.start_proposal(other, challenge.id)


def test_an_extended_deadline_lets_late_ones_in_and_a_passed_one_cannot_be_extended(app):
    event = make_event()
    challenge = make_challenge(event)
    proposal = make_proposal(challenge)
    author, organiser = actor_for(proposal.created_by), organiser_of(event)
    later = deadline_of(challenge) + timedelta(days=2)
    with unit_of_work():
        extend_deadline(organiser, challenge.id, later, "Holiday")
    with time_machine.travel(later - timedelta(days=1), tick=False), unit_of_work():
        assert submitting.submit_proposal(author, proposal.id).number == 1
    with time_machine.travel(later, tick=False):
        with pytest.raises(Conflict, match="deadline_passed"), unit_of_work():
            extend_deadline(organiser, challenge.id, later + timedelta(days=1), "Again")
        with unit_of_work():
            assert move_challenge(organiser, challenge.id, "screening").phase == "screening"
