"""A database that is away for a moment costs the worker time, and no job."""

import logging
import os
import signal
import threading

import pytest
from sqlalchemy import select

from app.core import jobs
from app.core.db import db
from app.core.jobs import Job
from app.core.uow import unit_of_work
from app.core.worker import embedded
from tests.app.core import job_tasks
from tests.concurrency.workers import execute, wait_until
from tests.worker import count_jobs, run_jobs

on_sqlite = os.environ.get("INNODAY_TEST_DB", "sqlite") == "sqlite"
sqlite_only = pytest.mark.skipif(not on_sqlite, reason="the runner on SQLite")
postgresql_only = pytest.mark.skipif(on_sqlite, reason="the worker on PostgreSQL")


def take_the_queue_away():
    execute("ALTER TABLE job RENAME TO job_elsewhere")


def bring_the_queue_back():
    execute("ALTER TABLE job_elsewhere RENAME TO job")


def enqueue(name, **values):
    with unit_of_work():
        jobs.enqueue(name, **values)


class Repair(logging.Handler):
    """Brings the queue back once the worker has said so often that it cannot reach it."""

    def __init__(self, app, complaints):
        super().__init__()
        self.app, self.left = app, complaints
        self.done = threading.Event()

    def emit(self, record):
        self.left -= 1
        if self.left == 0:
            with self.app.app_context():
                bring_the_queue_back()
            self.done.set()


@pytest.fixture
def repair_after(app, monkeypatch):
    """Have the queue brought back after a number of complaints; the pauses are short."""
    monkeypatch.setattr(embedded, "SHORTEST_PAUSE", 0.02)
    log = logging.getLogger("app.core.worker.embedded")
    handlers = []

    def install(complaints):
        handlers.append(Repair(app, complaints))
        log.addHandler(handlers[-1])
        return handlers[-1]

    yield install
    for handler in handlers:
        log.removeHandler(handler)


@sqlite_only
def test_all_threads_outlive_a_queue_that_cannot_be_read(app, repair_after):
    job_tasks.ran.clear()
    enqueue("test_note", word="after")
    take_the_queue_away()
    repair_after(6)  # two threads, so at least one has tried in vain for the second time
    stop = threading.Event()
    worker = threading.Thread(target=embedded.run, args=(app, stop, 2))
    worker.start()
    wait_until(lambda: job_tasks.ran == ["after"])
    alive = [one for one in threading.enumerate() if one.name.startswith("worker-")]
    stop.set()
    worker.join()
    assert (len(alive), count_jobs()) == (2, 0)


@sqlite_only
def test_a_job_that_is_done_is_marked_as_soon_as_the_queue_is_back(app, repair_after, monkeypatch):
    runs = []

    def work(word):
        runs.append(word)
        take_the_queue_away()

    monkeypatch.setitem(jobs._tasks, "test_note", work)
    enqueue("test_note", word="once")
    repaired = repair_after(3)
    run_jobs()
    assert (runs, count_jobs(), repaired.done.is_set()) == (["once"], 0, True)


@sqlite_only
def test_a_lease_that_could_not_be_renewed_is_renewed_a_moment_later(
    app, repair_after, monkeypatch
):
    monkeypatch.setattr(embedded, "RENEWAL", 0.02)
    leases = []

    def work(word):
        leases.append(db.session.scalar(select(Job.leased_until)))
        db.session.rollback()
        take_the_queue_away()
        assert repaired.done.wait(20)
        wait_until(lambda: lease_now() > leases[0])

    monkeypatch.setitem(jobs._tasks, "test_note", work)
    enqueue("test_note", word="x")
    repaired = repair_after(2)
    run_jobs()
    assert count_jobs() == 0


def lease_now():
    db.session.rollback()
    return db.session.scalar(select(Job.leased_until))


@sqlite_only
@pytest.mark.slow
def test_a_worker_that_cannot_go_on_says_so_by_its_exit_code(app, start_worker):
    enqueue("test_note", word="x")
    execute("UPDATE job SET arguments = 'no JSON'")
    assert start_worker().wait(timeout=60) == 1


@postgresql_only
@pytest.mark.slow
def test_the_worker_on_postgresql_outlives_a_database_that_takes_no_connections(
    app, cluster, start_worker, tmp_path
):
    ran, complaints = tmp_path / "ran", tmp_path / "complaints"
    name = db.engine.url.database
    with complaints.open("wb") as stderr:
        worker = start_worker(stderr=stderr)
    enqueue("test_append", path=str(ran), word="before")
    wait_until(lambda: count_jobs() == 0)
    db.session.rollback()
    db.engine.dispose()
    cluster.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        wait_until(lambda: "next start in" in complaints.read_text() or worker.poll() is not None)
    finally:
        cluster.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert worker.poll() is None
    enqueue("test_append", path=str(ran), word="after")
    wait_until(lambda: count_jobs() == 0)
    assert [mark.split(":")[0] for mark in ran.read_text().split()] == ["before", "after"]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
