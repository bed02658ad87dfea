"""Taking a conflict of interest back: somebody else's, for a reason, and kept on record."""

from sqlalchemy import delete, update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import ConflictWithdrawn
from app.juries.models import Assignment, ConflictOfInterest, WithdrawnConflict
from app.juries.queries import register
from app.juries.rules.conflicts import why_not_withdrawn
from app.juries.services.conflicts import refuse_when_over
from app.proposals.queries import closed_to, refuse_tied

KEPT = ("juror_id", "proposal_id", "kind", "source", "reason", "declared_at", "declared_by_id")


def withdraw_conflict(
    actor: Actor, challenge: Challenge, conflict_id: int, grounds: str
) -> WithdrawnConflict:
    """Take a conflict out of the register; what it took from the juror is theirs again."""
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    conflict = register.get_conflict(challenge, closed_to(actor, challenge.event_id), conflict_id)
    if code := why_not_withdrawn(conflict, actor.person_id):
        raise Forbidden(code)
    refuse_when_over(lock_challenge(challenge.id, shared=True))
    ended = tuple(conflict.ended)
    kept = WithdrawnConflict(
        **{name: getattr(conflict, name) for name in KEPT},
        withdrawn_by_id=actor.person_id,
        grounds=grounds,
    )
    _take_out(conflict)
    db.session.add(kept)
    _give_back(actor, challenge.event_id, kept, ended)
    db.session.flush()
    return kept


def _take_out(conflict: ConflictOfInterest) -> None:
    """Delete it, unless somebody else did so meanwhile."""
    gone = (
        delete(ConflictOfInterest)
        .where(ConflictOfInterest.id == conflict.id)
        .returning(ConflictOfInterest.id)
    )
    if db.session.scalar(gone) is None:
        raise Conflict("conflict_gone")


def _give_back(
    actor: Actor, event_id: int, conflict: WithdrawnConflict, ended: tuple[int, ...]
) -> None:
    given = (
        update(Assignment)
        .where(Assignment.id.in_(ended), Assignment.recused_at.is_not(None))
        .values(recused_at=None)
        .returning(Assignment.id)
    )
    fact = ConflictWithdrawn(
        actor_id=actor.person_id,
        event_id=event_id,
        juror_id=conflict.juror_id,
        proposal_id=conflict.proposal_id,
        source=conflict.source,
        kind=conflict.kind,
        assignments=len(db.session.scalars(given).all()),
    )
    record(fact)
