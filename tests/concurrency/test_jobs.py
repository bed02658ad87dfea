"""Many workers, one queue: each job runs once, and the jobs of a dead worker run again."""

import os
import signal
import threading
import time
from collections import Counter

import pytest
from sqlalchemy import select

from app.core import clock, jobs
from app.core.db import db
from app.core.jobs import Job
from app.core.uow import unit_of_work
from app.core.worker import embedded
from tests.app.core import job_tasks  # noqa: F401 - registers the tasks
from tests.concurrency.workers import let_leases_end, wait_until
from tests.worker import count_jobs, run_jobs

pytestmark = pytest.mark.slow

JOBS = 60
WORKERS = 4


def enqueue(name, count=1, **values):
    with unit_of_work():
        for number in range(count):
            jobs.enqueue(name, **{key: value(number) for key, value in values.items()})


def marks_in(path):
    return [mark.split(":") for mark in path.read_text().split()] if path.exists() else []


def test_several_workers_run_each_job_once_and_stop_when_told(app, start_worker, tmp_path):
    path = tmp_path / "ran"
    workers = [start_worker() for _ in range(2)]
    rounds = 0
    while len({pid for _, pid in marks_in(path)}) < len(workers):  # until both have taken part
        enqueue("test_append", JOBS, path=lambda _: str(path), word=str)
        wait_until(lambda: count_jobs() == 0)
        rounds += 1
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert Counter(word for word, _ in marks_in(path)) == {str(n): rounds for n in range(JOBS)}


def test_the_job_of_a_killed_worker_is_taken_again(app, start_worker, tmp_path):
    path = tmp_path / "marks"
    enqueue("test_kill_once", path=lambda _: str(path))
    assert start_worker().wait(timeout=60) == -signal.SIGKILL
    assert (path.read_text(), count_jobs("test_kill_once")) == ("killed ", 1)
    run_jobs()
    assert path.read_text() == "killed "  # the lease still holds
    let_leases_end(app)
    run_jobs()
    assert (path.read_text(), count_jobs("test_kill_once")) == ("killed done", 0)


sqlite_only = pytest.mark.skipif(
    os.environ.get("INNODAY_TEST_DB", "sqlite") != "sqlite",
    reason="PostgreSQL has procrastinate's own claim",
)


def in_threads(work):
    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@sqlite_only
def test_threads_claim_each_job_once(app):
    enqueue("test_note", JOBS, word=str)
    claimed = []

    def work():
        with app.app_context():
            while (claim := embedded.claim()) is not None or due_jobs():
                if claim is not None:
                    claimed.append(claim.job_id)

    in_threads(work)
    assert (len(claimed), len(set(claimed))) == (JOBS, JOBS)


def due_jobs() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Job.id).where(Job.state == "waiting")).all())


@sqlite_only
def test_without_the_guard_a_job_is_claimed_more_than_once(app):
    """The control: look first, then take, with the look outside of the transaction."""
    enqueue("test_note", JOBS, word=str)
    claimed = []
    together = threading.Barrier(WORKERS)

    def work():
        with app.app_context():
            for _ in range(5):
                together.wait()
                found = db.session.scalar(
                    select(Job.id).where(Job.state == "waiting").order_by(Job.id).limit(1)
                )
                together.wait()
                with unit_of_work():
                    db.session.get(Job, found).state = "running"
                claimed.append(found)

    in_threads(work)
    assert len(claimed) > len(set(claimed))


@sqlite_only
def test_a_runner_whose_lease_has_ended_cannot_finish_the_job_of_another(app):
    enqueue("test_note", word=lambda _: "x")
    late = embedded.claim()
    with unit_of_work():
        db.session.get(Job, late.job_id).leased_until = clock.now() - embedded.LEASE
    again = embedded.claim()
    assert (again.job_id, again.attempt) == (late.job_id, 2)
    embedded.finish(late)
    embedded.fail(late, ValueError("late"))
    job = db.session.get(Job, again.job_id)
    db.session.refresh(job)
    assert (job.state, job.attempts) == ("running", 2)
    embedded.finish(again)
    assert count_jobs() == 0


@sqlite_only
def test_a_lease_is_renewed_while_its_job_runs(app, monkeypatch):
    monkeypatch.setattr(embedded, "RENEWAL", 0.02)
    leases = []

    def slow(word):
        for _ in range(2):
            db.session.rollback()
            leases.append(db.session.scalar(select(Job.leased_until)))
            time.sleep(0.2)

    monkeypatch.setitem(jobs._tasks, "test_note", slow)
    enqueue("test_note", word=lambda _: "x")
    run_jobs()
    assert leases[1] > leases[0]
