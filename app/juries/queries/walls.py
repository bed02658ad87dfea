"""What juries add to the wall: ties from the register, and lines of the log about judging."""

from sqlalchemy import ColumnElement, exists, or_, select

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.juries import facts
from app.juries.models import AssignmentRun, ConflictOfInterest, Juror
from app.oversight.queries import Hidden
from app.proposals.facts import ProposalConcluded
from app.proposals.models import Proposal
from app.proposals.queries import closed_to

OF_JUDGING = tuple(
    fact.name
    for fact in (
        facts.AssignmentsWithdrawn,
        facts.AlternateSteppedIn,
        facts.BlindFileAnswered,
        facts.ConflictDeclared,
        facts.ConflictWithdrawn,
        facts.DecisionRecorded,
        facts.JurorsReminded,
        facts.OverrideAsked,
        facts.OverrideSigned,
        facts.OverrideWithdrawn,
        facts.PassageRedacted,
        facts.ProposalsAssigned,
        facts.RedactionRemoved,
        facts.ScorecardReopened,
        facts.ScorecardSubmitted,
        facts.SuggestedConflictDismissed,
        ProposalConcluded,
    )
)


def stands_in_the_register(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor, as a juror, is of the proposing organisation or in conflict with it."""
    mine = Juror.person_id == actor.person_id
    return or_(
        exists().where(mine, Juror.organisation_id == Proposal.organisation_id),
        exists().where(
            mine,
            ConflictOfInterest.juror_id == Juror.id,
            ConflictOfInterest.proposal_id == Proposal.id,
        ),
    )


def hide_judging(actor: Actor, event_id: int) -> Hidden:
    """Hide what was done about the judging of proposals that are closed to the reader."""
    closed = closed_to(actor, event_id)
    if not closed:
        return Hidden()
    of_closed = select(Proposal.challenge_id).where(Proposal.id.in_(closed))
    challenges = select(Challenge.id).where(Challenge.id.in_(of_closed))
    runs = select(AssignmentRun.id).where(
        AssignmentRun.event_id == event_id,
        or_(AssignmentRun.challenge_id.is_(None), AssignmentRun.challenge_id.in_(challenges)),
    )
    return Hidden(names=OF_JUDGING, things=closed | set(db.session.scalars(runs)))
