"""Reading what happened to a challenge."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from app.challenges.models import Challenge, ChallengeMove, DeadlineExtension
from app.core.db import db
from challenges.lifecycle import Phase

_EXTENSIONS = (
    select(DeadlineExtension)
    .where(DeadlineExtension.challenge_id == bindparam("challenge_id"))
    .order_by(DeadlineExtension.at, DeadlineExtension.id)
)


def list_moves(challenge: Challenge) -> Sequence[ChallengeMove]:
    """Return what happened to a challenge with who did it, the newest first."""
    statement = (
        select(ChallengeMove)
        .where(ChallengeMove.challenge_id == challenge.id)
        .options(selectinload(ChallengeMove.by))
        .order_by(ChallengeMove.at.desc(), ChallengeMove.id)
    )
    return db.session.scalars(statement).all()


def list_extensions(challenge: Challenge) -> Sequence[DeadlineExtension]:
    """Return how often the deadline was put off, the earliest first."""
    return db.session.scalars(_EXTENSIONS, {"challenge_id": challenge.id}).all()


def find_sent_back(challenge: Challenge) -> ChallengeMove | None:
    """Return the move that gave a draft back to its owner, if that is where it stands."""
    if challenge.phase != Phase.DRAFT:
        return None
    moves = list_moves(challenge)
    return moves[0] if moves and moves[0].to_phase == Phase.DRAFT and moves[0].reason else None


def find_calling_off(challenge: Challenge) -> ChallengeMove | None:
    """Return the move that ended a challenge before its follow-up, if that is how it ended."""
    if challenge.phase != Phase.ARCHIVED:
        return None
    ended = next((move for move in list_moves(challenge) if move.to_phase == Phase.ARCHIVED), None)
    return ended if ended is not None and ended.from_phase != Phase.FOLLOW_UP else None
