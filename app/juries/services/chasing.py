"""Reminding exactly those who owe scorecards: by hand, and some days before the last one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from app.core import jobs, schedule
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.juries.facts import JurorsReminded, ReminderDaysSet
from app.juries.models import JuryReminder, RemindedJuror, ReminderPlan, RoundReminder
from app.juries.queries import chasing
from app.juries.rules.chasing import due_rounds
from app.proposals.queries import closed_to

LOOK = schedule.nightly(5)("remind_jurors")


def list_to_remind(actor: Actor, event: Event) -> list[int]:
    """Return the jurors who owe something that the actor may know of, and had no mail today."""
    owed = chasing.list_owed(event, closed_to(actor, event.id))
    owing = dict.fromkeys(one.juror_id for one in owed)
    reminded = chasing.reminded_on(list(owing), chasing.today_at(event))
    return [key for key in owing if key not in reminded]


def remind_jurors(actor: Actor, event: Event, *, recipients: int) -> JuryReminder:
    """Remind those who owe scorecards, as many as the preview has told of."""
    authorize(actor, Permission.JURY_MANAGE, event)
    jurors = list_to_remind(actor, event)
    if not jurors:
        raise Conflict("nobody_owes")
    if len(jurors) != recipients:
        raise Conflict("owing_changed")
    return _remind(actor, event, jurors)


def _remind(actor: Actor, event: Event, jurors: Collection[int]) -> JuryReminder:
    """Record whom to remind; the unique key is the referee where two remind at once."""
    reminder = JuryReminder(
        id=new_id(), event_id=event.id, sent_by_id=actor.person_id, recipients=len(jurors)
    )
    db.session.add(reminder)
    db.session.flush()
    day = chasing.today_at(event)
    for juror_id in jurors:
        db.session.add(RemindedJuror(reminder_id=reminder.id, juror_id=juror_id, on_day=day))
    db.session.flush()
    record(
        JurorsReminded(
            actor_id=actor.person_id,
            event_id=event.id,
            reminder_id=reminder.id,
            recipients=reminder.recipients,
        )
    )
    return reminder


def set_reminder_days(actor: Actor, event: Event, *, days: Collection[int]) -> ReminderPlan:
    """Say how many days before the last one jurors are reminded by themselves; none means never."""
    authorize(actor, Permission.JURY_MANAGE, event)
    plan = chasing.find_plan(event.id) or ReminderPlan(event_id=event.id)
    plan.days = sorted(set(days), reverse=True)
    db.session.add(plan)
    db.session.flush()
    record(ReminderDaysSet(actor_id=actor.person_id, event_id=event.id, days=tuple(plan.days)))
    return plan


@jobs.task(LOOK)
def remind_by_plan() -> None:
    """Send the reminders that are due today, each event in a unit of work of its own."""
    for event_id in db.session.scalars(select(ReminderPlan.event_id)).all():
        try:
            with unit_of_work():
                _remind_event(event_id)
        except Conflict:  # somebody reminded the same jurors at this moment
            continue


def _remind_event(event_id: int) -> None:
    event, plan = get_event_by_id(event_id), chasing.find_plan(event_id)
    owed, today = chasing.list_owed(event, ()), chasing.today_at(event)
    due = due_rounds(owed, plan.days if plan else (), today) - _sent(owed)
    if not due:
        return
    last_days = {one.round_id: one.due_on for one in owed}
    for round_id, days in sorted(due):
        db.session.add(
            RoundReminder(round_id=round_id, due_on=last_days[round_id], days_before=days)
        )
    db.session.flush()
    rounds = {round_id for round_id, _days in due}
    owing = dict.fromkeys(one.juror_id for one in owed if one.round_id in rounds)
    reminded = chasing.reminded_on(list(owing), today)
    if jurors := [key for key in owing if key not in reminded]:
        _remind(SYSTEM, event, jurors)


def _sent(owed: Collection[Any]) -> set[tuple[int, int]]:
    """Return round and days of the reminders that went already for the last days as they are."""
    last_days = {one.round_id: one.due_on for one in owed}
    query = select(RoundReminder).where(RoundReminder.round_id.in_(last_days))
    rows = db.session.scalars(query).all()
    return {
        (one.round_id, one.days_before) for one in rows if one.due_on == last_days[one.round_id]
    }
