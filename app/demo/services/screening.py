"""How proposals were screened: the checklist with its answers, a finding, the reply to it."""

from collections.abc import Iterator
from datetime import timedelta

from app.demo.rules import script
from app.demo.services.proposals import SCREENED
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.proposals.rules import as_submitted
from app.selection.models import ChecklistAnswer, HousePoint, IneligibleFinding
from app.selection.rules.screening import REPLY_DAYS, Verdict, points_of

REPLIED = timedelta(days=2, hours=5)  # after the finding
ANSWERED = timedelta(days=3, hours=1)


def write_screening(stage: Stage, book: Book) -> None:
    """Write the points of the organisers, then what was found of each screened proposal."""
    rows = script.screening()
    house = [
        HousePoint(event_id=book.event.id, place=place, text=text)
        for place, text in enumerate(rows["points"])
    ]
    write(house)
    for call in book.calls:
        for bid in call.bids:
            if bid.proposal.first_reply_at is not None:
                write(_answers(stage, call, bid, house))
    for row in rows["finding"]:
        bid = next(
            bid
            for call in book.calls
            for bid in call.bids
            if (bid.row.challenge, bid.row.organisation) == (row["challenge"], row["organisation"])
        )
        write([_finding(stage, bid, row)])


def _answers(
    stage: Stage, call: Call, bid: Bid, house: list[HousePoint]
) -> Iterator[ChecklistAnswer]:
    """Answer each point as it suggests itself; one that does not speaks for the proposal."""
    content = bid.proposal.submissions[-1].content
    said = as_submitted(bid.proposal, content)
    is_out = bid.proposal.state == "ineligible"
    for point in points_of(call.challenge, said, house):
        verdict = point.suggested or Verdict.YES
        if is_out and point.key == "words":
            verdict = Verdict.NO
        yield ChecklistAnswer(
            proposal_id=bid.proposal.id,
            key=point.key,
            verdict=verdict,
            note=bid.row.reason if verdict is Verdict.NO else "",
            answered_by_id=stage.lead().id,
            answered_at=(call.challenge.closes_at or stage.now) + SCREENED,
        )


def _finding(stage: Stage, bid: Bid, row: dict[str, str]) -> IneligibleFinding:
    found = bid.proposal.first_reply_at or stage.now
    return IneligibleFinding(
        proposal_id=bid.proposal.id,
        number=1,
        reason=bid.row.reason,
        found_at=found,
        found_by_id=stage.lead().id,
        reply_until=found + timedelta(days=REPLY_DAYS),
        reply=row["reply"],
        replied_at=found + REPLIED,
        replied_by_id=bid.proposal.created_by_id,
        outcome=row["outcome"],
        answer=row["answer"],
        answered_at=found + ANSWERED,
    )
