"""What became of challenges and proposals, as the log tells it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.challenges import facts as asked
from app.challenges.models import ChallengeMove
from app.core.db import db
from app.core.facts import Fact
from app.demo.services.proposals import SCREENED
from app.demo.services.stage import Bid, Book, Call, Deed, Stage
from app.juries import facts as judged
from app.juries.models import Assignment, AssignmentRun, ConflictOfInterest, Scorecard
from app.proposals import facts
from app.proposals.models import Submission
from challenges.lifecycle import Phase

Said = dict[str, Any]
SENT_FOR_REVIEW, APPROVED = (Phase.DRAFT, Phase.IN_REVIEW), (Phase.IN_REVIEW, Phase.PUBLISHED)
OPEN_STATES = frozenset({"draft", "submitted"})


def deeds_of_answers(stage: Stage, book: Book) -> Iterator[Deed]:
    """Return the way of every challenge and proposal, and the work of the jury."""
    for call in book.calls:
        yield from _challenge(call)
        yield from _submissions(call)
        for bid in call.bids:
            yield from _proposal(stage, call, bid)
    yield from _jury(stage, book)


def _challenge(call: Call) -> Iterator[Deed]:
    one = call.challenge
    ids = {"event_id": one.event_id, "challenge_id": one.id}
    yield one.created_at, asked.ChallengeDrafted(actor_id=one.created_by_id, title="", **ids)
    for move in db.session.scalars(select(ChallengeMove).filter_by(challenge_id=one.id)):
        yield move.at, _moved(move, {"actor_id": move.by_id, "title": "", **ids})


def _moved(move: ChallengeMove, said: Said) -> Fact:
    step = (move.from_phase, move.to_phase)
    if step == SENT_FOR_REVIEW:
        return asked.ChallengeSubmittedForReview(**said)
    if step == APPROVED:
        approved: Said = {"email": "", "opens_at": None, "closes_at": None}
        return asked.ChallengeApproved(**said, **approved)
    phases: Said = {"from_phase": str(step[0]), "to_phase": str(step[1]), "reason": ""}
    return asked.ChallengeMoved(**said, **phases)


def _submissions(call: Call) -> Iterator[Deed]:
    ids: Said = {"event_id": call.challenge.event_id, "challenge_id": call.challenge.id}
    no_words: Said = dict.fromkeys(("challenge_title", "title", "email", "submitter"), "")
    proposals = [bid.proposal.id for bid in call.bids]
    for sent in db.session.scalars(select(Submission).where(Submission.proposal_id.in_(proposals))):
        handed_in = facts.ProposalSubmitted(
            actor_id=sent.submitted_by_id,
            proposal_id=sent.proposal_id,
            number=sent.number,
            sha256=sent.sha256,
            submitted_at=sent.submitted_at,
            **ids,
            **no_words,
        )
        yield sent.submitted_at, handed_in


def _proposal(stage: Stage, call: Call, bid: Bid) -> Iterator[Deed]:
    one = bid.proposal
    ids: Said = {
        "event_id": call.challenge.event_id,
        "proposal_id": one.id,
        "challenge_id": one.challenge_id,
    }
    started = facts.ProposalStarted(
        actor_id=one.created_by_id, organisation_id=one.organisation_id, **ids
    )
    yield one.created_at, started
    yield from _outcome(stage, call, bid, ids)


def _outcome(stage: Stage, call: Call, bid: Bid, ids: Said) -> Iterator[Deed]:
    one = bid.proposal
    no_words: Said = {"title": "", "reason": "", "email": ""}
    closes_at = call.challenge.closes_at
    if one.state == "withdrawn":
        taken_back = facts.ProposalWithdrawn(actor_id=one.created_by_id, **ids, **no_words)
        yield one.saved_at + timedelta(hours=5), taken_back
    elif one.state not in OPEN_STATES and closes_at is not None:
        state = "ineligible" if one.state == "ineligible" else "eligible"
        screened = facts.ProposalScreened(
            actor_id=stage.lead().id, previous_state="submitted", state=state, **ids, **no_words
        )
        yield closes_at + SCREENED, screened
    if one.outcome_told_at is not None:
        told = facts.OutcomeTold(
            actor_id=stage.lead().id, state=one.state, challenge_title="", title="", email="", **ids
        )
        yield one.outcome_told_at, told


def _jury(stage: Stage, book: Book) -> Iterator[Deed]:
    event = {"event_id": book.event.id}
    people = {juror.id: juror.person_id for juror in book.jurors.values()}
    for juror in book.jurors.values():
        accepted = judged.JurorAccepted(
            actor_id=juror.person_id, juror_id=juror.id, person_id=juror.person_id, **event
        )
        yield juror.invited_at + timedelta(days=1), accepted
    for run in db.session.scalars(select(AssignmentRun).filter_by(**event)):
        assigned = judged.ProposalsAssigned(
            actor_id=stage.lead().id,
            run_id=run.id,
            challenge_id=run.challenge_id,
            assignments=run.outcome["pairs"],
            juror_ids=tuple(sorted(people)),
            emails=(),
            **event,
        )
        yield run.made_at, assigned
    conflicts = select(ConflictOfInterest).where(ConflictOfInterest.juror_id.in_(people))
    for one in db.session.scalars(conflicts):
        declared = judged.ConflictDeclared(
            actor_id=people[one.juror_id],
            juror_id=one.juror_id,
            proposal_id=one.proposal_id,
            source=one.source,
            kind=one.kind,
            **event,
        )
        yield one.declared_at, declared
    yield from _scorecards(people, event)


def _scorecards(people: dict[int, int], event: dict[str, int]) -> Iterator[Deed]:
    query = (
        select(Scorecard.submitted_at, Scorecard.version, Assignment)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(Assignment.juror_id.in_(people))
    )
    for at, version, duty in db.session.execute(query):
        if at is None:
            continue
        handed_in = judged.ScorecardSubmitted(
            actor_id=people[duty.juror_id],
            assignment_id=duty.id,
            juror_id=duty.juror_id,
            proposal_id=duty.proposal_id,
            version=version,
            **event,
        )
        yield at, handed_in
