"""Conflicts of interest: found in the records, declared by a juror or by an organiser.

Whatever its source, a conflict ends the assignment: the juror no longer sees the proposal.
"""

from sqlalchemy import select, update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import ConflictDeclared
from app.juries.models import Assignment, ConflictOfInterest, Juror
from app.juries.queries import judging, panel
from app.juries.rules.conflicts import Source, Tie, detect_all
from app.juries.rules.judging import OVER
from challenges.lifecycle import Phase


def detect_conflicts(actor: Actor, event_id: int) -> int:
    """Enter every conflict that the records show and that is not known yet; return how many."""
    known_query = select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
    known_query = known_query.join(ConflictOfInterest.juror).where(Juror.event_id == event_id)
    known = {(juror, proposal) for juror, proposal in db.session.execute(known_query)}
    found = detect_all(panel.juror_sides(event_id), panel.proposal_sides(event_id))
    new = {pair: sign for pair, sign in found.items() if pair not in known}
    for (juror_id, proposal_id), sign in sorted(new.items()):
        conflict = ConflictOfInterest(
            juror_id=juror_id, proposal_id=proposal_id, kind=sign, source=Source.DETECTED
        )
        _enter(actor, event_id, conflict)
    db.session.flush()
    return len(new)


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
