"""Background work: tasks by name, enqueued in the business transaction, run by the worker.

On PostgreSQL the queue is procrastinate's, on SQLite a table of our own; either way a job exists
if and only if the transaction that enqueued it has committed. `app.core.worker` runs it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import PENDING, Base, db
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, Sequence, UTCDateTime

if TYPE_CHECKING:
    import procrastinate

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)

Task = Callable[..., None]
_tasks: dict[str, Task] = {}
_on_given_up: dict[str, Task] = {}
_on_retry: dict[str, Task] = {}


class Job(Base):
    """A piece of work that waits for the embedded runner (SQLite); gone when it is done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    task: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    arguments: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    state: Mapped[str] = mapped_column(String(20), default="waiting", info=IMPERSONAL)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text, info=IMPERSONAL)


class FailedJob(Base):
    """A piece of work that was given up, kept for `flask jobs failed` (both databases)."""

    __tablename__ = "failed_job"
    __about__ = About(
        whose=(),
        purpose="Work that was given up; a database may quote a value in its error",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=90,
        since="failed_at",
        recipients=(Recipient.OPERATOR,),
    )
    __table_args__ = (Index("ix_failed_job_failed_at", "failed_at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    task: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    arguments: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    attempts: Mapped[int]
    error: Mapped[str] = mapped_column(Text, info=personal(Category.TECHNICAL))
    failed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def task(
    name: str, *, on_given_up: Task | None = None, on_retry: Task | None = None
) -> Callable[[Task], Task]:
    """Register the decorated function as a task; it opens its own units of work.

    When it is given up, `on_given_up` is called in a unit of work with the error and the same
    arguments, so that nobody waits for what will not happen. `on_retry` takes that back, with the
    same arguments, when an operator has the task tried again.
    """

    def decorate(function: Task) -> Task:
        if _tasks.get(name, function).__module__ != function.__module__:
            raise TypeError("two tasks are called " + name)
        _tasks[name] = function
        if on_given_up is not None:
            _on_given_up[name] = on_given_up
        if on_retry is not None:
            _on_retry[name] = on_retry
        return function

    return decorate


def tell_given_up(name: str, error: str, arguments: Mapping[str, Any]) -> None:
    """Tell what a job was about that nobody will try it again."""
    if name in _on_given_up:
        _on_given_up[name](error, **arguments)


def count_failed() -> int:
    """Return how many jobs were given up and not tried again since."""
    return db.session.scalar(select(func.count()).select_from(FailedJob)) or 0


def retry(failed: FailedJob) -> None:
    """Enqueue a job again that was given up, in the current unit of work."""
    if failed.task in _on_retry:
        _on_retry[failed.task](**failed.arguments)
    enqueue(failed.task, **failed.arguments)
    db.session.delete(failed)


def tasks() -> dict[str, Task]:
    """Return every registered task by its name."""
    return dict(_tasks)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failures: 10 s, 30 s, 90 s, … at most an hour."""
    return min(FIRST_PAUSE * int(3 ** (attempts - 1)), LONGEST_PAUSE)


def enqueue(name: str, *, delay: timedelta = timedelta(0), **arguments: Any) -> None:
    """Enqueue a task in the current unit of work: it runs only if that commits."""
    session = db.session()
    if PENDING not in session.info:
        raise RuntimeError("a job was enqueued outside a unit of work: " + name)
    if session.get_bind().dialect.name == "sqlite":
        session.add(Job(task=name, arguments=arguments, due_at=clock.now() + delay))
        return
    raw = session.connection().connection.driver_connection
    later = {"seconds": int(delay.total_seconds())} if delay else None
    deferrer = _producer().configure_task(
        name, allow_unknown=True, schedule_in=later, connection=raw
    )
    deferrer.defer(**arguments)


@lru_cache(maxsize=1)
def _producer() -> "procrastinate.App":
    """Return procrastinate without connections of its own: it inserts through ours."""
    import procrastinate

    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def apply_schema(connection: Connection) -> None:
    """Make the queue's own tables on PostgreSQL; for the migration, and for tests."""
    if connection.dialect.name != "postgresql":
        return
    if connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar():
        return
    from procrastinate.schema import SchemaManager

    driver: Any = connection.connection.driver_connection
    driver.execute(SchemaManager.get_schema())


def drop_schema(connection: Connection) -> None:
    """Remove the queue's own tables, functions and types on PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return
    for table in ("periodic_defers", "events", "jobs", "workers"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS procrastinate_{table} CASCADE")
    functions = "SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate_%%'"
    for function in connection.exec_driver_sql(functions).scalars().all():
        connection.exec_driver_sql(f"DROP FUNCTION {function} CASCADE")
    types = (
        "SELECT oid::regtype FROM pg_type WHERE typname LIKE 'procrastinate_%%' AND typtype <> 'b'"
    )
    for kind in connection.exec_driver_sql(types).scalars().all():
        connection.exec_driver_sql(f"DROP TYPE {kind} CASCADE")
