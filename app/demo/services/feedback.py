"""Letters of the finished event with their certificates; one appeal, read and answered."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from app.core.ids import ALPHABET, encode_id
from app.demo.rules import script
from app.demo.services.stage import Bid, Book, Stage, write
from app.feedback.facts import CertificateIssued, OutcomeAnswered, ReplyRouted, ReplySettled
from app.feedback.models import Certificate, FeedbackLetter, FeedbackReply
from app.feedback.queries.letters import list_drafts
from app.feedback.queries.replying import list_candidates
from app.feedback.rules.certificates import LETTERS, CertificateKind
from app.feedback.rules.replying import Finding, ReplyKind, who_may_read

TOLD_AT = "16:45"
REASONS = {
    "selected": ["fit_strong", "plan_strong"],
    "shortlisted": ["team_strong", "others_stronger"],
    "evaluated": ["fit_weak", "evidence_missing"],
}
CERTIFIED = {"selected": CertificateKind.SELECTED, "shortlisted": CertificateKind.SHORTLISTED}
APPEAL = (
    "The letter says that results are claimed without measurements. Annex 2 of our proposal has "
    "twelve months of measurements from two sites. Was it read?"
)
ANSWER = (
    "I read the proposal again, with Annex 2. The measurements are there and the jury's sheets "
    "refer to them; what they miss is a comparison with the plant of the challenge. The level "
    "stands, and so does the decision. The sentence in the letter was too short, and I say so."
)


def write_feedback(stage: Stage, book: Book) -> None:
    """Write the letters that everybody got, certificates for the best, and one appeal."""
    told_at = book.day.at(TOLD_AT)
    for call in book.calls:
        bids = {bid.proposal.id: bid for bid in call.bids if bid.row.fate in script.EVALUATED}
        write(
            FeedbackLetter(
                id=stage.ids.new(),
                proposal_id=draft.proposal_id,
                levels=[asdict(line) for line in draft.lines],
                reasons=REASONS[bids[draft.proposal_id].row.fate],
                accepted=[],
                saved_by_id=stage.lead().id,
                saved_at=told_at,
                told_at=told_at,
            )
            for draft in list_drafts(call.challenge)
        )
        _certify(stage, book, bids.values(), told_at)
    _appeal(stage, book)


def _certify(stage: Stage, book: Book, bids: Iterable[Bid], at: datetime) -> None:
    issued = []
    for bid in bids:
        if kind := CERTIFIED.get(bid.row.fate):
            one = Certificate(
                id=stage.ids.new(),
                proposal_id=bid.proposal.id,
                kind=kind,
                code=(encode_id(stage.ids.new()) + ALPHABET[:LETTERS])[:LETTERS],
                issued_at=at,
            )
            issued.append(one)
            fact = CertificateIssued(
                **_about(stage, book, bid), certificate_id=one.id, kind=one.kind
            )
            stage.deeds.append((at, fact))
    write(issued)


def _appeal(stage: Stage, book: Book) -> None:
    """Let the first that was not selected appeal; somebody who did not judge it answers."""
    call = book.calls[0]
    bid = next(one for one in call.bids if one.row.fate == "evaluated")
    reader = who_may_read(
        [one for one in list_candidates(book.event, bid.proposal) if one.role == "juror"]
    )[0]
    sent, routed, answered = (book.day.at("09:30", day) for day in (3, 4, 6))
    reply = FeedbackReply(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        proposal_id=bid.proposal.id,
        kind=ReplyKind.APPEAL,
        text=APPEAL,
        sent_by_id=bid.proposal.created_by_id,
        sent_at=sent,
        reader_id=reader.person_id,
        routed_by_id=stage.lead().id,
        routed_at=routed,
        finding=Finding.REJECTED,
        answer=ANSWER,
        answered_at=answered,
    )
    write([reply])
    about = _about(stage, book, bid) | {"reply_id": reply.id}
    by = {"actor_id": bid.proposal.created_by_id}
    stage.deeds += [
        (sent, OutcomeAnswered(**(about | by), kind=reply.kind)),
        (routed, ReplyRouted(**about, reader_id=reader.person_id)),
        (answered, ReplySettled(**(about | {"actor_id": reader.person_id}), finding="rejected")),
    ]


def _about(stage: Stage, book: Book, bid: Bid) -> dict[str, int]:
    return {
        "actor_id": stage.lead().id,
        "event_id": book.event.id,
        "challenge_id": bid.proposal.challenge_id,
        "proposal_id": bid.proposal.id,
    }
