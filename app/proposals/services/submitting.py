"""Handing a proposal in, and taking it back."""

from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.proposals.facts import ProposalReopened, ProposalSubmitted, ProposalWithdrawn
from app.proposals.models import Proposal, Submission
from app.proposals.queries import (
    find_latest_submission,
    find_submitted,
    get_own_proposal,
    list_files,
)
from app.proposals.rules import (
    check_move,
    content_digest,
    content_of,
    find_problems,
    known_state,
)
from app.proposals.services.writing import lock_for_writing, lock_proposal
from challenges.lifecycle import By, Phase, ProposalState


def submit_proposal(
    actor: Actor,
    proposal_id: int,
    *,
    version: int | None = None,
    owner_link: str | None = None,
    owner_link_how: str | None = None,
) -> Submission:
    """Freeze a proposal as its next version; the same content again gives the same version."""
    proposal, at = lock_for_writing(actor, proposal_id)
    if owner_link is not None:
        _say_link(proposal, owner_link, owner_link_how or "")
    latest = find_latest_submission(proposal)
    frozen = frozen_content(proposal)
    sha256 = content_digest(frozen)
    if latest is not None and latest.sha256 == sha256 and proposal.state == ProposalState.SUBMITTED:
        return latest
    if version is not None and version != proposal.version:
        raise Conflict("changed_meanwhile")
    problems = find_problems(proposal, proposal.challenge.questions)
    if problems:
        fields = ", ".join(problem.field for problem in problems)
        raise Invalid("proposal_incomplete", field=problems[0].field, fields=fields)
    submission = Submission(
        proposal_id=proposal.id,
        number=latest.number + 1 if latest else 1,
        submitted_at=at,
        submitted_by_id=actor.person_id,
        content=frozen,
        sha256=sha256,
    )
    db.session.add(submission)
    proposal.state = ProposalState.SUBMITTED
    proposal.submitted_at = submission.submitted_at
    db.session.flush()
    _note_submission(actor, proposal, submission)
    return submission


def _say_link(proposal: Proposal, linked: str, how: str) -> None:
    """Take down whether the applicant belongs to the owner's group, and how if it does."""
    if linked == "yes" and not how:
        raise Invalid("owner_link_unsaid", field="owner_link_how")
    proposal.owner_link = linked
    proposal.owner_link_how = how if linked == "yes" else ""


def frozen_content(proposal: Proposal) -> dict[str, object]:
    """Return what a submission would freeze now."""
    files = [entry.file for entry in list_files(proposal)]
    return content_of(proposal, proposal.challenge.questions, files)


def has_unsent_changes(proposal: Proposal) -> bool:
    """Whether a submitted proposal was changed since it was last handed in."""
    latest = find_latest_submission(proposal)
    return latest is not None and latest.sha256 != content_digest(frozen_content(proposal))


def withdraw_proposal(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Take a proposal back, until the decision."""
    get_own_proposal(actor, proposal_id)
    proposal = lock_proposal(proposal_id)
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")
    phase = phase_of(proposal.challenge, clock.now())
    # First by what the authors know, so that no refusal tells them more than that.
    for state in (known_state(proposal), proposal.state):
        check_move(state, ProposalState.WITHDRAWN, By.PROPOSER, phase, reason)
    submitted = find_submitted(proposal)  # a title that was only drafted is nobody else's business
    proposal.state = ProposalState.WITHDRAWN
    proposal.state_reason = reason.strip()
    record(
        ProposalWithdrawn(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
            title=submitted.title if submitted else "",
            reason=reason.strip(),
            email=actor.email,
        )
    )
    return proposal


def reopen_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Take a withdrawn proposal up again as a draft, while the challenge is open."""
    get_own_proposal(actor, proposal_id)
    proposal = lock_proposal(proposal_id)
    phase = phase_of(proposal.challenge, clock.now())
    if phase != Phase.OPEN:
        raise Conflict("deadline_passed")
    check_move(proposal.state, ProposalState.DRAFT, By.PROPOSER, phase)
    proposal.state = ProposalState.DRAFT
    proposal.submitted_at = None
    proposal.state_reason = ""
    record(
        ProposalReopened(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
        )
    )
    return proposal


def _note_submission(actor: Actor, proposal: Proposal, submission: Submission) -> None:
    record(
        ProposalSubmitted(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
            challenge_title=proposal.challenge.title,
            title=proposal.title,
            number=submission.number,
            sha256=submission.sha256,
            submitted_at=submission.submitted_at,
            email=actor.email,
            submitter=actor.name,
        )
    )
