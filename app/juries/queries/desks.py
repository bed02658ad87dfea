"""Who judges what in a round, and what they handed in, read as plain columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.juries.models import (
    Assignment,
    ConflictOfInterest,
    JudgingRound,
    Juror,
    Score,
    Scorecard,
)
from app.juries.rules.judging import JUDGED_STATES
from app.juries.rules.roles import COUNTING, SCORING
from app.proposals.models import Proposal
from challenges.scoring import Scorecard as Card


@dataclass(frozen=True)
class Desk:
    """An assignment as a row: who judges what, and the scorecard if it is handed in."""

    juror_id: int
    proposal_id: int
    is_recused: bool
    scorecard_id: int | None
    answers: Mapping[str, bool]
    is_trainee: bool


def list_desks(challenge: Challenge, one: JudgingRound | None) -> list[Desk]:
    """Return the assignments of a round to those who score, trainees too."""
    query = (
        select(
            Assignment.juror_id,
            Assignment.proposal_id,
            Assignment.recused_at,
            Scorecard.id,
            Scorecard.submitted_at,
            Scorecard.answers,
            Juror.role,
        )
        .join(Assignment.proposal)
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .where(Assignment.round_id == (one.id if one else None), Juror.role.in_(SCORING))
    )
    return [
        Desk(
            juror,
            proposal,
            recused is not None,
            card if submitted else None,
            answers or {},
            role not in COUNTING,
        )
        for juror, proposal, recused, card, submitted, answers, role in db.session.execute(query)
    ]


def list_pairs_in_conflict(challenge: Challenge) -> set[tuple[int, int]]:
    """Return which jurors and proposals are in conflict."""
    query = (
        select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
        .join(ConflictOfInterest.proposal)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
    )
    return {(juror, proposal) for juror, proposal in db.session.execute(query)}


def cards_of(
    one: JudgingRound | None, desks: Sequence[Desk], conflicts: set[tuple[int, int]]
) -> tuple[Card, ...]:
    """Return the scorecards of a round that were handed in."""
    query = (
        select(Score.scorecard_id, Score.key, Score.value)
        .join(Score.scorecard)
        .join(Scorecard.assignment)
        .where(Assignment.round_id == (one.id if one else None))
        .where(Scorecard.submitted_at.is_not(None), Score.value.is_not(None))
    )
    scores: dict[int, dict[str, int]] = {}
    for card, key, value in db.session.execute(query):
        scores.setdefault(card, {})[key] = value or 0
    return tuple(
        Card(
            juror=key_of(desk.juror_id),
            proposal=key_of(desk.proposal_id),
            scores=scores.get(desk.scorecard_id, {}),
            recused=is_out(desk, conflicts),
            answers=desk.answers,
            trainee=desk.is_trainee,
        )
        for desk in desks
        if desk.scorecard_id is not None
    )


def is_out(desk: Desk, conflicts: set[tuple[int, int]]) -> bool:
    """Whether a juror stepped back or must not judge."""
    return desk.is_recused or (desk.juror_id, desk.proposal_id) in conflicts


@lru_cache(maxsize=20_000)
def key_of(value: int) -> str:
    """Return the pseudonymous key of a juror or proposal; a large ranking asks often."""
    return encode_id(value)
