"""What organisers see of the proposals of an event, within their fence."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from app.challenges.models import Challenge
from app.challenges.queries import list_of_event
from app.core.db import db
from app.events.models import Event
from app.events.policies import Fence
from app.identity.models import ClusterMembership
from app.identity.rules import CrossedState
from app.proposals.models import Proposal
from app.proposals.queries.contents import submitted
from app.proposals.rules import JUDGED, SubmittedProposal, as_submitted
from challenges.lifecycle import ProposalState


@dataclass(frozen=True)
class Funnel:
    """How many proposals of a challenge have come how far; each is counted in one state."""

    challenge: Challenge
    started: int
    submitted: int
    counts: dict[str, int]


@dataclass(frozen=True)
class _Row:
    challenge_id: int
    state: str
    is_told: bool
    number: int
    submitted: int
    hides: bool


def list_on_board(
    event: Event, seen: Fence, challenge_id: int | None = None
) -> list[SubmittedProposal]:
    """Return what organisers see of proposals within their fence: what was handed in last.

    Only the lead, whom no fence holds, sees outcomes before they are told, and none of what is
    closed to them.
    """
    query = submitted().where(Challenge.event_id == event.id, *of_those(seen))
    if challenge_id is not None:
        query = query.where(Proposal.challenge_id == challenge_id)
    query = query.order_by(Challenge.title, Proposal.submitted_at, Proposal.id)
    return [_shown(row, seen) for row in db.session.execute(query)]


def list_on_board_after(
    event: Event, seen: Fence, after: int | None, limit: int
) -> list[SubmittedProposal]:
    """Return one page of the submitted proposals within a fence, in the order of their ids."""
    query = submitted().where(Challenge.event_id == event.id, *of_those(seen))
    if after is not None:
        query = query.where(Proposal.id > after)
    query = query.order_by(Proposal.id).limit(limit)
    return [_shown(row, seen) for row in db.session.execute(query)]


def _shown(row: Any, seen: Fence) -> SubmittedProposal:
    proposal, content = row
    return as_submitted(proposal, content, hides=hides_from(seen, proposal.id))


def hides_from(seen: Fence, proposal_id: int) -> bool:
    """Whether an outcome stays hidden until it is told: in a fence, and where it is closed."""
    return not seen.is_open or proposal_id in seen.closed


def of_those(seen: Fence) -> list[ColumnElement[bool]]:
    """Return what tells proposals of organisations of some clusters from others."""
    if seen.clusters is None:
        return []
    members = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id.in_(seen.clusters),
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    own = Proposal.organisation_id
    return [or_(own.in_(seen.clusters), own.in_(members))]


def list_funnels(event: Event, seen: Fence) -> list[Funnel]:
    """Return how far the proposals of each challenge have come, those within a fence."""
    is_told = Proposal.outcome_told_at.is_not(None)
    was_submitted = func.sum(case((Proposal.submitted_at.isnot(None), 1), else_=0))
    query = (
        select(Proposal.challenge_id, Proposal.state, is_told, func.count(), was_submitted)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Challenge.event_id == event.id, *of_those(seen))
        .group_by(Proposal.challenge_id, Proposal.state, is_told)
    )
    rows: list[_Row] = []
    for closed in (False, True) if seen.closed else (False,):
        those = Proposal.id.in_(seen.closed) if closed else Proposal.id.not_in(seen.closed)
        hides = closed or not seen.is_open
        for one, state, told, number, handed_in in db.session.execute(query.where(those)):
            rows.append(_Row(one, state, told, number, handed_in, hides))
    return [
        _funnel(challenge, [row for row in rows if row.challenge_id == challenge.id])
        for challenge in list_of_event(event)
    ]


def _funnel(challenge: Challenge, rows: list[_Row]) -> Funnel:
    counts: Counter[str] = Counter()
    for row in rows:
        is_hidden = row.hides and row.state in JUDGED and not row.is_told
        counts[ProposalState.ELIGIBLE if is_hidden else row.state] += row.number
    return Funnel(
        challenge=challenge,
        started=sum(row.number for row in rows),
        submitted=sum(row.submitted for row in rows),
        counts=dict(counts),
    )
