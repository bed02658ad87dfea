"""The runner on SQLite: jobs are claimed by a guarded update and leased while they run.

Whoever dies leaves a lease that ends; then the job is taken again. A lease is known by the number
of the attempt, so that a runner that was thought dead cannot finish another one's work.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.db import db
from app.core.jobs import Job, pause_after
from app.core.uow import unit_of_work
from app.core.worker.performing import GivenUpError, describe, perform

LEASE = timedelta(seconds=60)
RENEWAL = 20.0  # seconds
POLLING = 0.3  # seconds
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between attempts to reach the database

log = logging.getLogger(__name__)

WAITING = "waiting"
RUNNING = "running"
T = TypeVar("T")


@dataclass(frozen=True)
class Claim:
    """A job that is ours until the lease ends."""

    job_id: int
    task: str
    arguments: dict[str, Any]
    attempt: int


def run(app: Flask, stop: threading.Event, threads: int) -> None:
    """Run jobs in a number of threads until told to stop; what is begun is finished.

    A database that cannot be reached is waited for. A thread that dies of anything else stops the
    others, and its error is raised, so that whoever started the worker starts it again.
    """
    deaths: list[BaseException] = []
    running = [
        threading.Thread(
            target=_work, args=(app, stop, deaths), name=f"worker-{number}", daemon=True
        )
        for number in range(threads)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if deaths:
        raise deaths[0]


def _work(app: Flask, stop: threading.Event, deaths: list[BaseException]) -> None:
    try:
        while not stop.is_set():
            if not run_next(app, stop):
                stop.wait(POLLING)
    except BaseException as error:
        log.exception("a thread of the worker died")
        deaths.append(error)
        stop.set()


def run_next(app: Flask, stop: threading.Event | None = None) -> bool:
    """Run the job that has been due for longest; False if none is due."""
    stop = stop or threading.Event()
    claimed = _insist(app, stop, claim)
    if claimed is None:
        return False
    with _Renewal(app, claimed):  # the job stays ours until it is noted how it ended
        error = _outcome(app, claimed)
        _insist(app, stop, lambda: finish(claimed) if error is None else fail(claimed, error))
    return True


def _insist(app: Flask, stop: threading.Event, step: Callable[[], T]) -> T | None:
    """Take a step in the database, as often as it fails; None if told to stop meanwhile.

    A job that could then not be marked as done is taken again when its lease has ended.
    """
    pause = SHORTEST_PAUSE
    while True:
        try:
            with app.app_context():
                return step()
        except SQLAlchemyError:
            log.exception("the queue cannot be reached, next attempt in %.1f s", pause)
        if stop.wait(pause):
            return None
        pause = min(pause * 2, LONGEST_PAUSE)


def _outcome(app: Flask, claimed: Claim) -> Exception | None:
    try:
        perform(app, claimed.task, claimed.arguments, claimed.attempt)
    except Exception as error:  # noqa: BLE001 - logged by `perform`, kept with the job
        return error
    return None


def claim() -> Claim | None:
    """Lease the job that has been due for longest; None if another runner was faster."""
    found = select(Job.id).where(_is_due()).order_by(Job.due_at, Job.id).limit(1)
    if db.session.scalar(found) is None:  # a look without the one lock for writing
        return None
    now = clock.now()
    taking = (
        update(Job)
        .where(Job.id == found.scalar_subquery(), _is_due())
        .values(state=RUNNING, leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id, Job.task, Job.arguments, Job.attempts)
    )
    with unit_of_work():
        row = db.session.execute(taking).first()
    return None if row is None else Claim(*row)


def _is_due() -> ColumnElement[bool]:
    now = clock.now()
    abandoned = and_(Job.state == RUNNING, Job.leased_until < now)
    return or_(and_(Job.state == WAITING, Job.due_at <= now), abandoned)


def finish(claimed: Claim) -> None:
    """Remove a job that is done."""
    with unit_of_work():
        db.session.execute(delete(Job).where(_is_ours(claimed)))


def fail(claimed: Claim, error: Exception) -> None:
    """Let a failed job wait for its next attempt, or remove it once it is given up."""
    if isinstance(error, GivenUpError):
        finish(claimed)
        return
    due_at = clock.now() + pause_after(claimed.attempt)
    values = {"state": WAITING, "due_at": due_at, "last_error": describe(error)}
    with unit_of_work():
        db.session.execute(update(Job).where(_is_ours(claimed)).values(values))


def renew(claimed: Claim) -> None:
    """Lengthen the lease of a job that takes long."""
    later = clock.now() + LEASE
    with unit_of_work():
        db.session.execute(update(Job).where(_is_ours(claimed)).values(leased_until=later))


def _is_ours(claimed: Claim) -> ColumnElement[bool]:
    return and_(Job.id == claimed.job_id, Job.attempts == claimed.attempt, Job.state == RUNNING)


class _Renewal:
    """Renews a lease while its job runs."""

    def __init__(self, app: Flask, claimed: Claim) -> None:
        self._app, self._claimed = app, claimed
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._done.wait(RENEWAL):
            _insist(self._app, self._done, lambda: renew(self._claimed))
