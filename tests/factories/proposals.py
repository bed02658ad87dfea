"""Proposals for tests."""

from typing import Any

from app.challenges.models import Challenge
from app.core import clock
from app.proposals.models import Proposal, Submission
from app.proposals.rules import content_digest, content_of
from tests.factories import saved
from tests.factories.challenges import make_challenge, make_member_of
from tests.factories.identity import make_organisation


def make_proposal(challenge: Challenge | None = None, **values: Any) -> Proposal:
    """Make a draft that answers everything, by an SME of its own."""
    the_challenge = challenge or make_challenge()
    organisation = values.pop("organisation_id", None) or make_organisation().id
    creator = values.pop("created_by_id", None) or make_member_of(organisation)
    defaults = {
        "challenge_id": the_challenge.id,
        "organisation_id": organisation,
        "created_by_id": creator,
        "title": "Smart defrost",
        "summary": "Defrost only when it pays.",
        "answers": {"solution": "A controller that learns the door openings."},
        "trl": 6,
    }
    return saved(lambda: Proposal(**(defaults | values)))


def make_submitted_proposal(challenge: Challenge | None = None, **values: Any) -> Proposal:
    """Make a proposal that was submitted just now."""
    at = clock.now()
    proposal = make_proposal(challenge, **({"state": "submitted", "submitted_at": at} | values))
    content = content_of(proposal, proposal.challenge.questions, [])
    saved(
        lambda: Submission(
            proposal_id=proposal.id,
            number=1,
            submitted_at=at,
            submitted_by_id=proposal.created_by_id,
            content=content,
            sha256=content_digest(content),
        )
    )
    return proposal
