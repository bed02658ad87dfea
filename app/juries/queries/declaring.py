"""Reads of what a juror is asked: which of the applicants of a challenge they know."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, not_, or_, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import Organisation
from app.juries.models import Juror, JurorChallenge
from app.juries.queries.bidding import tied_proposals
from app.juries.queries.blinding import blind_copies
from app.juries.queries.rounds import list_rounds
from app.juries.rules.judging import ASSIGNABLE, JUDGED_STATES
from app.juries.rules.rounds import is_blind
from app.proposals.models import Proposal, ProposalPartner
from app.proposals.queries import is_closed_to


@dataclass(frozen=True)
class Asked:
    """A proposal whose authors a juror may know; in blind rounds without `organisations`."""

    proposal_id: int
    title: str
    summary: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a juror is asked about a challenge, and the seat in which they answer."""

    juror: Juror
    challenge: Challenge
    items: tuple[Asked, ...]


def list_asking(actor: Actor) -> list[Challenge]:
    """Return the challenges about whose proposals the actor is asked, by title."""
    to_ask = exists().where(Proposal.challenge_id == Challenge.id, *_may_be_asked(actor))
    query = (
        select(Challenge)
        .join(Juror, Juror.event_id == Challenge.event_id)
        .where(*_sits_for(actor), to_ask)
        .options(joinedload(Challenge.event))
        .order_by(Challenge.title, Challenge.id)
    )
    return [one for one in db.session.scalars(query) if _is_asked(one)]


def get_question(actor: Actor, challenge_id: int) -> Question:
    """Return what the actor is asked about a challenge, nothing outside its time.

    NotFound unless they sit for it.
    """
    query = (
        select(Juror, Challenge)
        .join(Challenge, Challenge.event_id == Juror.event_id)
        .where(Challenge.id == challenge_id, *_sits_for(actor))
        .options(joinedload(Challenge.event))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    juror, challenge = found
    items = _items(actor, juror, challenge) if _is_asked(challenge) else ()
    return Question(juror, challenge, items)


def _sits_for(actor: Actor) -> list[ColumnElement[bool]]:
    """Whether the actor sits for a challenge, whatever their role there."""
    own = exists().where(
        JurorChallenge.juror_id == Juror.id, JurorChallenge.challenge_id == Challenge.id
    )
    found = [Juror.person_id == actor.person_id, or_(Juror.is_limited.is_(False), own)]
    if actor.event_limit is not None:
        found.append(Juror.event_id == actor.event_limit)
    return found


def _is_asked(challenge: Challenge) -> bool:
    return phase_of(challenge, clock.now()) in ASSIGNABLE


def _may_be_asked(actor: Actor) -> list[ColumnElement[bool]]:
    return [Proposal.state.in_(JUDGED_STATES), not_(is_closed_to(actor))]


def _items(actor: Actor, juror: Juror, challenge: Challenge) -> tuple[Asked, ...]:
    query = select(Proposal).where(Proposal.challenge_id == challenge.id, *_may_be_asked(actor))
    query = query.options(joinedload(Proposal.organisation))
    tied = tied_proposals(juror, [challenge.id])
    found = [one for one in db.session.scalars(query) if one.id not in tied]
    if any(is_blind(one.blindness) for one in list_rounds(challenge)):
        return _without_authors(found)
    allies = _allies([one.id for one in found])
    items = (
        Asked(one.id, one.title, one.summary, (one.organisation.name, *allies[one.id]))
        for one in found
    )
    return tuple(sorted(items, key=lambda one: (one.title, one.proposal_id)))


def _without_authors(proposals: Sequence[Proposal]) -> tuple[Asked, ...]:
    """Return what jurors of a blind round may read, in an order that tells nothing."""
    copies = blind_copies({one.id: one for one in proposals})
    items = (Asked(one.id, one.title, one.summary, ()) for one in copies.values())
    return tuple(sorted(items, key=lambda one: one.proposal_id))


def _allies(proposal_ids: Collection[int]) -> defaultdict[int, list[str]]:
    """Return by name who else agreed to make some proposals."""
    query = (
        select(ProposalPartner.proposal_id, Organisation.name)
        .join(Organisation, Organisation.id == ProposalPartner.organisation_id)
        .where(ProposalPartner.proposal_id.in_(proposal_ids))
        .where(ProposalPartner.confirmed_at.is_not(None))
        .order_by(Organisation.name, Organisation.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for proposal_id, name in db.session.execute(query):
        found[proposal_id].append(name)
    return found
