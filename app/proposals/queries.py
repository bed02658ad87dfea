"""Reading proposals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload

from app.challenges.models import Challenge
from app.challenges.queries import list_of_event
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import Fence
from app.events.rules import EventState
from app.identity.models import ClusterMembership, Organisation
from app.identity.queries import list_organisations_of
from app.identity.rules import CrossedState
from app.proposals.models import Proposal, ProposalFile, Submission
from app.proposals.policies import is_author
from app.proposals.rules import SubmittedProposal, as_submitted, may_answer
from challenges.lifecycle import Phase, ProposalState

MOST_TO_ANSWER = 200
JUDGEABLE = (
    ProposalState.ELIGIBLE,
    ProposalState.SHORTLISTED,
    ProposalState.SELECTED,
    ProposalState.NOT_SELECTED,
)


@dataclass(frozen=True)
class Funnel:
    """How many proposals of a challenge have come how far; each is counted in one state."""

    challenge: Challenge
    started: int
    submitted: int
    counts: dict[str, int]


def get_proposal(proposal_id: int) -> Proposal:
    """Return a proposal with its challenge, event and organisation, whoever asks."""
    proposal = db.session.scalar(_whole().where(Proposal.id == proposal_id))
    if proposal is None:
        raise NotFound
    return proposal


def get_visible_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Return a proposal that the actor may read."""
    proposal = get_proposal(proposal_id)
    authorize(actor, Permission.PROPOSAL_VIEW, proposal)
    return proposal


def get_own_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Return a proposal of the actor's organisations."""
    proposal = get_visible_proposal(actor, proposal_id)
    authorize(actor, Permission.PROPOSAL_EDIT, proposal)
    return proposal


def _whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.challenge).joinedload(Challenge.event),
        joinedload(Proposal.organisation),
    )


def list_own(actor: Actor) -> Sequence[Proposal]:
    """Return the proposals of the actor's organisations, the latest first."""
    query = _own(actor).order_by(Proposal.created_at.desc(), Proposal.id)
    return db.session.scalars(query).all()


def _own(actor: Actor) -> Select[Proposal]:
    query = _whole().where(Proposal.organisation_id.in_(sorted(actor.organisation_ids)))
    if actor.event_limit is None:
        return query
    return query.where(Proposal.challenge.has(Challenge.event_id == actor.event_limit))


def list_own_after(actor: Actor, after: int | None, limit: int) -> Sequence[Proposal]:
    """Return one page of the proposals of the actor's organisations, in the order of their ids."""
    return _page(_own(actor), after, limit)


def _page(query: Select[Proposal], after: int | None, limit: int) -> Sequence[Proposal]:
    if after is not None:
        query = query.where(Proposal.id > after)
    return db.session.scalars(query.order_by(Proposal.id).limit(limit)).all()


def list_own_for(actor: Actor, challenge_id: int) -> Sequence[Proposal]:
    """Return the proposals of the actor's organisations to one challenge."""
    query = (
        _whole()
        .where(Proposal.challenge_id == challenge_id)
        .where(Proposal.organisation_id.in_(sorted(actor.organisation_ids)))
        .order_by(Proposal.created_at, Proposal.id)
    )
    return db.session.scalars(query).all()


def list_to_answer(actor: Actor, now: datetime) -> list[Challenge]:
    """Return the open challenges that the actor's organisations may answer and have not begun to.

    The earliest deadline stands first.
    """
    own = sorted(actor.organisation_ids)
    begun = select(Proposal.challenge_id).where(Proposal.organisation_id.in_(own))
    query = (
        select(Challenge)
        .join(Challenge.event)
        .options(contains_eager(Challenge.event), joinedload(Challenge.owner_organisation))
        .where(
            Event.state == EventState.PUBLISHED,
            Challenge.phase.in_([Phase.PUBLISHED, Phase.OPEN]),
            Challenge.opens_at <= now,
            Challenge.closes_at > now,
            Challenge.owner_organisation_id.not_in(own),
            Challenge.id.not_in(begun),
        )
        .order_by(Challenge.closes_at, Challenge.id)
    )
    organisations = [one for one in list_organisations_of(actor) if one.kind != "cluster"]
    found = db.session.scalars(query.limit(MOST_TO_ANSWER)).all() if organisations else []
    return [one for one in found if any(may_answer(one, other) for other in organisations)]


def list_eligible(challenge_id: int) -> Sequence[Proposal]:
    """Return the proposals of a challenge that a jury judges, decided ones included."""
    query = (
        _whole()
        .options(joinedload(Proposal.created_by))
        .where(Proposal.challenge_id == challenge_id, Proposal.state.in_(JUDGEABLE))
        .order_by(Proposal.submitted_at, Proposal.id)
    )
    return db.session.scalars(query).all()


def list_unanswered(challenge_id: int) -> Sequence[Proposal]:
    """Return the proposals of a challenge that are still written or wait for an answer."""
    waiting = (ProposalState.DRAFT, ProposalState.SUBMITTED, *JUDGEABLE)
    query = (
        _whole()
        .options(joinedload(Proposal.created_by))
        .where(Proposal.challenge_id == challenge_id, Proposal.state.in_(waiting))
        .where(Proposal.outcome_told_at.is_(None))
    )
    return db.session.scalars(query.order_by(Proposal.created_at, Proposal.id)).all()


def list_on_board(
    event: Event, seen: Fence, challenge_id: int | None = None
) -> list[SubmittedProposal]:
    """Return what organisers see of proposals within their fence: what was handed in last."""
    query = _submitted().where(Challenge.event_id == event.id, *_of_those(seen))
    if challenge_id is not None:
        query = query.where(Proposal.challenge_id == challenge_id)
    query = query.order_by(Challenge.title, Proposal.submitted_at, Proposal.id)
    return [as_submitted(*row) for row in db.session.execute(query)]


