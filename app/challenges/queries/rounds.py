"""Reading the rounds of a challenge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.challenges.models import Challenge, ChallengeSeries
from app.challenges.policies import can_view_challenge
from app.challenges.rules.phases import is_open
from app.challenges.rules.rounds import may_continue, next_close
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound


def list_rounds(actor: Actor, challenge: Challenge) -> list[Challenge]:
    """Return the rounds of a challenge that the actor may see, the newest first."""
    if challenge.series_id is None:
        return [challenge]
    return [one for one in _rounds(challenge.series_id) if can_view_challenge(actor, one)]


def get_current_round(actor: Actor, series_id: int) -> Challenge:
    """Return the round of a series that is open now, else the newest that the actor may see."""
    seen = [one for one in _rounds(series_id) if can_view_challenge(actor, one)]
    if not seen:
        raise NotFound
    now = clock.now()
    return next((one for one in seen if is_open(one, now)), seen[0])


def next_closing(newest: Challenge) -> datetime | None:
    """Return when the round after the newest one closes, as far as the rule tells now."""
    series, closes_at = newest.series, newest.closes_at
    if series is None or closes_at is None or not may_continue(newest.phase):
        return None
    return next_close(series, newest.event, newest.round or 1, max(closes_at, clock.now()))


def newest_round(series_id: int) -> int | None:
    """Return the number of the newest round of a series."""
    return db.session.scalar(
        select(func.max(Challenge.round)).where(Challenge.series_id == series_id)
    )


def rounds_up_to(challenge_id: ColumnElement[int] | BindParameter[int] | int) -> Select[Any]:
    """Return a query of the ids of a challenge and of the rounds before it."""
    this, former = aliased(Challenge), aliased(Challenge)
    is_former = and_(former.series_id == this.series_id, former.round < this.round)
    query = select(former.id).join(this, or_(former.id == this.id, is_former))
    return query.where(this.id == challenge_id)


def list_due(until: datetime) -> Sequence[Challenge]:
    """Return the newest rounds of series that go on and close before an instant."""
    later = aliased(Challenge)
    follows = (
        select(later.id)
        .where(later.series_id == Challenge.series_id, later.round > Challenge.round)
        .exists()
    )
    query = (
        select(Challenge)
        .join(Challenge.series)
        .where(ChallengeSeries.stopped_at.is_(None), Challenge.closes_at <= until, ~follows)
    )
    return db.session.scalars(query.order_by(Challenge.id)).all()


def _rounds(series_id: int) -> Sequence[Challenge]:
    query = (
        select(Challenge)
        .where(Challenge.series_id == series_id)
        .options(
            joinedload(Challenge.event),
            joinedload(Challenge.owner_organisation),
            joinedload(Challenge.series),
        )
    )
    return db.session.scalars(query.order_by(Challenge.round.desc())).all()
