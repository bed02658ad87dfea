"""What goes on in the next round of a challenge: drafts that nobody handed in."""

from sqlalchemy import exists, update

from app.challenges.models import Challenge
from app.challenges.services.rounds import carries
from app.core.db import db
from app.proposals.models import Proposal, Submission
from challenges.lifecycle import ProposalState


@carries
def carry_drafts(former: Challenge, following: Challenge) -> None:
    """Move the drafts that were never handed in; what was stays in its round for ever."""
    was_handed_in = exists().where(Submission.proposal_id == Proposal.id)
    db.session.execute(
        update(Proposal)
        .where(
            Proposal.challenge_id == former.id,
            Proposal.state == ProposalState.DRAFT,
            Proposal.submitted_at.is_(None),
            ~was_handed_in,
        )
        .values(challenge_id=following.id)
        .execution_options(synchronize_session=False)
    )