def list_on_board_after(
    event: Event, seen: Fence, after: int | None, limit: int
) -> list[SubmittedProposal]:
    """Return one page of the submitted proposals within a fence, in the order of their ids."""
    query = _submitted().where(Challenge.event_id == event.id, *_of_those(seen))
    if after is not None:
        query = query.where(Proposal.id > after)
    query = query.order_by(Proposal.id).limit(limit)
    return [as_submitted(*row) for row in db.session.execute(query)]


def _submitted() -> Select[Proposal, dict[str, Any]]:
    """Return a query of the proposals that are handed in, each with the content that counts."""
    other = aliased(Submission)
    latest = select(func.max(other.number)).where(other.proposal_id == Proposal.id)
    return (
        select(Proposal, Submission.content)
        .join(Proposal.challenge)
        .join(Submission, Submission.proposal_id == Proposal.id)
        .where(Submission.number == latest.scalar_subquery(), Proposal.submitted_at.isnot(None))
        .options(
            selectinload(Proposal.challenge).joinedload(Challenge.event),
            *(defer(text) for text in (Proposal.summary, Proposal.answers, Proposal.partners)),
        )
    )


def get_submitted(proposal: Proposal) -> SubmittedProposal:
    """Return a proposal as it was handed in last."""
    found = find_submitted(proposal)
    if found is None:
        raise NotFound
    return found


def list_submitted(ids: Collection[int]) -> list[SubmittedProposal]:
    """Return those of some proposals that are handed in, whoever asks."""
    homes = joinedload(Proposal.organisation).selectinload(Organisation.crossed)
    query = _submitted().options(homes).where(Proposal.id.in_(ids))
    return [as_submitted(*row) for row in db.session.execute(query)]


def find_submitted(proposal: Proposal) -> SubmittedProposal | None:
    """Return a proposal as it was handed in last; None while nothing of it counts."""
    row = db.session.execute(_submitted().where(Proposal.id == proposal.id)).one_or_none()
    return None if row is None else as_submitted(*row)


def get_as_read(actor: Actor, proposal: Proposal) -> Proposal | SubmittedProposal:
    """Return a proposal as the actor reads it: its authors what they wrote, others what counts."""
    return proposal if is_author(actor, proposal) else get_submitted(proposal)


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
    query = (
        select(Proposal.challenge_id, Proposal.state, func.count(), was_submitted)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Challenge.event_id == event.id, *_of_those(seen))
        .group_by(Proposal.challenge_id, Proposal.state)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    return [_funnel(challenge, rows) for challenge in list_of_event(event)]


def _funnel(challenge: Challenge, rows: list[tuple[int, str, int, int]]) -> Funnel:
    mine = [row for row in rows if row[0] == challenge.id]
    return Funnel(
        challenge=challenge,
        started=sum(row[2] for row in mine),
        submitted=sum(int(row[3] or 0) for row in mine),
        counts={str(row[1]): row[2] for row in mine},
    )


def questions_of(proposal: Proposal | SubmittedProposal) -> Sequence[Any]:
    """Return the questions that a proposal answers: those of its version once it is frozen."""
    if isinstance(proposal, SubmittedProposal):
        return proposal.questions
    return proposal.challenge.questions


def list_files(proposal: Proposal | SubmittedProposal) -> Sequence[ProposalFile]:
    """Return the files that a proposal has, or had when it was handed in, with their records."""
    query = (
        select(ProposalFile)
        .where(ProposalFile.proposal_id == proposal.id)
        .options(joinedload(ProposalFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    if isinstance(proposal, SubmittedProposal):
        query = query.where(ProposalFile.file_id.in_(proposal.file_ids))
    else:
        query = query.where(ProposalFile.removed_at.is_(None))
    return db.session.scalars(query).all()


def get_file(actor: Actor, proposal_id: int, file_id: int) -> StoredFile:
    """Return a file that the actor may read: authors all they sent, others what was handed in."""
    proposal = get_visible_proposal(actor, proposal_id)
    if not is_author(actor, proposal) and file_id not in get_submitted(proposal).file_ids:
        raise NotFound
    query = (
        select(StoredFile)
        .join(ProposalFile, ProposalFile.file_id == StoredFile.id)
        .where(ProposalFile.proposal_id == proposal.id, StoredFile.id == file_id)
    )
    file = db.session.scalar(query)
    if file is None:
        raise NotFound
    return file


def list_submissions(proposal: Proposal) -> Sequence[Submission]:
    """Return the versions that were handed in, the latest first."""
    query = (
        select(Submission)
        .where(Submission.proposal_id == proposal.id)
        .options(selectinload(Submission.submitted_by))
        .order_by(Submission.number.desc())
    )
    return db.session.scalars(query).all()


def find_latest_submission(proposal: Proposal) -> Submission | None:
    """Return the version that counts: the last one handed in."""
    found = list_submissions(proposal)
    return found[0] if found else None


def list_readable_submissions(actor: Actor, proposal: Proposal) -> Sequence[Submission]:
    """Return the versions that the actor may read: authors all, others the one that counts."""
    found = list_submissions(proposal)
    return found if is_author(actor, proposal) else found[:1]


def get_submission(actor: Actor, proposal: Proposal, number: int | None = None) -> Submission:
    """Return a version that the actor may read; the last unless a number is given."""
    for submission in list_readable_submissions(actor, proposal):
        if number in (None, submission.number):
            return submission
    raise NotFound
