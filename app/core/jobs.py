"""Background work: tasks by name, enqueued in the business transaction, run by the worker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.core.types import Json, Sequence, UTCDateTime

_tasks: dict[str, Callable[..., None]] = {}


class Job(Base):
    """A piece of work that waits for the embedded runner (SQLite)."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    task: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


def task(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the decorated function as a task; it opens its own units of work."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        _tasks[name] = function
        return function

    return decorate


def enqueue(name: str, *, delay: timedelta = timedelta(0), **arguments: Any) -> None:
    """Enqueue a task in the current transaction: it runs only if that commits."""
    db.session.add(Job(task=name, arguments=arguments, due_at=clock.now() + delay))
