"""Challenges in rounds: the rule, its end, and the next round when one has closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from app.challenges.facts import RoundClosedEarly, RoundOpened, RoundsPlanned, RoundsStopped
from app.challenges.models import Challenge, ChallengeMove, ChallengeSeries
from app.challenges.queries import brief_of
from app.challenges.queries.rounds import list_due, newest_round
from app.challenges.rules.drafting import values_of
from app.challenges.rules.phases import has_closed, phase_of
from app.challenges.rules.rounds import TIME, may_continue, next_close, next_decision
from app.challenges.services.moving import BEFORE_CLOSE, lock_challenge
from app.challenges.services.versions import keep_version
from app.challenges.services.writing import fill
from app.core import clock, jobs, schedule
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_local
from app.core.uow import unit_of_work
from challenges.lifecycle import Phase
from challenges.rounds import Unit

# What arrived before the deadline may still wait for its turn.
SETTLE = timedelta(minutes=2)
AHEAD = timedelta(hours=25)  # until the next look, and an hour for a worker that is late
LOOK = schedule.nightly(0)("look_for_rounds")
OPEN = "open_next_round"
Carry = Callable[[Challenge, Challenge], None]
_carriers: list[Carry] = []


def carries(carry: Carry) -> Carry:
    """Register the decorated function: it takes what is a feature's own into the next round."""
    _carriers.append(carry)
    return carry


def plan_rounds(
    actor: Actor,
    challenge_id: int,
    *,
    every: int,
    unit: Unit,
    until: date | None = None,
    most_rounds: int | None = None,
) -> ChallengeSeries:
    """Have a challenge come back: its present deadline is the one that the others count from."""
    challenge = _held(actor, challenge_id)
    closes_at, event = challenge.closes_at, challenge.event
    if closes_at is None or phase_of(challenge, clock.now()) not in BEFORE_CLOSE:
        raise Conflict("rounds_need_dates")
    last = to_local(event.ends_at, event.timezone).date()
    if until is not None and until > last:
        raise Invalid("until_outside", field="until", day=last.isoformat())
    local = to_local(closes_at, event.timezone)
    series = challenge.series or ChallengeSeries(event_id=challenge.event_id)
    series.first_on, series.at = local.date(), local.strftime(TIME)
    series.every, series.unit = every, str(unit)
    series.until, series.most_rounds, series.stopped_at = until, most_rounds, None
    decided = challenge.decision_on
    series.decision_days = (decided - local.date()).days if decided else None
    if next_close(series, event, challenge.round or 1, closes_at) is None:
        raise Invalid("no_further_round", field="until" if until else "every")
    _join(challenge, series)
    record(
        RoundsPlanned(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            series_id=series.id,
            every=every,
            unit=str(unit),
        )
    )
    _enqueue(challenge, closes_at)
    return series


def _join(challenge: Challenge, series: ChallengeSeries) -> None:
    db.session.add(series)
    db.session.flush()
    challenge.series_id, challenge.round = series.id, challenge.round or 1
    db.session.flush()
    db.session.expire(challenge, ["series"])


def stop_rounds(actor: Actor, challenge_id: int) -> ChallengeSeries:
    """End a series: the round that is open stays open until its deadline, and none follows."""
    challenge = _held(actor, challenge_id)
    series = challenge.series
    if series is None or series.stopped_at is not None:
        raise Conflict("not_in_rounds")
    series.stopped_at = clock.now()
    record(
        RoundsStopped(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            series_id=series.id,
        )
    )
    return series


def close_round(actor: Actor, challenge_id: int, reason: str) -> Challenge:
    """Close an open round now; only if another follows, into which the drafts go."""
    challenge = _held(actor, challenge_id)
    series, now, closes_at = challenge.series, clock.now(), challenge.closes_at
    if series is None or closes_at is None:
        raise Conflict("not_in_rounds")
    if phase_of(challenge, now) != Phase.OPEN:
        raise Conflict("wrong_phase")
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")
    if next_close(series, challenge.event, challenge.round or 1, now) is None:
        raise Conflict("round_is_last")
    challenge.closes_at = now
    db.session.add(
        ChallengeMove(
            challenge_id=challenge.id,
            from_phase=Phase.OPEN,
            to_phase=Phase.CLOSED,
            by_id=actor.person_id,
            reason=reason,
        )
    )
    record(
        RoundClosedEarly(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            from_closes_at=closes_at,
            to_closes_at=now,
            reason=reason,
        )
    )
    _enqueue(challenge, now)
    return challenge


def _held(actor: Actor, challenge_id: int) -> Challenge:
    """Return the newest round of a challenge, locked, if the actor may change its rounds."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    if challenge.series_id is not None and newest_round(challenge.series_id) != challenge.round:
        raise Conflict("not_this_round")
    return challenge


def _enqueue(challenge: Challenge, closes_at: datetime) -> None:
    """Have the next round opened in time; what is further off is planned by a later look."""
    delay = max(closes_at + SETTLE - clock.now(), timedelta(0))
    if delay <= AHEAD:
        jobs.enqueue(OPEN, delay=delay, challenge_id=challenge.id)


@jobs.task(LOOK)
def look_for_rounds() -> None:
    """Plan the rounds that are due until tomorrow; what was missed is due at once."""
    with unit_of_work():
        for challenge in list_due(clock.now() + AHEAD):
            if challenge.closes_at is not None:
                _enqueue(challenge, challenge.closes_at)


@jobs.task(OPEN)
def open_when_due(*, challenge_id: int) -> None:
    """Open the round after one that has closed, once; one that was put off comes again."""
    try:
        with unit_of_work():
            open_next_round(challenge_id)
    except Conflict:  # another worker was faster
        return


def open_next_round(challenge_id: int) -> Challenge | None:
    """Open the round that follows a challenge, as a copy of it; None if none is due."""
    former = lock_challenge(challenge_id)
    series, now = former.series, clock.now()
    if series is None or former.closes_at is None or not may_continue(former.phase):
        return None
    if newest_round(series.id) != former.round:
        return None
    if now < former.closes_at + SETTLE:
        _enqueue(former, former.closes_at)
        return None
    closes_at = next_close(series, former.event, former.round or 1, now)
    if closes_at is None or not has_closed(former, now):
        return None
    return _open(former, series, closes_at, now)


def _open(
    former: Challenge, series: ChallengeSeries, closes_at: datetime, now: datetime
) -> Challenge:
    following = Challenge(
        event_id=former.event_id,
        event=former.event,
        owner_organisation_id=former.owner_organisation_id,
        created_by_id=former.created_by_id,
        brief_id=former.brief_id,
        series_id=series.id,
        round=(former.round or 1) + 1,
        phase=Phase.PUBLISHED,
        published_at=now,
        title="",
        theme=former.theme,
    )
    db.session.add(following)
    values: dict[str, Any] = values_of(brief_of(former))
    fill(following, values | {"sponsor_name": former.sponsor_name})
    following.opens_at, following.closes_at = now, closes_at
    following.decision_on = next_decision(series, closes_at, former.event.timezone)
    db.session.flush()
    keep_version(SYSTEM, following, Phase.PUBLISHED)
    for carry in _carriers:
        carry(former, following)
    record(
        RoundOpened(
            event_id=former.event_id,
            challenge_id=following.id,
            former_id=former.id,
            series_id=series.id,
            round=following.round or 1,
        )
    )
    _enqueue(following, closes_at)
    return following
