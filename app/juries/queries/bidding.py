"""Reads of what a juror may wish to judge: proposals that nothing ties them to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import not_, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.juries.models import Juror, JurorBid, JurorChallenge
from app.juries.queries import ties
from app.juries.queries.blinding import blind_copies, judged_blind
from app.juries.rules.conflicts import detect_all
from app.juries.rules.judging import ASSIGNABLE
from app.juries.rules.roles import COUNTING
from app.proposals.models import Proposal
from app.proposals.queries import is_closed_to
from challenges.lifecycle import ProposalState


@dataclass(frozen=True)
class Biddable:
    """A proposal that a juror may be given; of it they see the title and the summary only."""

    juror_id: int
    proposal_id: int
    title: str
    summary: str
    challenge: str
    event: str
    wish: str | None


def list_biddable(actor: Actor) -> list[Biddable]:
    """Return what the actor may wish to judge, by event, challenge and title."""
    query = select(Juror).where(Juror.person_id == actor.person_id, Juror.role.in_(COUNTING))
    query = query.order_by(Juror.id)
    if actor.event_limit is not None:
        query = query.where(Juror.event_id == actor.event_limit)
    return [one for juror in db.session.scalars(query) for one in _of_juror(actor, juror)]


def get_biddable(actor: Actor, proposal_id: int) -> Biddable:
    """Return one of them; NotFound for whatever else there is."""
    for one in list_biddable(actor):
        if one.proposal_id == proposal_id:
            return one
    raise NotFound


def _of_juror(actor: Actor, juror: Juror) -> list[Biddable]:
    now = clock.now()
    challenges = db.session.scalars(select(Challenge).where(Challenge.event_id == juror.event_id))
    waiting = {one.id: one for one in challenges if phase_of(one, now) in ASSIGNABLE}
    if not waiting:
        return []
    query = (
        select(Proposal, JurorBid.wish)
        .outerjoin(
            JurorBid, (JurorBid.proposal_id == Proposal.id) & (JurorBid.juror_id == juror.id)
        )
        .where(Proposal.challenge_id.in_(waiting), Proposal.state == ProposalState.ELIGIBLE)
        .where(not_(is_closed_to(actor)))
    )
    if juror.is_limited:
        own = select(JurorChallenge.challenge_id).where(JurorChallenge.juror_id == juror.id)
        query = query.where(Proposal.challenge_id.in_(own))
    tied = tied_proposals(juror, list(waiting))
    wishes = {one: wish for one, wish in db.session.execute(query) if one.id not in tied}
    shown = _as_read(wishes)
    found = [
        Biddable(
            juror.id,
            proposal.id,
            shown[proposal.id].title,
            shown[proposal.id].summary,
            waiting[proposal.challenge_id].title,
            juror.event.name,
            wish,
        )
        for proposal, wish in wishes.items()
    ]
    return sorted(found, key=lambda one: (one.challenge, one.title, one.proposal_id))


def _as_read(proposals: Iterable[Proposal]) -> dict[int, Any]:
    """Return proposals as their jurors may read them: without authors if a round is blind."""
    found: dict[int, Any] = {one.id: one for one in proposals}
    blind = judged_blind({one.challenge_id for one in found.values()})
    hidden = {key: one for key, one in found.items() if one.challenge_id in blind}
    return found | blind_copies(hidden)


def tied_proposals(juror: Juror, challenge_ids: list[int]) -> set[int]:
    """Return the proposals that a juror is tied to, in the register or by the records."""
    sides = [side for side in ties.juror_sides(juror.event_id) if side.key == juror.id]
    found = detect_all(sides, ties.proposal_sides(challenge_ids), {})
    known = ties.known_conflicts(juror.event_id)
    return {proposal for one, proposal in {*known, *found} if one == juror.id}
