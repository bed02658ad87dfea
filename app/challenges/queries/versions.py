"""Reading the versions of a brief and what was said of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.challenges.models import Challenge, ChallengeComment, ChallengeVersion
from app.challenges.queries.briefs import draft_values
from app.challenges.rules.comparing import Change, compare, texts_of
from app.challenges.rules.drafting import TEXTS
from app.core.db import db
from app.core.errors import NotFound


def content_of(challenge: Challenge) -> dict[str, Any]:
    """Return all that a brief says, as plain values that can be kept."""
    values = {name: getattr(challenge, name) for name in TEXTS}
    plain = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items()}
    return {**plain, **draft_values(challenge)}


def list_versions(challenge: Challenge) -> Sequence[ChallengeVersion]:
    """Return the versions of a brief with who made them, the newest first."""
    statement = (
        select(ChallengeVersion)
        .where(ChallengeVersion.challenge_id == challenge.id)
        .options(selectinload(ChallengeVersion.by))
        .order_by(ChallengeVersion.number.desc())
    )
    return db.session.scalars(statement).all()


def compare_versions(challenge: Challenge, old: int, new: int) -> tuple[Change, ...]:
    """Return what differs between two versions of a brief; number 0 is the empty page."""
    numbers = {old, new} - {0}
    rows = db.session.execute(
        select(ChallengeVersion.number, ChallengeVersion.content).where(
            ChallengeVersion.challenge_id == challenge.id, ChallengeVersion.number.in_(numbers)
        )
    )
    found: dict[int, Mapping[str, Any]] = {row.number: row.content for row in rows}
    if numbers - set(found):
        raise NotFound
    return compare(texts_of(found.get(old, {})), texts_of(found.get(new, {})))


def list_comments(challenge: Challenge) -> Sequence[ChallengeComment]:
    """Return what was said of a brief with who said it, in the order in which it was said."""
    statement = (
        select(ChallengeComment)
        .where(ChallengeComment.challenge_id == challenge.id)
        .options(selectinload(ChallengeComment.by), selectinload(ChallengeComment.resolved_by))
        .order_by(ChallengeComment.at, ChallengeComment.id)
    )
    return db.session.scalars(statement).all()


def count_open_comments(challenge: Challenge) -> int:
    """Return how many comments on a brief are not resolved."""
    statement = select(func.count()).where(
        ChallengeComment.challenge_id == challenge.id, ChallengeComment.resolved_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def find_comment(comment_id: int) -> ChallengeComment | None:
    """Return a comment, if it is still there, whoever asks."""
    return db.session.get(ChallengeComment, comment_id)
