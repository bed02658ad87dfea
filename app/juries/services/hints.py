"""What may be a conflict of interest: noted when jurors are assigned, answered by organisers."""

from sqlalchemy import update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import SuggestedConflictDismissed
from app.juries.models import ConflictOfInterest, ConflictSuggestion
from app.juries.queries import hints
from app.juries.rules.conflicts import Source
from app.juries.rules.hints import Answer, SuggestionState
from app.juries.services.conflicts import enter_conflict, refuse_when_over
from app.proposals.queries import closed_to, refuse_tied

STATES = {Answer.CONFIRM: SuggestionState.CONFIRMED, Answer.DISMISS: SuggestionState.DISMISSED}


def answer_suggestion(
    actor: Actor, challenge: Challenge, suggestion_id: int, answer: Answer, reason: str
) -> ConflictSuggestion:
    """Say what a suggested conflict is: one, which then counts like any, or none for good."""
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    closed = closed_to(actor, challenge.event_id)
    suggestion = hints.get_suggestion(challenge, closed, suggestion_id)
    if suggestion.juror.person_id == actor.person_id:
        raise Forbidden("not_about_yourself")
    refuse_when_over(lock_challenge(challenge.id, shared=True))
    _take_answer(actor, suggestion_id, STATES[answer], reason)
    db.session.refresh(suggestion)
    if answer is Answer.CONFIRM:
        _confirm(actor, challenge.event_id, suggestion)
    else:
        record(
            SuggestedConflictDismissed(
                actor_id=actor.person_id,
                event_id=challenge.event_id,
                juror_id=suggestion.juror_id,
                proposal_id=suggestion.proposal_id,
                sign=suggestion.sign,
            )
        )
    return suggestion


def _take_answer(actor: Actor, suggestion_id: int, state: SuggestionState, reason: str) -> None:
    """Keep the answer unless somebody else gave one meanwhile."""
    taken = (
        update(ConflictSuggestion)
        .where(ConflictSuggestion.id == suggestion_id)
        .where(ConflictSuggestion.state == SuggestionState.OPEN)
        .values(state=state, reason=reason, answered_at=clock.now(), answered_by_id=actor.person_id)
        .returning(ConflictSuggestion.id)
    )
    if db.session.scalar(taken) is None:
        raise Conflict("suggestion_answered")


def _confirm(actor: Actor, event_id: int, suggestion: ConflictSuggestion) -> None:
    conflict = ConflictOfInterest(
        juror_id=suggestion.juror_id,
        proposal_id=suggestion.proposal_id,
        kind=suggestion.sign,
        source=Source.CONFIRMED,
        reason=suggestion.reason,
    )
    enter_conflict(actor, event_id, conflict)
    db.session.flush()
