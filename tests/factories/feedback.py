"""Letters that went out, replies to them and certificates, for tests."""

from typing import Any

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.feedback.models import Certificate, FeedbackLetter, FeedbackReply
from app.feedback.rules.certificates import new_code
from app.proposals.models import Proposal
from tests.factories import saved

LEVEL = {"key": "fit", "name": "Fit", "level": 3, "words": "Good", "is_agreed": False}


def make_told(proposal: Proposal, feedback: str = "Come back.") -> FeedbackLetter:
    """Tell the authors of a proposal that it was selected, in a letter with one level."""
    now = clock.now()
    with unit_of_work():
        told = db.session.get_one(Proposal, proposal.id)
        told.state, told.state_reason, told.feedback = "selected", "Best.", feedback
        told.outcome_told_at = now
    return saved(
        lambda: FeedbackLetter(
            proposal_id=proposal.id,
            levels=[LEVEL],
            reasons=["fit_strong"],
            accepted=[],
            told_at=now,
        )
    )


def make_reply(proposal: Proposal, **values: Any) -> FeedbackReply:
    """Make an appeal of a proposal's authors; given to nobody unless told otherwise."""
    about = {"challenge_id": proposal.challenge_id, "proposal_id": proposal.id}
    said = {"kind": "appeal", "text": "Look again."}
    return saved(lambda: FeedbackReply(**about, **(said | values)))


def make_certificate(proposal: Proposal) -> Certificate:
    """Give a proposal a certificate."""
    own = {"proposal_id": proposal.id, "kind": "selected"}
    return saved(lambda: Certificate(code=new_code(), **own))
