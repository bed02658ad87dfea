"""Deciding: an outcome with its reason for each proposal, then everybody is told at once."""

from sqlalchemy import select, update
from sqlalchemy.orm import attributes

from app.challenges.models import Challenge
from app.challenges.services.moving import guards_moves, lock_challenge, move_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import DecisionRecorded, OutcomesPublished
from app.juries.models import Decision
from app.juries.queries.panel import get_judged_proposal
from app.juries.queries.progress import count_unscreened
from app.juries.queries.results import Results, list_decisions, load_results
from app.juries.rules.judging import DECIDABLE, Outcome, Verdict, offered_outcomes, phase_for
from app.proposals.models import Proposal
from app.proposals.services.judging import conclude_proposal, publish_outcomes
from challenges.lifecycle import Phase, ProposalState


def record_decision(actor: Actor, proposal_id: int, verdict: Verdict) -> Decision:
    """Record what was decided on a proposal; the first decision ends the judging."""
    challenge, proposal = _lock(actor, proposal_id)
    _check(challenge, proposal, verdict)
    decision = Decision(
        challenge_id=challenge.id,
        proposal_id=proposal.id,
        outcome=verdict.outcome,
        reason=verdict.reason,
        feedback=verdict.feedback,
        decided_by_id=actor.person_id,
    )
    db.session.add(decision)
    db.session.flush()
    _conclude(actor, challenge, decision)
    _note(actor, decision, challenge)
    return decision


def change_decision(
    actor: Actor, proposal_id: int, verdict: Verdict, *, version: int, change_reason: str
) -> Decision:
    """Change a decision that nobody was told yet; why is kept with it."""
    challenge, proposal = _lock(actor, proposal_id)
    decision = db.session.scalar(select(Decision).where(Decision.proposal_id == proposal.id))
    if decision is None:
        raise Conflict("not_decided")
    if decision.told_at is not None:
        raise Conflict("already_told")
    if not change_reason.strip():
        raise Invalid("change_reason_missing", field="change_reason")
    _check(challenge, proposal, verdict)
    previous = decision.outcome
    _claim(decision, version)
    decision.earlier = [*decision.earlier, _as_it_was(decision, change_reason.strip())]
    decision.outcome, decision.reason = verdict.outcome, verdict.reason
    decision.feedback = verdict.feedback
    decision.decided_by_id, decision.decided_at = actor.person_id or 0, clock.now()
    if previous != decision.outcome:
        _conclude(actor, challenge, decision)
    else:  # no move of the proposal, only other words
        proposal.state_reason, proposal.feedback = decision.reason, decision.feedback
    _note(actor, decision, challenge, previous=previous)
    return decision


def tell_everyone(actor: Actor, challenge_id: int) -> list[Decision]:
    """Publish the outcomes of a challenge to all proposers at once, when all are decided."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    _refuse_unscreened(challenge)
    results = load_results(challenge)
    if not results.rows:
        raise Conflict("nothing_to_tell")
    _refuse_undecided(results)
    decisions = [one for one in list_decisions(challenge) if one.told_at is None]
    if not decisions:
        raise Conflict("already_told")
    now = clock.now()
    publish_outcomes(actor, challenge.id)
    for decision in decisions:
        decision.told_at = now
    record(
        OutcomesPublished(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            proposal_ids=tuple(sorted(one.proposal_id for one in decisions)),
        )
    )
    return decisions


@guards_moves
def leave_nobody_behind(challenge: Challenge, source: Phase, target: Phase) -> None:
    """Refuse to begin deciding before all are screened, and to end it before all are told."""
    begins = source is Phase.JURY and target in {Phase.SHORTLIST, Phase.DECISION}
    ends = source is Phase.DECISION and target is Phase.FOLLOW_UP
    if begins or ends:
        _refuse_unscreened(challenge)
    if ends:
        results = load_results(challenge)
        _refuse_undecided(results)
        if results.untold:
            raise Conflict("outcomes_untold", untold=results.untold)


def _refuse_unscreened(challenge: Challenge) -> None:
    if number := count_unscreened(challenge):
        raise Conflict("unscreened_left", number=number)


def _refuse_undecided(results: Results) -> None:
    if results.undecided:
        raise Conflict("decisions_missing", missing=results.undecided)


def _lock(actor: Actor, proposal_id: int) -> tuple[Challenge, Proposal]:
    """Return the proposal and its challenge, which nobody else can decide on meanwhile."""
    found = db.session.get(Proposal, proposal_id)
    challenge = lock_challenge(found.challenge_id if found else 0)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    return challenge, get_judged_proposal(challenge, proposal_id)


def _check(challenge: Challenge, proposal: Proposal, verdict: Verdict) -> None:
    phase = Phase(challenge.phase)
    if phase not in DECIDABLE:
        raise Conflict("not_time_to_decide")
    if verdict.outcome not in offered_outcomes(phase, ProposalState(proposal.state)):
        raise Invalid("outcome_not_now", field="outcome")
    if not verdict.reason.strip():
        raise Invalid("decision_reason_missing", field="reason")
    if verdict.outcome is Outcome.NOT_SELECTED and not verdict.feedback.strip():
        raise Invalid("feedback_missing", field="feedback")


def _claim(decision: Decision, version: int) -> None:
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
    phase = Phase(challenge.phase)
    wanted = phase_for(Outcome(decision.outcome), phase)
    if wanted is not phase:
        move_challenge(actor, challenge.id, wanted)
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
