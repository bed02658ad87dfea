"""The queue's contract: the same on SQLite and on PostgreSQL."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import jobs
from app.core.db import db
from app.core.jobs import FailedJob
from app.core.uow import unit_of_work
from tests.app.core import job_tasks
from tests.concurrency.workers import execute
from tests.worker import count_jobs, let_time_pass, run_jobs


@pytest.fixture(autouse=True)
def nothing_ran_yet():
    job_tasks.ran.clear()


def enqueue(name, **values):
    with unit_of_work():
        jobs.enqueue(name, **values)


def test_a_committed_job_runs_once(app):
    enqueue("test_note", word="Grüße")
    run_jobs()
    run_jobs()
    assert job_tasks.ran == ["Grüße"]
    assert count_jobs() == 0


def test_a_job_of_a_rolled_back_unit_does_not_exist(app):
    with contextlib.suppress(ZeroDivisionError), unit_of_work():
        jobs.enqueue("test_note", word="never")
        db.session.flush()
        raise ZeroDivisionError
    run_jobs()
    assert job_tasks.ran == []
    assert count_jobs() == 0


def test_a_job_outside_a_unit_is_refused(app):
    with pytest.raises(RuntimeError):
        jobs.enqueue("test_note", word="never")


def test_jobs_run_in_the_order_of_their_enqueuing(app):
    with unit_of_work():
        for word in ("a", "b", "c"):
            jobs.enqueue("test_note", word=word)
    run_jobs()
    assert job_tasks.ran == ["a", "b", "c"]


def test_a_delayed_job_waits(app):
    enqueue("test_note", delay=timedelta(minutes=5), word="later")
    run_jobs()
    assert job_tasks.ran == []
    let_time_pass()
    run_jobs()
    assert job_tasks.ran == ["later"]


def test_a_failing_job_is_tried_again_after_a_pause(app, tmp_path):
    marks = tmp_path / "marks"
    enqueue("test_fail_once", path=str(marks))
    assert [str(error) for error in run_jobs(may_fail=True)] == ["first"]
    run_jobs()  # its time has not come
    assert marks.read_text() == "x"
    let_time_pass()
    run_jobs()
    assert marks.read_text() == "xx"
    assert count_jobs() == 0


def test_after_eight_attempts_a_job_is_given_up_and_kept_for_the_operator(app):
    enqueue("test_fail", word="stone")
    for _ in range(10):
        run_jobs(may_fail=True)
        let_time_pass()
    assert job_tasks.ran == ["stone"] * 8
    assert count_jobs() == 0
    failed = db.session.scalars(select(FailedJob)).one()
    assert (failed.task, failed.arguments, failed.attempts, failed.error) == (
        "test_fail",
        {"word": "stone"},
        8,
        "ValueError: stone",
    )


def fail_for_good(name, word):
    enqueue(name, word=word)
    for _ in range(jobs.MAX_ATTEMPTS):
        run_jobs(may_fail=True)
        let_time_pass()


@pytest.mark.parametrize("word", ["stone", "untellable"])
def test_what_a_job_was_about_is_told_once_and_the_job_is_kept_even_if_that_fails(app, word):
    fail_for_good("test_fail_and_tell", word)
    assert job_tasks.ran == [f"{word} was given up: ValueError: {word}"]
    failed = db.session.scalars(select(FailedJob)).one()
    assert (failed.error, count_jobs()) == (f"ValueError: {word}", 0)


def test_a_job_waits_until_it_can_be_noted_that_it_was_given_up(app):
    execute("ALTER TABLE failed_job RENAME TO failed_job_elsewhere")
    try:
        fail_for_good("test_fail_and_tell", "stone")
        assert count_jobs() == 1
    finally:
        db.session.rollback()
        execute("ALTER TABLE failed_job_elsewhere RENAME TO failed_job")
    run_jobs(may_fail=True)
    assert count_jobs() == 0
    assert db.session.scalars(select(FailedJob.task)).all() == ["test_fail_and_tell"]


def test_a_failing_test_helper_says_so(app):
    enqueue("test_fail", word="loud")
    with pytest.raises(ValueError, match="loud"):
        run_jobs()


def test_pauses_grow_up_to_an_hour():
    seconds = [int(jobs.pause_after(n).total_seconds()) for n in range(1, 9)]
    assert seconds == [10, 30, 90, 270, 810, 2430, 3600, 3600]


def test_the_queue_schema_can_be_removed_and_made_again(app):
    with db.engine.begin() as connection:
        jobs.drop_schema(connection)
        jobs.apply_schema(connection)
        jobs.apply_schema(connection)
    enqueue("test_note", word="again")
    run_jobs()
    assert job_tasks.ran == ["again"]
