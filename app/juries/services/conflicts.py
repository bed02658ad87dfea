"""Conflicts of interest: found in the records, declared by a juror or by an organiser.

Whatever its source, a conflict ends the assignment: the juror no longer sees the proposal.
"""

from collections.abc import Collection, Mapping, Sequence
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
from app.juries.models import Assignment, ConflictOfInterest, ConflictSuggestion
from app.juries.queries import hints, judging, panel, ties
from app.juries.queries.declaring import get_question
from app.juries.rules.conflicts import Sign, Source, Tie, detect_all
from app.juries.rules.hints import find_hints
from app.juries.rules.judging import OVER
from app.proposals.queries import refuse_tied
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
    entered = sum(_enter_found(actor, event_id, pair, sign) for pair, sign in new)
    _suggest(event_id, judged, {*known, *found})
    return entered


def _suggest(event_id: int, judged: Sequence[int], settled: set[tuple[int, int]]) -> None:
    """Note what may be a conflict and is in no register, once for ever; organisers are asked."""
    jurors, proposals = hints.juror_ties(event_id), hints.proposal_ties(judged)
    found = find_hints(jurors, proposals, hints.records_of(jurors, proposals))
    asked = hints.known_suggestions(event_id)
    rows = [
        vars(one)
        for one in found
        if (one.juror_id, one.proposal_id) not in settled
        and (one.juror_id, one.proposal_id, one.sign) not in asked
    ]
    if rows:
        keys = ["juror_id", "proposal_id", "sign"]
        noted = _insert()(ConflictSuggestion).on_conflict_do_nothing(index_elements=keys)
        db.session.execute(noted, rows)


def _insert() -> Any:
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    return sqlite.insert if is_sqlite else postgresql.insert


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
    entered = (
        _insert()(ConflictOfInterest)
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
    refuse_when_over(challenge)
    conflict = ConflictOfInterest(
        juror_id=assignment.juror_id,
        proposal_id=assignment.proposal_id,
        kind=tie.kind,
        source=Source.JUROR,
        reason=tie.reason,
    )
    enter_conflict(actor, challenge.event_id, conflict)
    db.session.flush()


def declare_conflicts(actor: Actor, challenge_id: int, known: Mapping[int, Tie]) -> int:
    """Step back from all proposals whose authors one knows, assigned or not; say how many.

    Only a juror gets as far as to be asked, and only about what nothing ties them to yet.
    """
    question = get_question(actor, challenge_id)
    refuse_when_over(lock_challenge(challenge_id, shared=True))
    if not {one.proposal_id for one in question.items}.issuperset(known):
        raise Conflict("asked_changed")
    for proposal_id, tie in sorted(known.items()):
        conflict = ConflictOfInterest(
            juror_id=question.juror.id,
            proposal_id=proposal_id,
            kind=tie.kind,
            source=Source.JUROR,
            reason=tie.reason,
        )
        enter_conflict(actor, question.challenge.event_id, conflict)
    db.session.flush()
    return len(known)


def declare_conflict_for(
    actor: Actor, challenge: Challenge, juror_id: int, proposal_id: int, tie: Tie
) -> None:
    """Keep a juror away from a proposal as an organiser, before or after it was assigned."""
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    juror = panel.get_juror(challenge.event, juror_id)
    proposal = panel.get_judged_proposal(challenge, proposal_id)
    refuse_when_over(lock_challenge(challenge.id, shared=True))
    enter_conflict(
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


def refuse_when_over(challenge: Challenge) -> None:
    """Refuse changes to the register once judging is over."""
    if Phase(challenge.phase) in OVER:
        raise Conflict("judging_over")


def enter_conflict(actor: Actor, event_id: int, conflict: ConflictOfInterest) -> None:
    """Enter a conflict that somebody declares, for services that may; it ends the assignment."""
    conflict.declared_by_id = actor.person_id
    db.session.add(conflict)
    _end_assignment(actor, event_id, conflict)


def _end_assignment(actor: Actor, event_id: int, conflict: ConflictOfInterest) -> None:
    ended = (
        update(Assignment)
        .where(Assignment.juror_id == conflict.juror_id)
        .where(Assignment.proposal_id == conflict.proposal_id, Assignment.recused_at.is_(None))
        .values(recused_at=clock.now())
        .returning(Assignment.id)
    )
    conflict.ended = sorted(db.session.scalars(ended))
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
