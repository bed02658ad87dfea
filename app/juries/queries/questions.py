"""The question that an assignment answers, read from the records in one piece."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.juries.models import Assignment, ConflictOfInterest, Juror
from app.juries.rules.judging import ASSIGNABLE, JUDGED_STATES
from app.proposals.models import Proposal

Pair = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Who is to judge what: jurors with the room they have left, proposals, pairs of both."""

    event_id: int
    challenge_id: int | None
    challenge_ids: tuple[int, ...]
    per_proposal: int
    seed: int
    jurors: tuple[tuple[int, int | None], ...]
    proposals: tuple[int, ...]
    conflicts: frozenset[Pair]
    existing: frozenset[Pair]


def load_question(
    event_id: int, challenge_id: int | None, *, per_proposal: int, seed: int
) -> Question:
    """Return the question for one challenge, or for all that can be assigned now."""
    challenge_ids = _assignable(event_id, challenge_id)
    proposals = tuple(db.session.scalars(_proposals(challenge_ids)))
    inside, outside = _pairs(event_id, frozenset(proposals))
    return Question(
        event_id=event_id,
        challenge_id=challenge_id,
        challenge_ids=challenge_ids,
        per_proposal=per_proposal,
        seed=seed,
        jurors=_jurors(event_id, outside),
        proposals=proposals,
        conflicts=_conflicts(event_id, frozenset(proposals)),
        existing=inside,
    )


def _assignable(event_id: int, challenge_id: int | None) -> tuple[int, ...]:
    query = select(Challenge).where(Challenge.event_id == event_id).order_by(Challenge.id)
    if challenge_id is not None:
        query = query.where(Challenge.id == challenge_id)
    now = clock.now()
    found = [c.id for c in db.session.scalars(query) if phase_of(c, now) in ASSIGNABLE]
    if not found:
        raise Conflict("not_time_to_assign")
    return tuple(found)


def _proposals(challenge_ids: tuple[int, ...]) -> Select[int]:
    query = select(Proposal.id).where(Proposal.challenge_id.in_(challenge_ids))
    return query.where(Proposal.state.in_(JUDGED_STATES)).order_by(Proposal.id)


def _pairs(event_id: int, proposals: frozenset[int]) -> tuple[frozenset[Pair], list[int]]:
    """Return the standing pairs in question, and the juror of each standing pair outside of it."""
    query = (
        select(Assignment.juror_id, Assignment.proposal_id)
        .join(Assignment.juror)
        .join(Assignment.proposal)
        .where(Juror.event_id == event_id, Assignment.recused_at.is_(None))
        .where(Proposal.state.in_(JUDGED_STATES))
    )
    pairs = {(juror, proposal) for juror, proposal in db.session.execute(query)}
    inside = frozenset(pair for pair in pairs if pair[1] in proposals)
    return inside, [juror for juror, _ in pairs - inside]


def _jurors(event_id: int, busy: list[int]) -> tuple[tuple[int, int | None], ...]:
    """Return the panel with the room that other challenges leave."""
    query = select(Juror.id, Juror.capacity).where(Juror.event_id == event_id).order_by(Juror.id)
    return tuple(
        (juror, None if capacity is None else max(capacity - busy.count(juror), 0))
        for juror, capacity in db.session.execute(query)
    )


def _conflicts(event_id: int, proposals: frozenset[int]) -> frozenset[Pair]:
    query = (
        select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
        .join(ConflictOfInterest.juror)
        .where(Juror.event_id == event_id)
    )
    pairs = db.session.execute(query)
    return frozenset((juror, proposal) for juror, proposal in pairs if proposal in proposals)
