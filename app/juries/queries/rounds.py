"""Reads of judging rounds and of the rubric that stands in each."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.juries.models import Assignment, JudgingRound
from app.juries.rules.rounds import FIRST
from challenges import rubric as kernel


def list_rounds(challenge: Challenge) -> Sequence[JudgingRound]:
    """Return the rounds of a challenge in their order; none before the jury was set up."""
    return rounds_of([challenge.id])[challenge.id]


def rounds_of(challenge_ids: Collection[int]) -> dict[int, list[JudgingRound]]:
    """Return the rounds of some challenges, by challenge."""
    query = select(JudgingRound).where(JudgingRound.challenge_id.in_(challenge_ids))
    query = query.order_by(JudgingRound.challenge_id, JudgingRound.position)
    found: dict[int, list[JudgingRound]] = defaultdict(list)
    for one in db.session.scalars(query.options(selectinload(JudgingRound.rubrics))):
        found[one.challenge_id].append(one)
    return found


def get_round(challenge: Challenge, position: int) -> JudgingRound:
    """Return a round of a challenge by its place."""
    for one in list_rounds(challenge):
        if one.position == position:
            return one
    raise NotFound


def find_last_round(challenge: Challenge, closed: Collection[int]) -> JudgingRound | None:
    """Return the last round of a challenge that has anything to judge, else its first.

    What is closed to the reader does not count.
    """
    has_begun = exists().where(
        Assignment.round_id == JudgingRound.id, Assignment.proposal_id.not_in(closed)
    )
    query = (
        select(JudgingRound)
        .where(JudgingRound.challenge_id == challenge.id)
        .where(or_(JudgingRound.position == FIRST, has_begun))
        .options(joinedload(JudgingRound.rubrics))
        .order_by(JudgingRound.position.desc())
    )
    return db.session.scalars(query).unique().first()


def has_assignments(one: JudgingRound) -> bool:
    """Whether any proposal was assigned in a round."""
    query = select(Assignment.id).where(Assignment.round_id == one.id).limit(1)
    return db.session.scalar(query) is not None


def rounds_begun(challenge: Challenge, closed: Collection[int]) -> set[int]:
    """Return which rounds have given anybody something to judge that is not closed."""
    query = select(Assignment.round_id).distinct().join(Assignment.round)
    query = query.where(Assignment.proposal_id.not_in(closed))
    return set(db.session.scalars(query.where(JudgingRound.challenge_id == challenge.id)))


def rubric_of(one: JudgingRound) -> kernel.Rubric:
    """Return the rubric of a round as the kernel reads it."""
    return kernel.read_rubric(one.rubric.content)
