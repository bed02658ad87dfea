"""Reads of who owes what: standing assignments of rounds that are open."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import not_, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.db import db
from app.core.times import to_local
from app.events.models import Event
from app.identity.models import Person
from app.juries.models import (
    Assignment,
    JudgingRound,
    Juror,
    JuryReminder,
    RemindedJuror,
    ReminderPlan,
    Scorecard,
)
from app.juries.queries.ties import in_conflict
from app.juries.rules.chasing import Duty
from app.juries.rules.roles import COUNTING
from app.juries.rules.rounds import entrants, phase_of_round
from app.proposals.models import Proposal

MOST = 20


def list_duties(event: Event, closed: Collection[int]) -> list[Duty]:
    """Return what jurors whose marks count have in hand; nothing of what is closed to the reader.

    Who stepped back or is in conflict owes nothing. A round that has closed is still owed until
    the challenge moves on, for late is better than never.
    """
    query = (
        select(
            Assignment.id,
            Assignment.juror_id,
            Assignment.proposal_id,
            Person,
            Proposal.title,
            Proposal.state,
            Challenge,
            JudgingRound,
            Scorecard.id,
            Scorecard.submitted_at,
        )
        .join(Juror, Juror.id == Assignment.juror_id)
        .join(Person, Person.id == Juror.person_id)
        .join(JudgingRound, JudgingRound.id == Assignment.round_id)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(Juror.event_id == event.id, Juror.role.in_(COUNTING))
        .where(Assignment.recused_at.is_(None), not_(in_conflict()))
        .where(Person.disabled_at.is_(None), Proposal.id.not_in(closed))
        .order_by(Person.family_name, Person.given_name, Proposal.title, Assignment.id)
    )
    now = clock.now()
    rows: Sequence[Any] = db.session.execute(query).all()
    return [_duty(row, event.timezone) for row in rows if _is_open(row, now)]


def _is_open(row: Any, now: datetime) -> bool:
    """Whether the round is judged now, and the proposal is still in it."""
    has_begun = row.JudgingRound.opens_at is None or row.JudgingRound.opens_at <= now
    is_time = phase_of(row.Challenge, now) is phase_of_round(row.JudgingRound.position)
    return has_begun and is_time and row.state in entrants(row.JudgingRound.position)


def _duty(row: Any, zone: str) -> Duty:
    one, challenge = row.JudgingRound, row.Challenge
    closes = one.closes_at
    return Duty(
        assignment_id=row[0],
        juror_id=row.juror_id,
        juror=row.Person.name,
        proposal_id=row.proposal_id,
        title=row.title,
        challenge_id=challenge.id,
        challenge=challenge.title,
        round_id=one.id,
        per_proposal=one.per_proposal,
        due_on=to_local(closes, zone).date() if closes else challenge.decision_on,
        closes_at=closes,
        is_begun=row[8] is not None,
        is_done=row.submitted_at is not None,
    )


def list_owed(event: Event, closed: Collection[int]) -> list[Duty]:
    """Return the scorecards that are owed."""
    return [one for one in list_duties(event, closed) if not one.is_done]


def reminded_on(juror_ids: Collection[int], day: date) -> set[int]:
    """Return those of some jurors who were reminded on a day."""
    query = select(RemindedJuror.juror_id).where(
        RemindedJuror.juror_id.in_(juror_ids), RemindedJuror.on_day == day
    )
    return set(db.session.scalars(query))


def today_at(event: Event) -> date:
    """Return the day that it is where an event takes place."""
    return to_local(clock.now(), event.timezone).date()


def list_reminders(event: Event) -> Sequence[JuryReminder]:
    """Return the latest reminders of an event's jurors."""
    query = select(JuryReminder).where(JuryReminder.event_id == event.id)
    query = query.options(joinedload(JuryReminder.sent_by))
    return db.session.scalars(query.order_by(JuryReminder.sent_at.desc()).limit(MOST)).all()


def list_reminded(reminder_id: int) -> Sequence[Juror]:
    """Return the jurors whom a reminder is for, as they are now."""
    query = (
        select(Juror)
        .join(RemindedJuror, RemindedJuror.juror_id == Juror.id)
        .where(RemindedJuror.reminder_id == reminder_id)
        .options(joinedload(Juror.person))
        .order_by(Juror.id)
    )
    return db.session.scalars(query).all()


def find_plan(event_id: int) -> ReminderPlan | None:
    """Return when an event's jurors are reminded by themselves; None while nobody has set it."""
    return db.session.get(ReminderPlan, event_id)
