"""Phases, states, and who may move what when."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.lifecycle import (
    PHASE_MOVES,
    PROPOSAL_MOVES,
    By,
    IllegalMove,
    Move,
    Phase,
    ProposalState,
    accepts_submissions,
    allowed_moves,
    check_move,
    check_phase_move,
    check_proposal_move,
    may_submit,
    phase_at,
)

OPENS = datetime(2026, 3, 1, 9, tzinfo=UTC)
CLOSES = datetime(2026, 4, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - TICK, Phase.PUBLISHED),
        (OPENS, Phase.OPEN),
        (CLOSES - TICK, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
        (CLOSES + TICK, Phase.CLOSED),
    ],
)
def test_the_clock_opens_and_closes_a_published_challenge(now: datetime, phase: Phase) -> None:
    assert phase_at(Phase.PUBLISHED, OPENS, CLOSES, now) is phase
    assert phase_at(Phase.OPEN, OPENS, CLOSES, now) is phase
    assert accepts_submissions(Phase.PUBLISHED, OPENS, CLOSES, now) is (phase is Phase.OPEN)


def test_without_dates_nothing_opens_and_nothing_closes() -> None:
    assert phase_at(Phase.PUBLISHED, None, None, OPENS) is Phase.PUBLISHED
    assert phase_at(Phase.PUBLISHED, OPENS, None, CLOSES) is Phase.OPEN


@given(st.sampled_from(Phase), st.integers(-100, 100))
def test_every_other_phase_is_as_stored(stored: Phase, hours: int) -> None:
    now = OPENS + timedelta(hours=hours)
    if stored not in {Phase.PUBLISHED, Phase.OPEN}:
        assert phase_at(stored, OPENS, CLOSES, now) is stored
        assert not accepts_submissions(stored, OPENS, CLOSES, now)


def test_only_an_open_challenge_takes_submissions() -> None:
    assert [phase for phase in Phase if may_submit(phase)] == [Phase.OPEN]


def test_a_review_can_be_sent_back_with_a_reason_only() -> None:
    step = check_phase_move(Phase.IN_REVIEW, Phase.DRAFT, By.ORGANISER, " No budget. ")
    assert step.reason == "No budget."
    assert step.move == Move(Phase.IN_REVIEW, Phase.DRAFT, By.ORGANISER, reason_required=True)
    with pytest.raises(IllegalMove) as caught:
        check_phase_move(Phase.IN_REVIEW, Phase.DRAFT, By.ORGANISER, "  ")
    assert caught.value.code == "reason_missing"
    assert check_phase_move(Phase.IN_REVIEW, Phase.DRAFT, By.OWNER).reason == ""


@pytest.mark.parametrize(
    ("source", "target", "by", "code", "more"),
    [
        (Phase.DRAFT, Phase.PUBLISHED, By.ORGANISER, "no_such_move", {}),
        (Phase.IN_REVIEW, Phase.PUBLISHED, By.OWNER, "not_yours", {"allowed": "organiser"}),
        (Phase.PUBLISHED, Phase.OPEN, By.ORGANISER, "not_yours", {"allowed": "clock"}),
        (Phase.ARCHIVED, Phase.DRAFT, By.ORGANISER, "no_such_move", {}),
    ],
)
def test_illegal_phase_moves(
    source: Phase, target: Phase, by: By, code: str, more: dict[str, str]
) -> None:
    with pytest.raises(IllegalMove) as caught:
        check_phase_move(source, target, by, "because")
    assert caught.value.code == code
    assert caught.value.params == {
        "source": source.value,
        "target": target.value,
        "by": by.value,
        **more,
    }


@pytest.mark.parametrize("phase", list(Phase))
def test_a_proposal_is_submitted_and_reopened_while_open_only(phase: Phase) -> None:
    for source, target in (
        (ProposalState.DRAFT, ProposalState.SUBMITTED),
        (ProposalState.SUBMITTED, ProposalState.DRAFT),
    ):
        if phase is Phase.OPEN:
            assert check_proposal_move(source, target, By.PROPOSER, phase).reason == ""
        else:
            with pytest.raises(IllegalMove) as caught:
                check_proposal_move(source, target, By.PROPOSER, phase)
            assert caught.value.code == "wrong_phase"
            assert caught.value.params["phase"] == phase.value


def test_withdrawal_is_possible_until_the_decision() -> None:
    phases = [
        phase
        for phase in Phase
        if any(
            move.target == ProposalState.WITHDRAWN
            for move in allowed_moves(PROPOSAL_MOVES, ProposalState.SUBMITTED, By.PROPOSER, phase)
        )
    ]
    assert phases == [Phase.OPEN, Phase.CLOSED, Phase.SCREENING, Phase.JURY, Phase.SHORTLIST]


def test_allowed_moves_come_in_the_order_of_their_targets() -> None:
    moves = allowed_moves(PHASE_MOVES, Phase.JURY, By.ORGANISER)
    assert [move.target for move in moves] == [
        Phase.SCREENING,
        Phase.SHORTLIST,
        Phase.DECISION,
        Phase.ARCHIVED,
    ]


def test_every_phase_can_be_reached_and_only_the_archive_is_an_end() -> None:
    assert {move.target for move in PHASE_MOVES} == set(Phase)
    assert {move.source for move in PHASE_MOVES} == set(Phase) - {Phase.ARCHIVED}
    assert {move.target for move in PROPOSAL_MOVES} == set(ProposalState)


@pytest.mark.parametrize("moves", [PHASE_MOVES, PROPOSAL_MOVES])
def test_a_move_is_listed_once_for_each_mover(moves: frozenset[Move]) -> None:
    listed = [(move.source, move.target, move.by) for move in moves]
    assert len(listed) == len(set(listed))


@given(st.sampled_from(Phase), st.sampled_from(Phase), st.sampled_from(By), st.text(max_size=3))
def test_a_step_is_a_listed_move(source: StrEnum, target: StrEnum, by: By, reason: str) -> None:
    try:
        step = check_move(PHASE_MOVES, source, target, by, reason=reason)
    except IllegalMove as refusal:
        codes = {refusal.code}
    else:
        codes = set()
        assert step.move in PHASE_MOVES
        assert step.reason or not step.move.reason_required
    assert codes <= {"no_such_move", "not_yours", "reason_missing"}


def test_follow_up_leads_back_to_deciding_with_a_reason() -> None:
    step = check_phase_move(Phase.FOLLOW_UP, Phase.DECISION, By.ORGANISER, "One was forgotten.")
    assert step.move.reason_required
    with pytest.raises(IllegalMove) as caught:
        check_phase_move(Phase.FOLLOW_UP, Phase.DECISION, By.ORGANISER)
    assert caught.value.code == "reason_missing"


@pytest.mark.parametrize("source", [ProposalState.SELECTED, ProposalState.NOT_SELECTED])
def test_a_decision_goes_back_to_the_shortlist_with_a_reason(source: ProposalState) -> None:
    target = ProposalState.SHORTLISTED
    for phase in Phase:
        if phase in {Phase.JURY, Phase.SHORTLIST}:
            assert check_proposal_move(source, target, By.ORGANISER, phase, "A slip.").reason
            continue
        with pytest.raises(IllegalMove) as caught:
            check_proposal_move(source, target, By.ORGANISER, phase, "A slip.")
        assert caught.value.code == "wrong_phase"
    with pytest.raises(IllegalMove) as silent:
        check_proposal_move(source, target, By.ORGANISER, Phase.SHORTLIST)
    assert silent.value.code == "reason_missing"
