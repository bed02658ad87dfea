"""What organisers see of the proposals of an event, within their fence."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select

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


def list_on_board(
    event: Event, seen: Fence, challenge_id: int | None = None
) -> list[SubmittedProposal]:
    """Return what organisers see of proposals within their fence: what was handed in last.

    Only the lead, whom no fence holds, sees outcomes before they are told.
    """
    query = submitted().where(Challenge.event_id == event.id, *_of_those(seen))
    if challenge_id is not None:
        query = query.where(Proposal.challenge_id == challenge_id)
    query = query.order_by(Challenge.title, Proposal.submitted_at, Proposal.id)
    return [as_submitted(*row, hides=not seen.is_open) for row in db.session.execute(query)]


def list_on_board_after(
    event: Event, seen: Fence, after: int | None, limit: int
) -> list[SubmittedProposal]:
    """Return one page of the submitted proposals within a fence, in the order of their ids."""
    query = submitted().where(Challenge.event_id == event.id, *_of_those(seen))
    if after is not None:
        query = query.where(Proposal.id > after)
    query = query.order_by(Proposal.id).limit(limit)
    return [as_submitted(*row, hides=not seen.is_open) for row in db.session.execute(query)]


def _of_those(seen: Fence) -> list[ColumnElement[bool]]:
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
    was_submitted = func.sum(case((Proposal.submitted_at.isnot(None), 1), else_=0))
    state = Proposal.state if seen.is_open else _known_state()
    query = (
        select(Proposal.challenge_id, state, func.count(), was_submitted)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Challenge.event_id == event.id, *_of_those(seen))
        .group_by(Proposal.challenge_id, state)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    return [_funnel(challenge, rows) for challenge in list_of_event(event)]


def _known_state() -> ColumnElement[str]:
    """Return the state that is known before outcomes are told, as `rules.known_state` says it."""
    is_untold = Proposal.state.in_(sorted(JUDGED)) & Proposal.outcome_told_at.is_(None)
    return case((is_untold, literal_column(f"'{ProposalState.ELIGIBLE}'")), else_=Proposal.state)


def _funnel(challenge: Challenge, rows: list[tuple[int, str, int, int]]) -> Funnel:
    mine = [row for row in rows if row[0] == challenge.id]
    return Funnel(
        challenge=challenge,
        started=sum(row[2] for row in mine),
        submitted=sum(int(row[3] or 0) for row in mine),
        counts={str(row[1]): row[2] for row in mine},
    )
