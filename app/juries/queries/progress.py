"""Reads for organisers: how far the judging is, and who judges what."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app.challenges.models import Challenge
from app.challenges.queries import list_of_event
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import encode_id
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.juries.facts import DecisionRecorded
from app.juries.models import (
    Assignment,
    Juror,
    Scorecard,
)
from app.juries.rules.judging import JUDGED_STATES, PENDING_STATES, Outcome
from app.juries.rules.roles import COUNTING
from app.proposals.models import Proposal
from challenges.lifecycle import Phase, ProposalState


@dataclass(frozen=True)
class Progress:
    """How far the judging of a challenge is."""

    challenge: Challenge
    phase: Phase
    proposals: int = 0
    unscreened: int = 0
    sheets: int = 0
    done: int = 0


@dataclass(frozen=True)
class Seat:
    """One juror beside one proposal."""

    assignment_id: int
    juror_id: int
    name: str
    is_done: bool
    is_begun: bool


@dataclass(frozen=True)
class Bench:
    """A proposal with those who judge it."""

    proposal_id: int
    title: str
    organisation: str
    seats: list[Seat] = field(default_factory=list)


def list_progress(event: Event, closed: Collection[int]) -> list[Progress]:
    """Return how far the judging of each challenge is, leaving out what is closed to the reader."""
    now = clock.now()
    states = _count_states(event, closed)
    sheets = _count_sheets(event, closed)
    found = []
    for challenge in list_of_event(event):
        counts = states.get(challenge.id, {})
        total, done = sheets.get(challenge.id, (0, 0))
        found.append(
            Progress(
                challenge=challenge,
                phase=phase_of(challenge, now),
                proposals=sum(counts.get(state, 0) for state in JUDGED_STATES),
                unscreened=counts.get(ProposalState.SUBMITTED, 0),
                sheets=total,
                done=done,
            )
        )
    return found


def _count_states(event: Event, closed: Collection[int]) -> dict[int, dict[str, int]]:
    query = (
        select(Proposal.challenge_id, Proposal.state, func.count())
        .join(Proposal.challenge)
        .where(Challenge.event_id == event.id, Proposal.id.not_in(closed))
        .group_by(Proposal.challenge_id, Proposal.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for challenge_id, state, number in db.session.execute(query):
        counts.setdefault(challenge_id, {})[state] = number
    return counts


def count_unscreened(challenge: Challenge) -> int:
    """Return how many proposals of a challenge still wait for their eligibility check."""
    query = select(func.count()).select_from(Proposal)
    query = query.where(Proposal.challenge_id == challenge.id, Proposal.state.in_(PENDING_STATES))
    return db.session.scalar(query) or 0


def _count_sheets(event: Event, closed: Collection[int]) -> dict[int, tuple[int, int]]:
    query = (
        select(Proposal.challenge_id, func.count(), func.count(Scorecard.submitted_at))
        .select_from(Assignment)
        .join(Assignment.proposal)
        .join(Proposal.challenge)
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Challenge.event_id == event.id, Assignment.recused_at.is_(None))
        .where(Juror.role.in_(COUNTING))
        .where(Proposal.state.in_(JUDGED_STATES), Proposal.id.not_in(closed))
        .group_by(Proposal.challenge_id)
    )
    return {challenge: (total, done) for challenge, total, done in db.session.execute(query)}


def count_sheets(event: Event, closed: Collection[int]) -> tuple[int, int]:
    """Return how many scorecards an event needs, and how many are handed in."""
    counts = _count_sheets(event, closed).values()
    return sum(total for total, _ in counts), sum(done for _, done in counts)


def list_benches(challenge: Challenge, closed: Collection[int]) -> list[Bench]:
    """Return every judged proposal of a challenge with its jurors, by title."""
    query = (
        select(Proposal.id, Proposal.title, Organisation.name)
        .join(Proposal.organisation)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .where(Proposal.id.not_in(closed))
        .order_by(Proposal.title, Proposal.id)
    )
    benches = {row.id: Bench(*row) for row in db.session.execute(query)}
    for proposal_id, seat in _seats(challenge):
        if proposal_id in benches:
            benches[proposal_id].seats.append(seat)
    return list(benches.values())


def titles_of(event: Event) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of an event's judged proposals, and those of their challenges, by key.

    The keys are those that the kernel knows.
    """
    query = select(Proposal.id, Proposal.title, Challenge.title).join(Proposal.challenge)
    query = query.where(Challenge.event_id == event.id, Proposal.state.in_(JUDGED_STATES))
    rows = [(encode_id(key), title, name) for key, title, name in db.session.execute(query)]
    return {key: title for key, title, _ in rows}, {key: name for key, _, name in rows}


def _seats(challenge: Challenge) -> list[tuple[int, Seat]]:
    query = (
        select(
            Assignment.proposal_id,
            Assignment.id,
            Assignment.juror_id,
            Person.given_name,
            Person.family_name,
            Scorecard.submitted_at.is_not(None),
            Scorecard.id.is_not(None),
        )
        .join(Assignment.proposal)
        .join(Assignment.juror)
        .join(Juror.person)
        .outerjoin(Assignment.scorecard)
        .where(Proposal.challenge_id == challenge.id, Assignment.recused_at.is_(None))
        .order_by(Person.family_name, Person.given_name, Assignment.id)
    )
    return [
        (proposal, Seat(assignment, juror, f"{given} {family}".strip(), bool(done), bool(begun)))
        for proposal, assignment, juror, given, family, done, begun in db.session.execute(query)
    ]


def once_shortlisted(event: Event) -> set[int]:
    """Return the proposals whose shortlisting the audit log holds, whatever was decided later."""
    query = select(AuditEntry.payload).where(
        AuditEntry.event_id == event.id, AuditEntry.name == DecisionRecorded.name
    )
    return {
        payload["proposal_id"]
        for payload in db.session.scalars(query)
        if Outcome.SHORTLISTED in (payload["outcome"], payload["previous_outcome"])
    }
