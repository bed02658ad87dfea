"""Drafts as organisers see them: whose, for what, how complete, saved when; never what they say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.challenges.rules.phases import is_open
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.times import to_local
from app.events.models import Event
from app.events.policies import Fence, fence
from app.proposals.models import Proposal
from app.proposals.queries import of_those
from app.selection.models import RemindedDraft
from app.selection.rules.drafts import Completeness, completeness
from challenges.lifecycle import Phase, ProposalState

TAKING = (Phase.PUBLISHED, Phase.OPEN)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft from afar; `reminded_on` is the last day on which its writer was reminded."""

    id: int
    challenge: Challenge
    organisation: str
    completeness: Completeness
    saved_at: datetime
    reminded_on: date | None


def list_stuck(
    event: Event,
    seen: Fence,
    limit: int,
    offset: int = 0,
    challenge_id: int | None = None,
) -> list[Draft]:
    """Return drafts that can still be handed in, the longest untouched first."""
    query = _open_drafts(event, seen, challenge_id).order_by(Proposal.saved_at, Proposal.id)
    return _seen(db.session.scalars(query.limit(limit).offset(offset)).all())


def list_stuck_after(event: Event, seen: Fence, after: int | None, limit: int) -> list[Draft]:
    """Return one page of the drafts that can still be handed in, in the order of their ids."""
    query = _open_drafts(event, seen, None).order_by(Proposal.id).limit(limit)
    if after is not None:
        query = query.where(Proposal.id > after)
    return _seen(db.session.scalars(query).all())


def list_to_remind(actor: Actor, challenge: Challenge) -> Sequence[Proposal]:
    """Return the drafts of a challenge within the actor's fence that were not reminded today."""
    reminded = select(RemindedDraft.proposal_id).where(RemindedDraft.on_day == today(challenge))
    seen = fence(actor, challenge.event)
    query = _open_drafts(challenge.event, seen, challenge.id)
    query = query.where(Proposal.id.not_in(reminded)).order_by(Proposal.id)
    return db.session.scalars(query).all()


def today(challenge: Challenge) -> date:
    """Return the day it is now where the event of a challenge takes place."""
    return to_local(clock.now(), challenge.event.timezone).date()


def count_by_challenge(event: Event, seen: Fence) -> dict[int, list[Completeness]]:
    """Return how complete the drafts of each challenge are, those within a fence."""
    found: dict[int, list[Completeness]] = {}
    for one in db.session.scalars(_drafts(event, seen)):
        found.setdefault(one.challenge_id, []).append(completeness(one, one.challenge.questions))
    return found


def _drafts(event: Event, seen: Fence) -> Select[Proposal]:
    return (
        select(Proposal)
        .join(Proposal.challenge)
        .where(Challenge.event_id == event.id, Proposal.state == ProposalState.DRAFT)
        .where(*of_those(seen))
        .options(contains_eager(Proposal.challenge).selectinload(Challenge.questions))
    )


def _open_drafts(event: Event, seen: Fence, challenge_id: int | None) -> Select[Proposal]:
    query = _drafts(event, seen).where(*_takes_proposals(clock.now()))
    if challenge_id is not None:
        query = query.where(Proposal.challenge_id == challenge_id)
    return query.options(
        joinedload(Proposal.organisation),
        contains_eager(Proposal.challenge).joinedload(Challenge.event),
    )


def _takes_proposals(now: datetime) -> Collection[ColumnElement[bool]]:
    return (Challenge.phase.in_(TAKING), Challenge.opens_at <= now, Challenge.closes_at > now)


def _seen(found: Sequence[Proposal]) -> list[Draft]:
    days = _reminded_on([one.id for one in found])
    return [
        Draft(
            id=one.id,
            challenge=one.challenge,
            organisation=one.organisation.name,
            completeness=completeness(one, one.challenge.questions),
            saved_at=one.saved_at,
            reminded_on=days.get(one.id),
        )
        for one in found
    ]


def _reminded_on(ids: Collection[int]) -> dict[int, date]:
    query = (
        select(RemindedDraft.proposal_id, func.max(RemindedDraft.on_day))
        .where(RemindedDraft.proposal_id.in_(ids))
        .group_by(RemindedDraft.proposal_id)
    )
    return dict(iter(db.session.execute(query)))


def may_be_reminded(challenge: Challenge) -> bool:
    """Whether a challenge still takes proposals, so that a reminder helps."""
    return is_open(challenge, clock.now())
