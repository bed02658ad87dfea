"""Reads of the register of conflicts one by one, and of what was taken out of it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.juries.models import ConflictOfInterest, Juror, WithdrawnConflict
from app.proposals.models import Proposal


def get_conflict(
    challenge: Challenge, closed: Collection[int], conflict_id: int
) -> ConflictOfInterest:
    """Return an entry of the register; one about a closed proposal does not exist."""
    query = _of(ConflictOfInterest, challenge, closed).where(ConflictOfInterest.id == conflict_id)
    found: ConflictOfInterest | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_withdrawn(challenge: Challenge, closed: Collection[int]) -> Sequence[WithdrawnConflict]:
    """Return what was taken out of the register of a challenge, the newest first."""
    one = WithdrawnConflict
    query = _of(one, challenge, closed).options(
        joinedload(one.declared_by), joinedload(one.withdrawn_by)
    )
    return db.session.scalars(query.order_by(one.withdrawn_at.desc(), one.id)).all()


def _of(table: Any, challenge: Challenge, closed: Collection[int]) -> Select[Any]:
    return (
        select(table)
        .join(table.proposal)
        .join(table.juror)
        .join(Juror.person)
        .where(Proposal.challenge_id == challenge.id, Proposal.id.not_in(closed))
        .options(
            contains_eager(table.proposal),
            contains_eager(table.juror).contains_eager(Juror.person),
        )
    )
