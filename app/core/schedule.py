"""Work of every night: each task is enqueued once a day, however many workers there are.

The worker looks once a minute what is due. The unique key of a day's row is the referee.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import Date, String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import Base, db
from app.core.errors import Conflict
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.core.uow import unit_of_work

INTERVAL = 60.0  # seconds
_nightly: dict[str, int] = {}
log = logging.getLogger(__name__)


class NightlyTask(Base):
    """A task that was enqueued for a day."""

    __tablename__ = "nightly_task"

    task: Mapped[str] = mapped_column(String(80), primary_key=True, info=IMPERSONAL)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    enqueued_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def nightly(hour: int) -> Callable[[str], str]:
    """Have a task, known by its name and taking no arguments, done every day from an hour (UTC)."""

    def register(name: str) -> str:
        _nightly[name] = hour
        return name

    return register


def enqueue_due() -> list[str]:
    """Enqueue what is due today and was not yet, each in a unit of work of its own."""
    return [name for name in _due() if _enqueue(name)]


def _due() -> list[str]:
    now = clock.now().astimezone(UTC)
    done = set(db.session.scalars(select(NightlyTask.task).where(NightlyTask.day == now.date())))
    db.session.rollback()
    return [name for name, hour in _nightly.items() if now.hour >= hour and name not in done]


def _enqueue(name: str) -> bool:
    try:
        with unit_of_work():
            db.session.add(NightlyTask(task=name, day=clock.now().astimezone(UTC).date()))
            db.session.flush()
            jobs.enqueue(name)
    except Conflict:  # another worker was faster
        return False
    return True


def keep_looking(app: Flask, stop: threading.Event) -> None:
    """Enqueue what is due, once a minute until told to stop."""
    while not stop.is_set():
        try:
            with app.app_context():
                enqueue_due()
        except SQLAlchemyError:
            log.exception("the schedule could not be looked at")
        stop.wait(INTERVAL)
