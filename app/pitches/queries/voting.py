"""Reads of the audience's votes: what a badge may vote on, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import decode_id
from app.juries.models import JudgingRound
from app.juries.queries.results import load_results
from app.pitches.models import AudienceVote, Ballot, Pitch, PitchDay
from app.pitches.rules.voting import Burst, VoteStage, bursts, combined, tally
from app.proposals.queries import closed_to
from app.tickets.models import Ticket, TicketState


@dataclass(frozen=True)
class Standing:
    """A pitch in the result: the audience's points, the jury's per cent, both by the rule."""

    pitch: Pitch
    points: int
    jury: Fraction | None
    together: Fraction | None


@dataclass(frozen=True)
class VoteResult:
    """What came of a vote, and what in it is worth a look."""

    ballots: int
    standings: list[Standing]
    bursts: tuple[Burst, ...]


@dataclass(frozen=True)
class Paper:
    """A vote as the holder of a badge sees it: what can be chosen, and whether they have voted.

    There is nothing to choose before it opens and after it is closed.
    """

    vote: AudienceVote
    pitches: Sequence[Pitch]
    has_voted: bool


def find_vote(day: PitchDay) -> AudienceVote | None:
    """Return the vote of a pitch day, if one was declared."""
    return db.session.scalar(select(AudienceVote).where(AudienceVote.day_id == day.id))


def get_vote(day: PitchDay) -> AudienceVote:
    """Return the vote of a pitch day; NotFound before it is declared."""
    found = find_vote(day)
    if found is None:
        raise NotFound
    return found


def list_papers(ticket: Ticket) -> list[Paper]:
    """Return the votes of a ticket's event with what can be chosen in the open ones, by challenge.

    A ticket that is no longer valid has none.
    """
    votes = list_votes([ticket])
    cast = select(Ballot.vote_id).where(Ballot.ticket_id == ticket.id)
    voted = set(db.session.scalars(cast))
    return [
        Paper(vote, list_choices(vote) if vote.stage is VoteStage.OPEN else (), vote.id in voted)
        for vote in votes
    ]


def list_votes(tickets: Sequence[Ticket]) -> Sequence[AudienceVote]:
    """Return the votes declared at the event of tickets, one of them valid, by challenge."""
    valid = [ticket for ticket in tickets if ticket.state == TicketState.VALID]
    if not valid:
        return []
    whole = joinedload(AudienceVote.day).joinedload(PitchDay.round)
    query = (
        select(AudienceVote)
        .join(AudienceVote.day)
        .join(JudgingRound, JudgingRound.id == PitchDay.round_id)
        .join(Challenge, Challenge.id == JudgingRound.challenge_id)
        .where(Challenge.event_id == valid[0].event_id)
        .options(whole.joinedload(JudgingRound.challenge))
        .order_by(Challenge.title, AudienceVote.id)
    )
    return db.session.scalars(query).all()


def list_choices(vote: AudienceVote) -> Sequence[Pitch]:
    """Return the pitches that can be voted for, in the order in which they were given."""
    query = (
        select(Pitch)
        .where(Pitch.day_id == vote.day_id)
        .options(joinedload(Pitch.proposal))
        .order_by(Pitch.given.nulls_last(), Pitch.place, Pitch.id)
    )
    return db.session.scalars(query).all()


def count_votes(actor: Actor, vote: AudienceVote) -> VoteResult:
    """Return the audience's points beside the jury's result, without what is closed to one."""
    cast = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)).all()
    points = tally(([decode_id(one) for one in ballot.choices] for ballot in cast), vote.terms)
    challenge = vote.day.round.challenge
    closed = closed_to(actor, challenge.event_id)
    rows = load_results(challenge, closed, vote.day.round).rows
    jury = {row.proposal_id: Fraction(row.percent) for row in rows if row.percent is not None}
    pitches = [one for one in list_choices(vote) if one.proposal_id not in closed]
    scored = {one.id: jury[one.proposal_id] for one in pitches if one.proposal_id in jury}
    open_points = {one.id: points.get(one.id, 0) for one in pitches}
    together = combined(scored, open_points, vote.share) if vote.share else {}
    standings = [
        Standing(one, open_points[one.id], scored.get(one.id), together.get(one.id))
        for one in pitches
    ]
    standings.sort(key=lambda one: (-one.points, one.pitch.place))
    odd = bursts((ballot.network, ballot.cast_at) for ballot in cast)
    return VoteResult(len(cast), standings, odd)
