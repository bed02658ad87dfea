"""Reminding the readers of a challenge two days before its deadline, once for each deadline."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.rules.phases import is_open
from app.core import clock, jobs, schedule
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.uow import unit_of_work
from app.enquiries.facts import DeadlineApproached
from app.enquiries.models import DeadlineReminder
from app.enquiries.rules import REMIND_BEFORE, reminder_delay
from challenges.lifecycle import Phase

AHEAD = timedelta(hours=25)  # until the next look, and an hour for a worker that is late
LOOK = schedule.nightly(0)("plan_deadline_reminders")
REMIND = "remind_of_deadline"


@jobs.task(LOOK)
def plan_reminders() -> None:
    """Plan the reminders that are due until tomorrow; one that was missed is due at once."""
    now = clock.now()
    is_running = Challenge.phase.in_((Phase.PUBLISHED, Phase.OPEN))
    query = select(Challenge.id, Challenge.closes_at).where(
        is_running, Challenge.closes_at > now, Challenge.closes_at <= now + REMIND_BEFORE + AHEAD
    )
    with unit_of_work():
        for challenge_id, closes_at in db.session.execute(query.order_by(Challenge.id)).all():
            if closes_at is None:
                continue
            delay = reminder_delay(closes_at, now)
            arguments = {"challenge_id": challenge_id, "closes_at": closes_at.isoformat()}
            jobs.enqueue(REMIND, delay=delay, **arguments)


@jobs.task(REMIND)
def remind(*, challenge_id: int, closes_at: str) -> None:
    """Record that a deadline is near, unless it was put off meanwhile or told before."""
    deadline = datetime.fromisoformat(closes_at)
    try:
        with unit_of_work():
            _remind(challenge_id, deadline)
    except Conflict:  # another worker was faster
        return


def _remind(challenge_id: int, closes_at: datetime) -> None:
    challenge = db.session.get(Challenge, challenge_id)
    told = db.session.get(DeadlineReminder, (challenge_id, closes_at))
    if challenge is None or told is not None or challenge.closes_at != closes_at:
        return
    if not is_open(challenge, clock.now()):
        return
    db.session.add(DeadlineReminder(challenge_id=challenge_id, closes_at=closes_at))
    db.session.flush()
    record(
        DeadlineApproached(
            event_id=challenge.event_id, challenge_id=challenge_id, closes_at=closes_at
        )
    )
