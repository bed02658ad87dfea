"""The worker inside a test: everything that is due runs here and now, on either database."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask, current_app
from sqlalchemy import text

from app.core.db import WRITES, db
from app.core.worker import embedded

FAILURES = "app.core.worker.performing"


class _Collector(logging.Handler):
    """Keeps the errors that jobs ended with."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error of a record."""
        if record.exc_info and record.exc_info[1]:
            self.errors.append(record.exc_info[1])


def run_jobs(app: Flask | None = None, *, may_fail: bool = False) -> list[BaseException]:
    """Run every due job until none is left; raise the first error unless failing is expected."""
    the_app: Any = app or current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.rollback()
    collector = _Collector()
    log = logging.getLogger(FAILURES)
    log.addHandler(collector)
    try:
        _run_due(the_app)
    finally:
        log.removeHandler(collector)
    db.session.rollback()
    db.session.expire_all()
    if collector.errors and not may_fail:
        raise collector.errors[0]
    return collector.errors


def _run_due(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        while embedded.run_next(app):
            pass
        return
    from app.core.worker import queued

    def run_due() -> None:
        asyncio.run(queued.run_worker(queued.consumer(app), concurrency=1, wait=False))

    # In a thread, for a browser test has an event loop in this one already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(run_due).result()


def let_time_pass() -> None:
    """Make every waiting job due now."""
    if db.engine.dialect.name == "sqlite":
        _write("UPDATE job SET due_at = '2000-01-01' WHERE state = 'waiting'")
    else:
        _write("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def count_jobs(task: str = "%") -> int:
    """Return how many jobs, of one task or of all, are waiting or running."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    table, name = ("job", "task") if is_sqlite else ("procrastinate_jobs", "task_name")
    query = text(f"SELECT count(*) FROM {table} WHERE {name} LIKE :task")
    with db.engine.connect() as connection:
        return int(connection.execute(query, {"task": task}).scalar_one())


def empty_queue(connection: Any) -> None:
    """Remove the jobs that procrastinate keeps in tables of its own."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM procrastinate_jobs"))
        connection.execute(text("DELETE FROM procrastinate_workers"))


def _write(statement: str) -> None:
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(text(statement))
        connection.commit()
