"""The question that an assignment answers, read from the records in one piece."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.juries.models import (
    Assignment,
    ConflictOfInterest,
    JudgingRound,
    Juror,
    JurorChallenge,
)
from app.juries.queries.fitting import list_bids, list_experts, list_papers
from app.juries.queries.hints import open_pairs
from app.juries.queries.rounds import rounds_of
from app.juries.queries.ties import is_begun
from app.juries.rules.judging import JUDGED_STATES
from app.juries.rules.roles import COUNTING
from app.juries.rules.rounds import entrants, position_to_assign
from app.juries.rules.terms import Terms
from app.proposals.models import Proposal
from challenges.expertise import Expert, Paper

Pair = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Who is to judge what: jurors with the room they have left, proposals, pairs of both.

    `positions` says which round of each challenge it is about; of the standing pairs, `current`
    are those that may go, for nobody has begun to score.
    """

    event_id: int
    challenge_id: int | None
    challenge_ids: tuple[int, ...]
    positions: tuple[tuple[int, int], ...]
    terms: Terms
    seed: int
    jurors: tuple[tuple[int, int | None], ...]
    organisations: tuple[tuple[int, int], ...]
    proposals: tuple[int, ...]
    conflicts: frozenset[Pair]
    existing: frozenset[Pair]
    current: frozenset[Pair]
    experts: tuple[Expert, ...]
    papers: tuple[Paper, ...]
    bids: tuple[tuple[int, int, str], ...]


def load_question(event_id: int, challenge_id: int | None, terms: Terms, seed: int) -> Question:
    """Return the question for one challenge, or for all that can be assigned now."""
    positions = _assignable(event_id, challenge_id)
    proposals = tuple(sorted(_proposals(positions)))
    inside, begun, outside = _pairs(event_id, positions)
    jurors = _jurors(event_id)
    standing = begun if terms.is_anew else inside
    return Question(
        event_id=event_id,
        challenge_id=challenge_id,
        challenge_ids=tuple(positions),
        positions=tuple(positions.items()),
        terms=terms,
        seed=seed,
        jurors=tuple((one.id, _room(one, outside)) for one in jurors),
        organisations=tuple(
            (one.id, one.organisation_id) for one in jurors if one.organisation_id is not None
        ),
        proposals=proposals,
        conflicts=_conflicts(event_id, frozenset(proposals))
        | ((_outside(event_id, proposals) | _asked(event_id, proposals)) - standing),
        existing=standing,
        current=inside - standing,
        experts=list_experts(jurors),
        papers=list_papers(proposals),
        bids=list_bids([one.id for one in jurors], proposals),
    )


def _assignable(event_id: int, challenge_id: int | None) -> dict[int, int]:
    """Return the place of the round to assign now, by challenge."""
    query = select(Challenge).where(Challenge.event_id == event_id).order_by(Challenge.id)
    if challenge_id is not None:
        query = query.where(Challenge.id == challenge_id)
    now, challenges = clock.now(), db.session.scalars(query).all()
    rounds = rounds_of([challenge.id for challenge in challenges])
    wanted = {c.id: position_to_assign(phase_of(c, now), rounds[c.id], now) for c in challenges}
    if found := {key: position for key, position in wanted.items() if position is not None}:
        return found
    raise Conflict("not_time_to_assign")


def _proposals(positions: Mapping[int, int]) -> list[int]:
    """Return the proposals that have come as far as the round of their challenge."""
    query = select(Proposal.id, Proposal.challenge_id, Proposal.state)
    query = query.where(Proposal.challenge_id.in_(positions), Proposal.state.in_(JUDGED_STATES))
    return [
        key
        for key, challenge_id, state in db.session.execute(query)
        if state in entrants(positions[challenge_id])
    ]


def _pairs(
    event_id: int, positions: Mapping[int, int]
) -> tuple[frozenset[Pair], frozenset[Pair], list[int]]:
    """Return the standing pairs in question, those begun, and the juror of each pair outside."""
    query = (
        select(
            Assignment.juror_id,
            Assignment.proposal_id,
            JudgingRound.challenge_id,
            JudgingRound.position,
            is_begun(),
        )
        .join(Assignment.juror)
        .join(Assignment.proposal)
        .join(Assignment.round)
        .where(Juror.event_id == event_id, Assignment.recused_at.is_(None))
        .where(Juror.role.in_(COUNTING), Proposal.state.in_(JUDGED_STATES))
    )
    inside: set[Pair] = set()
    started: set[Pair] = set()
    outside: list[int] = []
    for juror, proposal, challenge_id, position, has_begun in db.session.execute(query):
        if positions.get(challenge_id) == position:
            inside.add((juror, proposal))
            started.update({(juror, proposal)} if has_begun else ())
        elif challenge_id not in positions:
            outside.append(juror)
    return frozenset(inside), frozenset(started), outside


def _jurors(event_id: int) -> list[Juror]:
    """Return those of the panel whose marks count."""
    query = select(Juror).where(Juror.event_id == event_id, Juror.role.in_(COUNTING))
    return list(db.session.scalars(query.order_by(Juror.id)))


def _room(juror: Juror, busy: Collection[int]) -> int | None:
    """Return the room that other challenges leave a juror."""
    taken = sum(one == juror.id for one in busy)
    return None if juror.capacity is None else max(juror.capacity - taken, 0)


def _conflicts(event_id: int, proposals: frozenset[int]) -> frozenset[Pair]:
    query = (
        select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
        .join(ConflictOfInterest.juror)
        .where(Juror.event_id == event_id)
    )
    pairs = db.session.execute(query)
    return frozenset((juror, proposal) for juror, proposal in pairs if proposal in proposals)


def _asked(event_id: int, proposals: tuple[int, ...]) -> frozenset[Pair]:
    """Return the pairs that may be in conflict, of which nobody has said whether they are."""
    inside = frozenset(proposals)
    return frozenset(pair for pair in open_pairs(event_id) if pair[1] in inside)


def _outside(event_id: int, proposals: tuple[int, ...]) -> frozenset[Pair]:
    """Return the pairs that a limited juror does not judge: proposals to other challenges."""
    query = (
        select(Juror.id, Proposal.id)
        .join(Proposal, Proposal.id.in_(proposals))
        .outerjoin(
            JurorChallenge,
            and_(
                JurorChallenge.juror_id == Juror.id,
                JurorChallenge.challenge_id == Proposal.challenge_id,
            ),
        )
        .where(Juror.event_id == event_id, Juror.is_limited, JurorChallenge.juror_id.is_(None))
    )
    return frozenset((juror, proposal) for juror, proposal in db.session.execute(query))
