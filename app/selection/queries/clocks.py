"""How long the applicants of a challenge wait, and where a promised day has passed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.times import to_local
from app.events.models import Event
from app.events.policies import Fence, fence
from app.proposals.models import Proposal
from app.proposals.queries import of_those
from challenges.clocks import Clocks, Waiting, read_clocks
from challenges.lifecycle import Phase, ProposalState

# Whoever is found not eligible has had the answer; what was taken back waits for none.
WAITING = (
    *(ProposalState.SUBMITTED, ProposalState.ELIGIBLE, ProposalState.SHORTLISTED),
    *(ProposalState.SELECTED, ProposalState.NOT_SELECTED),
)
_WAITS = (
    Proposal.state.in_(WAITING),
    Proposal.submitted_at.is_not(None),
    Proposal.outcome_told_at.is_(None),
)
OVER = (Phase.DRAFT, Phase.IN_REVIEW, Phase.ARCHIVED)


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A challenge whose promised day has passed, and how many still wait for their answer."""

    challenge: Challenge
    waiting: int

    @property
    def promised_by(self) -> datetime:
        """The end of the promised day, where the event takes place."""
        zone = ZoneInfo(self.challenge.event.timezone)
        return datetime.combine(self.challenge.decision_on or date.max, time(23, 59), zone)


def find_clocks(challenge: Challenge, seen: Fence) -> Clocks | None:
    """Return how long those within a fence waited since the deadline; None before it."""
    if challenge.closes_at is None or not has_closed(challenge, clock.now()):
        return None
    query = select(Proposal.first_reply_at, Proposal.outcome_told_at).where(
        Proposal.challenge_id == challenge.id,
        Proposal.submitted_at.is_not(None),
        Proposal.state != ProposalState.WITHDRAWN,
        *of_those(seen),
    )
    waits = [Waiting(*row) for row in db.session.execute(query)]
    if not waits:
        return None
    return read_clocks(waits, challenge.closes_at, challenge.decision_on, challenge.event.timezone)


def list_overdue_of_events(actor: Actor, events: Iterable[Event]) -> list[Overdue]:
    """Return the overdue challenges of events that the actor runs, each within the fence."""
    within = [and_(Challenge.event_id == one.id, *of_those(fence(actor, one))) for one in events]
    return _overdue(or_(*within)) if within else []


def list_overdue_of_owners(organisation_ids: Collection[int]) -> list[Overdue]:
    """Return the overdue challenges of some organisations."""
    return _overdue(Challenge.owner_organisation_id.in_(organisation_ids))


def has_broken_promise(challenge: Challenge, seen: Fence) -> bool:
    """Whether the promised day has passed while somebody within a fence still waits."""
    if not is_overdue(challenge, clock.now()):
        return False
    waiting = select(Proposal.id).where(
        Proposal.challenge_id == challenge.id, *_WAITS, *of_those(seen)
    )
    return db.session.scalar(waiting.limit(1)) is not None


def is_overdue(challenge: Any, now: datetime) -> bool:
    """Whether the promised day has passed where the event takes place."""
    today = to_local(now, challenge.event.timezone).date()
    return challenge.decision_on is not None and bool(challenge.decision_on < today)


def _overdue(whose: ColumnElement[bool]) -> list[Overdue]:
    now = clock.now()
    waiting = (
        select(Proposal.challenge_id, func.count().label("number"))
        .join(Proposal.challenge)
        .where(
            whose,
            Challenge.decision_on < (now + timedelta(days=1)).date(),  # whatever the zone
            Challenge.phase.not_in(OVER),
            *_WAITS,
        )
        .group_by(Proposal.challenge_id)
        .subquery()
    )
    query = (
        select(Challenge, waiting.c.number)
        .join(waiting, waiting.c.challenge_id == Challenge.id)
        .options(joinedload(Challenge.event))
        .order_by(Challenge.decision_on, Challenge.id)
    )
    return [
        Overdue(challenge=challenge, waiting=number)
        for challenge, number in db.session.execute(query)
        if is_overdue(challenge, now)
    ]
