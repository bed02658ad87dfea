"""The records of proposals: one, those of an author, those that a jury judges."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.events.rules import EventState
from app.identity.models import Person
from app.identity.queries import list_organisations_of
from app.proposals.models import Proposal
from app.proposals.rules import may_answer
from challenges.lifecycle import Phase, ProposalState

MOST_TO_ANSWER = 200
JUDGEABLE = (
    ProposalState.ELIGIBLE,
    ProposalState.SHORTLISTED,
    ProposalState.SELECTED,
    ProposalState.NOT_SELECTED,
)


def get_proposal(proposal_id: int) -> Proposal:
    """Return a proposal with its challenge, event and organisation, whoever asks."""
    proposal = db.session.scalar(with_challenge().where(Proposal.id == proposal_id))
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


def with_challenge() -> Select[Proposal]:
    """Return a query of proposals with their challenge, event and organisation."""
    return select(Proposal).options(
        joinedload(Proposal.challenge).joinedload(Challenge.event),
        joinedload(Proposal.organisation),
    )


def list_own(actor: Actor) -> Sequence[Proposal]:
    """Return the proposals of the actor's organisations, the latest first."""
    query = _own(actor).order_by(Proposal.created_at.desc(), Proposal.id)
    return db.session.scalars(query).all()


def _own(actor: Actor) -> Select[Proposal]:
    return with_challenge().where(*own_within_limit(actor))


def own_within_limit(actor: Actor) -> list[ColumnElement[bool]]:
    """Return what makes a proposal one of the actor's, within the event of a limited token."""
    mine = Proposal.organisation_id.in_(sorted(actor.organisation_ids))
    if actor.event_limit is None:
        return [mine]
    return [mine, Proposal.challenge.has(Challenge.event_id == actor.event_limit)]


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
        with_challenge()
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
        with_challenge()
        .options(joinedload(Proposal.created_by))
        .where(Proposal.challenge_id == challenge_id, Proposal.state.in_(JUDGEABLE))
        .order_by(Proposal.submitted_at, Proposal.id)
    )
    return db.session.scalars(query).all()


def list_unanswered(challenge_id: int) -> Sequence[Proposal]:
    """Return the proposals of a challenge that are still written or wait for an answer."""
    waiting = (ProposalState.DRAFT, ProposalState.SUBMITTED, *JUDGEABLE)
    query = (
        with_challenge()
        .options(joinedload(Proposal.created_by))
        .where(Proposal.challenge_id == challenge_id, Proposal.state.in_(waiting))
        .where(Proposal.outcome_told_at.is_(None))
    )
    return db.session.scalars(query.order_by(Proposal.created_at, Proposal.id)).all()


def list_writers(challenge_id: int) -> Sequence[Person]:
    """Return who began the proposals of a challenge that are not withdrawn, drafts too."""
    query = (
        select(Person)
        .join(Proposal, Proposal.created_by_id == Person.id)
        .where(Proposal.challenge_id == challenge_id, Proposal.state != ProposalState.WITHDRAWN)
        .order_by(Person.id)
        .distinct()
    )
    return db.session.scalars(query).all()
