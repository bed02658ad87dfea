"""Scoring: a juror's draft that saves itself, handing it in, taking it back."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.orm import attributes

from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import ScorecardReopened, ScorecardSubmitted
from app.juries.models import Assignment, Score, Scorecard
from app.juries.queries.judging import get_assignment
from app.juries.queries.rounds import rubric_of
from app.juries.rules.judging import OVER, Judgement, Mark, missing_marks
from app.juries.rules.rounds import RoundKind, has_closed, is_open
from app.juries.services.gates import pass_gates
from app.juries.services.rounds import lock_rubric
from challenges.lifecycle import Phase
from challenges.rubric import Rubric


def save_scorecard(
    actor: Actor, assignment_id: int, judgement: Judgement, *, version: int
) -> Scorecard:
    """Save what was scored so far, if it was not changed elsewhere since the juror read it."""
    assignment = _open_assignment(actor, assignment_id)
    rubric = rubric_of(assignment.round)
    card = _claim(assignment, version)
    card.comment = judgement.comment
    card.comment_to_proposer = judgement.comment_to_proposer
    card.saved_at = clock.now()
    card.answers = _answers(rubric, judgement.answers)
    _mark(card, rubric, judgement.marks)
    db.session.flush()
    return card


def submit_scorecard(
    actor: Actor, assignment_id: int, judgement: Judgement, *, version: int
) -> Scorecard:
    """Hand a scorecard in: every criterion has a level and, unless it was pitched, a reason."""
    card = save_scorecard(actor, assignment_id, judgement, version=version)
    assignment = card.assignment
    needs_reasons = assignment.round.kind != RoundKind.PITCH
    _refuse_incomplete(rubric_of(assignment.round), judgement, needs_reasons=needs_reasons)
    card.submitted_at = clock.now()
    record(
        ScorecardSubmitted(
            actor_id=actor.person_id,
            event_id=assignment.juror.event_id,
            assignment_id=assignment.id,
            juror_id=assignment.juror_id,
            proposal_id=assignment.proposal_id,
            version=card.version,
        )
    )
    return card


def reopen_scorecard(actor: Actor, assignment_id: int) -> Scorecard:
    """Take a scorecard back to change it, as long as judging goes on."""
    assignment = _open_assignment(actor, assignment_id)
    card = assignment.scorecard
    if card is None or card.submitted_at is None:
        raise Conflict("scorecard_not_submitted")
    card.submitted_at = None
    card.version += 1
    record(
        ScorecardReopened(
            actor_id=actor.person_id,
            event_id=assignment.juror.event_id,
            assignment_id=assignment.id,
            juror_id=assignment.juror_id,
            proposal_id=assignment.proposal_id,
        )
    )
    return card


def _open_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Return the actor's assignment while its challenge is being judged, and keep it so."""
    assignment = get_assignment(actor, assignment_id)
    authorize(actor, Permission.SCORECARD_EDIT, assignment)
    phase = Phase(lock_challenge(assignment.proposal.challenge_id, shared=True).phase)
    now = clock.now()
    if not is_open(assignment.round, phase, now):
        is_over = phase in OVER or has_closed(assignment.round, now)
        raise Conflict("judging_over" if is_over else "judging_not_open")
    pass_gates(assignment)
    return assignment


def _claim(assignment: Assignment, version: int) -> Scorecard:
    """Return the scorecard under its next version; whoever comes second is told so."""
    card = assignment.scorecard
    if card is None:
        if version != 0:
            raise Conflict("changed_meanwhile")
        rubric = lock_rubric(assignment.round)
        card = Scorecard(
            assignment_id=assignment.id, assignment=assignment, rubric_id=rubric.id, version=1
        )
        db.session.add(card)
        db.session.flush()
        return card
    if card.submitted_at is not None:
        raise Conflict("scorecard_submitted")
    claimed = (
        update(Scorecard)
        .where(Scorecard.id == card.id, Scorecard.version == version)
        .where(Scorecard.submitted_at.is_(None))
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(claimed).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("changed_meanwhile")
    attributes.set_committed_value(card, "version", version + 1)
    return card


def _answers(rubric: Rubric, answers: Mapping[str, bool]) -> dict[str, bool]:
    if unknown := sorted(set(answers) - {question.key for question in rubric.knock_outs}):
        raise Invalid("question_unknown", field="answers", keys=", ".join(unknown))
    return dict(answers)


def _mark(card: Scorecard, rubric: Rubric, marks: Mapping[str, Mark]) -> None:
    if unknown := sorted(set(marks) - {criterion.key for criterion in rubric.criteria}):
        raise Invalid("criterion_unknown", field="scores", keys=", ".join(unknown))
    known = {score.key: score for score in card.scores}
    for key, mark in marks.items():
        score = known.get(key)
        if score is None:
            score = Score(key=key)
            card.scores.append(score)
        score.value, score.comment = mark.value, mark.comment


def _refuse_incomplete(rubric: Rubric, judgement: Judgement, *, needs_reasons: bool) -> None:
    keys = [criterion.key for criterion in rubric.criteria]
    if missing := missing_marks(keys, judgement.marks, needs_reasons=needs_reasons):
        first = missing[0]
        raise Invalid(
            "scorecard_incomplete", field=f"scores-{keys.index(first.criterion)}-{first.part}"
        )
    for position, question in enumerate(rubric.knock_outs):
        if question.key not in judgement.answers:
            raise Invalid("answer_missing", field=f"answers-{position}-is_yes")
