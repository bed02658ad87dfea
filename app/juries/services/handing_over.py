"""Handing what a late juror left undone to an alternate, with the hard rules checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.events.models import Event
from app.juries.models import Assignment, Juror
from app.juries.queries import chasing, panel, ties
from app.juries.rules.chasing import Duty, split
from app.juries.rules.roles import JurorRole, may_judge
from app.juries.services.conflicts import detect_conflicts
from app.juries.services.pairing import follow_members
from app.juries.services.seats import step_in
from app.proposals.queries import closed_to


@dataclass(frozen=True)
class HandOver:
    """What came of a handover: who took how many, and how many nobody could take."""

    alternate: Juror
    taken: int
    left: int


def hand_over(actor: Actor, event: Event, juror_id: int) -> HandOver:
    """Give what a juror owes to the alternate who may take most of it; drafts stay unread."""
    authorize(actor, Permission.JURY_MANAGE, event)
    late = panel.get_juror(event, juror_id)
    detect_conflicts(actor, event.id)
    owed = [
        one
        for one in chasing.list_owed(event, closed_to(actor, event.id))
        if one.juror_id == late.id
    ]
    if not owed:
        raise Conflict("owes_nothing")
    offers = [(one, _may_take(event, one, owed)) for one in _alternates(event)]
    best = max(offers, key=lambda offer: len(offer[1]), default=None)
    if best is None or not best[1]:
        raise Conflict("no_alternate_fits")
    alternate, taken = best
    _move(alternate, taken)
    step_in(actor, alternate, late=late, scorecards=len(taken))
    follow_members(event.id)
    return HandOver(alternate, len(taken), len(owed) - len(taken))


def _alternates(event: Event) -> Sequence[Juror]:
    query = select(Juror).where(Juror.event_id == event.id, Juror.role == JurorRole.ALTERNATE)
    return db.session.scalars(query.order_by(Juror.invited_at, Juror.id)).all()


def _may_take(event: Event, juror: Juror, owed: Sequence[Duty]) -> list[Duty]:
    """Return what an alternate may judge: no conflict, within their limits, never given before."""
    barred = {proposal for one, proposal in ties.known_conflicts(event.id) if one == juror.id}
    had = select(Assignment.proposal_id).where(Assignment.juror_id == juror.id)
    barred |= set(db.session.scalars(had))
    barred |= {one.proposal_id for one in owed if not may_judge(juror, one.challenge_id)}
    return split(owed, barred, juror.capacity)


def _move(alternate: Juror, taken: Sequence[Duty]) -> None:
    """End the assignments, each once, and make the same ones for the alternate."""
    ended = (
        update(Assignment)
        .where(Assignment.id.in_([one.assignment_id for one in taken]))
        .where(Assignment.recused_at.is_(None))
        .values(recused_at=clock.now())
        .returning(Assignment.id)
    )
    found = db.session.scalars(ended, execution_options={"synchronize_session": False}).all()
    if len(found) != len(taken):
        raise Conflict("owing_changed")
    for one in taken:
        db.session.add(
            Assignment(round_id=one.round_id, juror_id=alternate.id, proposal_id=one.proposal_id)
        )
    db.session.flush()
