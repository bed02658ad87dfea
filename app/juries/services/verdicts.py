"""What every decision goes through: lock, check, write, and bring the proposal to its state."""

from sqlalchemy import select, update
from sqlalchemy.orm import attributes

from app.challenges.models import Challenge
from app.challenges.services.moving import (
    lock_challenge,
    move_challenge,
)
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import DecisionRecorded
from app.juries.models import Decision
from app.juries.queries.panel import get_open_proposal
from app.juries.rules.judging import (
    DECIDABLE,
    Outcome,
    Verdict,
    offered_outcomes,
    phase_for,
)
from app.proposals.models import Proposal
from app.proposals.queries import refuse_tied
from app.proposals.services.judging import conclude_proposal
from challenges.lifecycle import Phase, ProposalState


def lock_proposal(actor: Actor, proposal_id: int) -> tuple[Challenge, Proposal]:
    """Return the proposal and its challenge, which nobody else can decide on meanwhile."""
    found = db.session.get(Proposal, proposal_id)
    challenge = lock_challenge(found.challenge_id if found else 0)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    proposal = get_open_proposal(actor, challenge, proposal_id)
    refuse_tied(actor, [challenge.id])
    return challenge, proposal


def check_verdict(challenge: Challenge, proposal: Proposal, verdict: Verdict) -> None:
    """Refuse a verdict that cannot be recorded now, or that lacks what it needs."""
    phase = Phase(challenge.phase)
    if phase not in DECIDABLE:
        raise Conflict("not_time_to_decide")
    if verdict.outcome not in offered_outcomes(phase, ProposalState(proposal.state)):
        raise Invalid("outcome_not_now", field="outcome")
    if not verdict.reason.strip():
        raise Invalid("decision_reason_missing", field="reason")
    if verdict.outcome is Outcome.NOT_SELECTED and not verdict.feedback.strip():
        raise Invalid("feedback_missing", field="feedback")


def check_change(
    challenge: Challenge, proposal: Proposal, verdict: Verdict, change_reason: str
) -> Decision:
    """Return the decision that a verdict can change."""
    decision = untold(proposal)
    if not change_reason.strip():
        raise Invalid("change_reason_missing", field="change_reason")
    check_verdict(challenge, proposal, verdict)
    return decision


def untold(proposal: Proposal) -> Decision:
    """Return the decision on a proposal whose authors were not told yet."""
    decision = db.session.scalar(select(Decision).where(Decision.proposal_id == proposal.id))
    if decision is None:
        raise Conflict("not_decided")
    if decision.told_at is not None:
        raise Conflict("already_told")
    return decision


def end_judging(actor: Actor, challenge: Challenge, outcome: Outcome) -> None:
    """Bring a challenge into the phase that an outcome needs."""
    phase = Phase(challenge.phase)
    wanted = phase_for(outcome, phase)
    if wanted is not phase:
        move_challenge(actor, challenge.id, wanted)


def write_decision(
    actor: Actor,
    challenge: Challenge,
    proposal: Proposal,
    verdict: Verdict,
    decided_by_id: int | None = None,
) -> Decision:
    """Write a first decision down and bring it into effect."""
    decision = Decision(
        challenge_id=challenge.id,
        proposal_id=proposal.id,
        outcome=verdict.outcome,
        reason=verdict.reason,
        feedback=verdict.feedback,
        decided_by_id=decided_by_id or actor.person_id,
    )
    db.session.add(decision)
    db.session.flush()
    _conclude(actor, challenge, decision)
    _note(actor, decision, challenge)
    return decision


def rewrite_decision(
    actor: Actor,
    decision: Decision,
    verdict: Verdict,
    *,
    version: int,
    change_reason: str,
    decided_by_id: int | None = None,
) -> Decision:
    """Write another verdict over a decision, keeping what it was, and bring it into effect."""
    challenge, proposal, previous = decision.challenge, decision.proposal, decision.outcome
    claim(decision, version)
    decision.earlier = [*decision.earlier, _as_it_was(decision, change_reason)]
    decision.outcome, decision.reason = verdict.outcome, verdict.reason
    decision.feedback = verdict.feedback
    decision.decided_by_id = decided_by_id or actor.person_id or 0
    decision.decided_at = clock.now()
    if previous != decision.outcome:
        _conclude(actor, challenge, decision)
    else:  # no move of the proposal, only other words
        proposal.state_reason, proposal.feedback = decision.reason, decision.feedback
    _note(actor, decision, challenge, previous=previous)
    return decision


def claim(decision: Decision, version: int) -> None:
    """Take a decision that is to change, unless somebody changed it since it was read."""
    claimed = (
        update(Decision)
        .where(Decision.id == decision.id, Decision.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(claimed).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("decision_changed_meanwhile")
    attributes.set_committed_value(decision, "version", version + 1)


def _as_it_was(decision: Decision, change_reason: str) -> dict[str, str]:
    return {
        "decided_at": decision.decided_at.isoformat(),
        "outcome": decision.outcome,
        "reason": decision.reason,
        "change_reason": change_reason,
    }


def _conclude(actor: Actor, challenge: Challenge, decision: Decision) -> None:
    """Bring the challenge into the phase that the outcome needs, then the proposal to its state."""
    end_judging(actor, challenge, Outcome(decision.outcome))
    conclude_proposal(
        actor,
        decision.proposal_id,
        ProposalState(decision.outcome),
        decision.reason,
        decision.feedback,
    )


def _note(
    actor: Actor,
    decision: Decision,
    challenge: Challenge,
    *,
    previous: str | None = None,
) -> None:
    record(
        DecisionRecorded(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            proposal_id=decision.proposal_id,
            outcome=decision.outcome,
            previous_outcome=previous,
        )
    )
