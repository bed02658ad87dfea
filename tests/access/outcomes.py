"""What a side of the world has after a decision: a letter, an appeal, a certificate."""

from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.feedback.queries.papers import CERTIFICATE, LETTER
from app.identity.models import Person
from app.proposals.models import Proposal
from tests.factories.challenges import make_challenge
from tests.factories.feedback import make_certificate, make_reply, make_told
from tests.factories.papers import make_printed
from tests.factories.proposals import make_submitted_proposal


def make_outcome(
    event: Event, earlier_id: int, people: dict[str, Person], word: str
) -> tuple[dict[str, int], dict[str, str]]:
    """Tell the authors of an earlier proposal the outcome of another; the juror reads an appeal."""
    earlier = db.session.get_one(Proposal, earlier_id)
    author = {"organisation_id": earlier.organisation_id, "created_by_id": earlier.created_by_id}
    decided = make_challenge(event, phase="decision")
    proposal = make_submitted_proposal(decided, state="eligible", **author)
    make_printed(LETTER, make_told(proposal, word).id)
    given = {"reader_id": people["juror"].id, "routed_at": clock.now()}
    reply = make_reply(proposal, text=word, sent_by_id=people["proposer"].id, **given)
    certificate = make_certificate(proposal)
    code = certificate.code
    make_printed(CERTIFICATE, certificate.id)
    return {"told_id": proposal.id, "reply_id": reply.id}, {"code": code}
