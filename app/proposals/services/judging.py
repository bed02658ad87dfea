"""What happens to proposals after the deadline: screening, conclusion, telling the authors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.challenges.queries import get_challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.proposals.facts import OutcomeTold, ProposalConcluded, ProposalScreened
from app.proposals.models import Proposal, ProposalFile
from app.proposals.queries import find_latest_submission, list_eligible, refuse_closed
from app.proposals.rules import check_move, frozen_file_ids, frozen_values
from app.proposals.services.writing import lock_proposal
from challenges.lifecycle import By, Phase, ProposalState

SCREENED = frozenset({ProposalState.ELIGIBLE, ProposalState.INELIGIBLE})
DECIDED = frozenset({ProposalState.SELECTED, ProposalState.NOT_SELECTED})
CONCLUDED = DECIDED | {ProposalState.SHORTLISTED, ProposalState.ELIGIBLE}
TELLING = frozenset({Phase.DECISION, Phase.FOLLOW_UP, Phase.ARCHIVED})


@dataclass(frozen=True)
class Finding:
    """What an organiser is about to find of a proposal, and why."""

    actor: Actor
    proposal: Proposal
    target: ProposalState
    reason: str
    at: datetime


Reaction = Callable[[Finding], None]
_reactions: list[Reaction] = []


def reacts_to_screening(reaction: Reaction) -> Reaction:
    """Register the decorated function: it raises, or writes what belongs to the same act."""
    _reactions.append(reaction)
    return reaction


def screen_proposal(
    actor: Actor, proposal_id: int, state: ProposalState | str, reason: str = ""
) -> Proposal:
    """Find a proposal eligible or not; from here on it is what was last handed in."""
    proposal = lock_proposal(proposal_id)
    authorize(actor, Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor, proposal.id)
    target = _state(state, SCREENED)
    now = clock.now()
    phase = phase_of(proposal.challenge, now)
    step = check_move(proposal.state, target, By.ORGANISER, phase, reason)
    for react in _reactions:
        react(Finding(actor, proposal, target, step.reason, now))
    _restore_submitted(proposal)
    proposal.first_reply_at = proposal.first_reply_at or now
    previous, proposal.state = proposal.state, target
    proposal.state_reason = step.reason
    record(
        ProposalScreened(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
            title=proposal.title,
            previous_state=previous,
            state=target,
            reason=step.reason,
            email=proposal.created_by.email,
        )
    )
    return proposal


def conclude_proposal(
    actor: Actor,
    proposal_id: int,
    state: ProposalState | str,
    reason: str,
    feedback: str = "",
) -> Proposal:
    """Shortlist, select or not select a proposal; its authors read it once outcomes are told."""
    proposal = lock_proposal(proposal_id)
    authorize(actor, Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor, proposal.id)
    target = _state(state, CONCLUDED)
    phase = phase_of(proposal.challenge, clock.now())
    step = check_move(proposal.state, target, By.ORGANISER, phase, reason)
    proposal.state = target
    proposal.state_reason = step.reason
    if target in DECIDED:
        proposal.feedback = feedback.strip()
        proposal.outcome_told_at = None
    record(
        ProposalConcluded(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
            state=target,
            reason=step.reason,
        )
    )
    return proposal


def publish_outcomes(actor: Actor, challenge_id: int) -> list[Proposal]:
    """Let all authors of a challenge read their outcome and feedback; returns those newly told."""
    challenge = get_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_APPROVE, challenge)
    now = clock.now()
    if phase_of(challenge, now) not in TELLING:
        raise Conflict("not_decided")
    judged = list_eligible(challenge_id)
    if any(proposal.state not in DECIDED for proposal in judged):
        raise Conflict("decisions_missing")
    untold = [proposal for proposal in judged if proposal.outcome_told_at is None]
    for proposal in untold:
        proposal.outcome_told_at = now
        proposal.first_reply_at = proposal.first_reply_at or now
        record(
            OutcomeTold(
                actor_id=actor.person_id,
                event_id=challenge.event_id,
                proposal_id=proposal.id,
                challenge_id=challenge.id,
                challenge_title=challenge.title,
                title=proposal.title,
                state=proposal.state,
                email=proposal.created_by.email,
            )
        )
    return untold


def _state(value: ProposalState | str, allowed: frozenset[ProposalState]) -> ProposalState:
    if value not in allowed:
        raise Invalid("no_such_state", field="state")
    return ProposalState(value)


def _restore_submitted(proposal: Proposal) -> None:
    """Put back what was handed in last: later edits that were never submitted do not count."""
    latest = find_latest_submission(proposal)
    if latest is None:
        return
    for name, value in frozen_values(latest.content).items():
        setattr(proposal, name, value)
    _restore_files(proposal, frozen_file_ids(latest.content))


def _restore_files(proposal: Proposal, file_ids: Sequence[int]) -> None:
    query = select(ProposalFile).where(ProposalFile.proposal_id == proposal.id)
    for entry in db.session.scalars(query):
        if entry.file_id in file_ids:
            entry.removed_at = None
        elif entry.removed_at is None:
            entry.removed_at = clock.now()
