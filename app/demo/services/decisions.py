"""Decisions of the finished event, told to everybody at its end, and what the log says of them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.demo.rules import script
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.juries.facts import DecisionRecorded
from app.juries.models import Assignment, Decision, Score, Scorecard
from challenges.criteria import Criterion
from challenges.ranking import rank
from challenges.scoring import Scorecard as Card
from challenges.scoring import score_proposals

SHORTLISTED_ON, SHORTLISTED_AT = -35, "11:20"
DECIDED_AT, TOLD_AT = "15:40", "16:45"
ONCE_SHORTLISTED = frozenset({"shortlisted", "selected"})
TOGETHER = "The two winners run one pilot together."


def write_decisions(stage: Stage, book: Book) -> None:
    """Write what was decided on every evaluated proposal, why, and what its authors were told."""
    decided_at, told_at = book.day.at(DECIDED_AT), book.day.at(TOLD_AT)
    for call in book.calls:
        places = rank_bids(call)
        judged = [bid for bid in call.bids if bid.key in places]
        for bid in judged:
            proposal = bid.proposal
            proposal.state_reason = _reason(call, bid, places[bid.key], len(judged))
            proposal.feedback = f"{bid.row.strength} {bid.row.doubt}"
            proposal.outcome_told_at = told_at
        write(_decision(stage, call, bid, decided_at, told_at) for bid in judged)
    _note(stage, book, decided_at)


def rank_bids(call: Call) -> dict[str, int]:
    """Return the rank of each evaluated proposal by its key, as the kernel counts it."""
    criteria = [
        Criterion(one.key, one.name, one.description, one.weight, tuple(one.levels))
        for one in call.challenge.criteria
    ]
    keys = [bid.key for bid in call.bids if bid.row.fate in script.EVALUATED]
    scores = score_proposals(keys, _cards(call), criteria)
    return {place.proposal: place.rank for place in rank(scores, criteria) if place.rank}


def _cards(call: Call) -> list[Card]:
    query = (
        select(Assignment.juror_id, Assignment.proposal_id, Score.key, Score.value)
        .join(Scorecard, Scorecard.assignment_id == Assignment.id)
        .join(Score, Score.scorecard_id == Scorecard.id)
        .where(Assignment.proposal_id.in_([bid.proposal.id for bid in call.bids]))
    )
    marks: dict[tuple[int, int], dict[str, int]] = {}
    for juror, proposal, key, value in db.session.execute(query):
        marks.setdefault((juror, proposal), {})[key] = value or 0
    return [
        Card(juror=encode_id(juror), proposal=encode_id(proposal), scores=scores)
        for (juror, proposal), scores in marks.items()
    ]


def _reason(call: Call, bid: Bid, place: int, count: int) -> str:
    row = bid.row
    ranked = f"Rank {place} of {count}."
    if row.fate == "selected":
        winners = sum(other.row.fate == "selected" for other in call.bids)
        together = f" {TOGETHER}" if winners > 1 else ""
        return f"{ranked} {row.strength}{together}"
    if call.row.no_award:
        return f"{ranked} {call.row.no_award}"
    if row.fate == "shortlisted":
        return f"{ranked} On the shortlist: {row.strength} Not chosen: {row.doubt}"
    return f"{ranked} {row.doubt}"


def _decision(
    stage: Stage, call: Call, bid: Bid, decided_at: datetime, told_at: datetime
) -> Decision:
    return Decision(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        proposal_id=bid.proposal.id,
        outcome=bid.proposal.state,
        reason=bid.proposal.state_reason,
        feedback=bid.proposal.feedback,
        decided_by_id=stage.lead().id,
        decided_at=decided_at,
        told_at=told_at,
        version=2 if bid.row.fate in ONCE_SHORTLISTED else 1,
    )


def _note(stage: Stage, book: Book, decided_at: datetime) -> None:
    """Note the decisions for the audit log, where reports look for who was on a shortlist."""
    shortlisted_at = book.day.at(SHORTLISTED_AT, SHORTLISTED_ON)
    stage.deeds += [(shortlisted_at, fact) for fact in _shortlistings(stage, book)]
    stage.deeds += [(decided_at, fact) for fact in _conclusions(stage, book)]


def _shortlistings(stage: Stage, book: Book) -> Iterator[DecisionRecorded]:
    for call in book.calls:
        for bid in call.bids:
            if bid.row.fate in ONCE_SHORTLISTED:
                yield _fact(stage, call, bid, "shortlisted", None)


def _conclusions(stage: Stage, book: Book) -> Iterator[DecisionRecorded]:
    for call in book.calls:
        for bid in call.bids:
            if bid.row.fate in script.EVALUATED:
                before = "shortlisted" if bid.row.fate in ONCE_SHORTLISTED else None
                yield _fact(stage, call, bid, bid.proposal.state, before)


def _fact(stage: Stage, call: Call, bid: Bid, outcome: str, before: str | None) -> DecisionRecorded:
    return DecisionRecorded(
        actor_id=stage.lead().id,
        event_id=call.challenge.event_id,
        challenge_id=call.challenge.id,
        proposal_id=bid.proposal.id,
        outcome=outcome,
        previous_outcome=before,
    )
