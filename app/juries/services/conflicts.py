"""Conflicts of interest: found in the records, declared by a juror or by an organiser.

Whatever its source, a conflict ends the assignment: the juror no longer sees the proposal.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import ConflictDeclared
from app.juries.models import Assignment, ConflictOfInterest
from app.juries.queries import judging, panel, ties
from app.juries.rules.conflicts import Sign, Source, Tie, detect_all
from app.juries.rules.judging import OVER
from challenges.lifecycle import Phase


def detect_conflicts(
    actor: Actor, event_id: int, challenge_ids: Collection[int] | None = None
) -> int:
    """Enter what the records show of challenges still judged, for services that may; say how many.

    A tie newer than the assignment is not entered: organisers are asked about it.
    """
    judged = _hold_judged(event_id, challenge_ids)
    found = detect_all(ties.juror_sides(event_id), ties.proposal_sides(judged), ties.duties(judged))
    known = ties.known_conflicts(event_id)
    new = sorted((pair, sign) for pair, sign in found.items() if pair not in known)
    return sum(_enter_found(actor, event_id, pair, sign) for pair, sign in new)


def _hold_judged(event_id: int, challenge_ids: Collection[int] | None) -> Sequence[int]:
    """Return the challenges whose judging is not over, and keep it so until the unit ends."""
    query = select(Challenge.id).where(
        Challenge.event_id == event_id, Challenge.phase.not_in(sorted(OVER))
    )
    if challenge_ids is not None:
        query = query.where(Challenge.id.in_(challenge_ids))
    return db.session.scalars(query.order_by(Challenge.id).with_for_update(read=True)).all()


def _enter_found(actor: Actor, event_id: int, pair: tuple[int, int], sign: Sign) -> bool:
    """Enter a conflict unless somebody else has found it meanwhile."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    entered = (
        insert(ConflictOfInterest)
        .values(juror_id=pair[0], proposal_id=pair[1], kind=sign, source=Source.DETECTED)
        .on_conflict_do_nothing(index_elements=["juror_id", "proposal_id"])
        .returning(ConflictOfInterest)
    )
    conflict: ConflictOfInterest | None = db.session.scalar(entered)
    if conflict is not None:
        _end_assignment(actor, event_id, conflict)
    return conflict is not None


def declare_conflict(actor: Actor, assignment_id: int, tie: Tie) -> None:
    """Step back from a proposal as its juror; what was scored no longer counts."""
    assignment = judging.get_assignment(actor, assignment_id)
    authorize(actor, Permission.SCORECARD_EDIT, assignment)
    challenge = lock_challenge(assignment.proposal.challenge_id, shared=True)
    _refuse_when_over(challenge)
    conflict = ConflictOfInterest(
        juror_id=assignment.juror_id,
        proposal_id=assignment.proposal_id,
        kind=tie.kind,
        source=Source.JUROR,
        reason=tie.reason,
    )
    _enter(actor, challenge.event_id, conflict)
    db.session.flush()


def declare_conflict_for(
    actor: Actor, challenge: Challenge, juror_id: int, proposal_id: int, tie: Tie
) -> None:
    """Keep a juror away from a proposal as an organiser, before or after it was assigned."""
    authorize(actor, Permission.JURY_DECIDE, challenge)
    juror = panel.get_juror(challenge.event, juror_id)
    proposal = panel.get_judged_proposal(challenge, proposal_id)
    _refuse_when_over(lock_challenge(challenge.id, shared=True))
    _enter(
        actor,
        challenge.event_id,
        ConflictOfInterest(
            juror_id=juror.id,
            proposal_id=proposal.id,
            kind=tie.kind,
            source=Source.ORGANISER,
            reason=tie.reason,
        ),
    )
    db.session.flush()


def _refuse_when_over(challenge: Challenge) -> None:
    if Phase(challenge.phase) in OVER:
        raise Conflict("judging_over")


def _enter(actor: Actor, event_id: int, conflict: ConflictOfInterest) -> None:
    db.session.add(conflict)
    _end_assignment(actor, event_id, conflict)


def _end_assignment(actor: Actor, event_id: int, conflict: ConflictOfInterest) -> None:
    ended = (
        update(Assignment)
        .where(Assignment.juror_id == conflict.juror_id)
        .where(Assignment.proposal_id == conflict.proposal_id, Assignment.recused_at.is_(None))
        .values(recused_at=clock.now())
    )
    db.session.execute(ended)
    record(
        ConflictDeclared(
            actor_id=actor.person_id,
            event_id=event_id,
            juror_id=conflict.juror_id,
            proposal_id=conflict.proposal_id,
            source=conflict.source,
            kind=conflict.kind,
        )
    )
