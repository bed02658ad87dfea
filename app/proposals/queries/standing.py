"""Where proposals stand, for their authors: read for many at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.challenges.models import ChallengeMove
from app.challenges.rules.phases import phase_of
from app.core.authz import Actor
from app.core.db import db
from app.proposals.models import Proposal
from app.proposals.queries.consortium import is_joined
from app.proposals.queries.records import own_within_limit, with_challenge
from app.proposals.rules import shown_state
from app.proposals.rules.timeline import Reply, Standing, Step, next_of, steps_of

Tells = Callable[[Collection[int]], Mapping[int, Reply]]
_replies: list[Tells] = []


@dataclass(frozen=True)
class Standings:
    """A proposal of one's own with its way, and the step that comes next."""

    proposal: Proposal
    state: str
    steps: tuple[Step, ...]

    @property
    def id(self) -> int:
        """The proposal's."""
        return self.proposal.id

    @property
    def next(self) -> Step | None:
        """What comes next, None at the end of the way."""
        return next_of(self.steps)


def tells_replies(tells: Tells) -> Tells:
    """Register who knows, by the numbers of proposals, where the right of reply stands."""
    _replies.append(tells)
    return tells


def list_standing(
    actor: Actor, now: datetime, limit: int, offset: int, *, joined: bool = False
) -> list[Standings]:
    """Return proposals of the actor's organisations, or those that they joined, latest first."""
    mine = is_joined(actor) if joined else own_within_limit(actor)
    query = with_challenge().where(*mine).order_by(Proposal.created_at.desc(), Proposal.id)
    return standing_of(db.session.scalars(query.limit(limit).offset(offset)).all(), now)


def list_standing_after(
    actor: Actor, now: datetime, after: int | None, limit: int
) -> list[Standings]:
    """Return one page of the proposals of the actor's organisations, in the order of their ids."""
    query = with_challenge().where(*own_within_limit(actor))
    if after is not None:
        query = query.where(Proposal.id > after)
    return standing_of(db.session.scalars(query.order_by(Proposal.id).limit(limit)).all(), now)


def standing_of(proposals: Sequence[Proposal], now: datetime) -> list[Standings]:
    """Return where some proposals stand, as their authors may know it."""
    entered = _entered({one.challenge_id for one in proposals})
    ids = [one.id for one in proposals]
    replies = {key: reply for tells in _replies for key, reply in tells(ids).items()}
    return [
        _standing(one, now, entered.get(one.challenge_id, {}), replies.get(one.id))
        for one in proposals
    ]


def _standing(
    one: Proposal, now: datetime, entered: Mapping[str, datetime], reply: Reply | None
) -> Standings:
    challenge: Any = one.challenge
    state = shown_state(one)
    standing = Standing(
        state=state,
        phase=phase_of(challenge, now),
        created_at=one.created_at,
        closes_at=challenge.closes_at,
        submitted_at=one.submitted_at,
        screened_at=one.first_reply_at,
        told_at=one.outcome_told_at,
        decision_on=challenge.decision_on,
        entered=entered,
        reply=reply,
    )
    return Standings(one, state, steps_of(standing))


def _entered(challenge_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """Return when each challenge last came into each phase."""
    query = (
        select(ChallengeMove.challenge_id, ChallengeMove.to_phase, ChallengeMove.at)
        .where(ChallengeMove.challenge_id.in_(challenge_ids))
        .order_by(ChallengeMove.at, ChallengeMove.id)
    )
    found: dict[int, dict[str, datetime]] = {}
    for challenge_id, phase, at in db.session.execute(query) if challenge_ids else ():
        found.setdefault(challenge_id, {})[phase] = at
    return found
