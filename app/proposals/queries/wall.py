"""The wall: which proposals are closed to somebody, because something ties them to it.

What is judged of a closed proposal is told to that person nowhere, whoever they are at the event:
no score, no rank, no count, no name of a juror, no decision before its authors hear of it. The
ties that proposals know of are here; higher features add theirs with `ties`.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, exists, false, or_, select

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.events.models import Event, TeamMember
from app.events.policies import Fence, fence
from app.identity.models import Person
from app.proposals.models import Proposal, ProposalPartner, Submission
from app.proposals.policies import is_outcome_hidden
from app.proposals.queries.records import JUDGEABLE
from challenges.domains import work_domain
from challenges.lifecycle import Phase

Tie = Callable[[Actor], ColumnElement[bool]]
_ties: list[Tie] = []


def ties(tie: Tie) -> Tie:
    """Register what else ties an actor to a proposal, as a condition on its row."""
    _ties.append(tie)
    return tie


def is_closed_to(actor: Actor) -> ColumnElement[bool]:
    """Whether something ties the actor to a proposal: the condition for a query of proposals."""
    if actor.is_system or actor.person_id is None:
        return false()
    mine = sorted(actor.organisation_ids)
    partner = (ProposalPartner.organisation_id.in_(mine)) & ProposalPartner.confirmed_at.is_not(
        None
    )
    return or_(
        Proposal.organisation_id.in_(mine),
        Proposal.created_by_id == actor.person_id,
        exists().where(
            ProposalPartner.proposal_id == Proposal.id,
            or_(partner, ProposalPartner.confirmed_by_id == actor.person_id),
        ),
        exists().where(
            Submission.proposal_id == Proposal.id, Submission.submitted_by_id == actor.person_id
        ),
        exists().where(
            TeamMember.person_id == actor.person_id,
            TeamMember.organisation_id == Proposal.organisation_id,
        ),
        *_shares_domain(actor),
        *(tie(actor) for tie in _ties),
    )


def _shares_domain(actor: Actor) -> list[ColumnElement[bool]]:
    """Return whether an author's address is of the domain that the actor works at."""
    domain = work_domain(actor.email)
    if domain is None:
        return []
    theirs = Person.email_key.endswith("@" + domain, autoescape=True)
    return [exists().where(Person.id == Proposal.created_by_id, theirs)]


def closed_to(actor: Actor, event_id: int) -> frozenset[int]:
    """Return the proposals of an event that are closed to the actor, drafts too."""
    if actor.is_system or actor.person_id is None:
        return frozenset()
    query = select(Proposal.id).join(Challenge, Challenge.id == Proposal.challenge_id)
    query = query.where(Challenge.event_id == event_id, is_closed_to(actor))
    return frozenset(db.session.scalars(query))


def hidden_from(actor: Actor, event_id: int) -> frozenset[int]:
    """Return those of them that a jury judges, or has, and whose authors were told no outcome."""
    found = closed_to(actor, event_id)
    if not found:
        return found
    untold = (
        select(Proposal.id)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Proposal.id.in_(found), Proposal.state.in_(JUDGEABLE))
        .where(Proposal.outcome_told_at.is_(None), Challenge.phase != Phase.ARCHIVED)
    )
    return frozenset(db.session.scalars(untold))


def is_closed(actor: Actor, proposal_id: int) -> bool:
    """Whether one proposal is closed to the actor."""
    query = select(Proposal.id).where(Proposal.id == proposal_id, is_closed_to(actor))
    return db.session.scalar(query) is not None


def hides_outcome(actor: Actor, proposal: Proposal) -> bool:
    """Whether an outcome stays hidden from a reader until the authors are told."""
    if is_outcome_hidden(actor, proposal):
        return True
    return proposal.outcome_told_at is None and is_closed(actor, proposal.id)


def refuse_closed(actor: Actor, proposal_id: int) -> None:
    """Refuse whoever is about to judge or screen a proposal that is closed to them."""
    if is_closed(actor, proposal_id):
        raise Forbidden("closed_to_you")


def refuse_tied(actor: Actor, challenge_ids: Collection[int]) -> None:
    """Refuse whoever is about to run the jury of a challenge with a proposal closed to them."""
    if any(is_tied(actor, one) for one in challenge_ids):
        raise Forbidden("closed_to_you")


def refuse_tied_anywhere(actor: Actor, event_id: int) -> None:
    """Refuse whoever has a proposal closed to them, whatever challenge of the event it answers."""
    if is_tied_at(actor, event_id):
        raise Forbidden("closed_to_you")


def is_tied(actor: Actor, challenge_id: int) -> bool:
    """Whether a proposal that was handed in to a challenge is closed to the actor."""
    return _finds(actor, Proposal.challenge_id == challenge_id)


def is_tied_at(actor: Actor, event_id: int) -> bool:
    """Whether a proposal that was handed in at an event is closed to the actor."""
    challenges = select(Challenge.id).where(Challenge.event_id == event_id)
    return _finds(actor, Proposal.challenge_id.in_(challenges))


def _finds(actor: Actor, where: ColumnElement[bool]) -> bool:
    query = select(Proposal.id).where(
        where, Proposal.submitted_at.is_not(None), is_closed_to(actor)
    )
    return db.session.scalar(query.limit(1)) is not None


def sight_of(actor: Actor, event: Event) -> Fence:
    """Return whose people the actor sees of an event, and which proposals are closed to them."""
    return replace(fence(actor, event), closed=closed_to(actor, event.id))
