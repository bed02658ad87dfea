"""The worker on PostgreSQL: procrastinate's, with our tasks, our pauses and our application."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import procrastinate
import psycopg
from flask import Flask
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from app.core import clock
from app.core.db import db
from app.core.jobs import pause_after, tasks
from app.core.worker.performing import GivenUpError, perform

HEARTBEAT = 10.0  # seconds
STALLED = 30.0  # seconds without a heartbeat, after which a worker counts as dead
POLLING = 2.0  # seconds, for jobs whose time comes; new ones announce themselves
GRACE = 30.0  # seconds to finish what is running when told to stop
PATIENCE = 5.0  # seconds to wait for a connection
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between attempts to reach the database
NOTE_ATTEMPTS = 5  # how often a worker tries to note how a job ended

log = logging.getLogger(__name__)


class GrowingPauses(BaseRetryStrategy):
    """Tries again after growing pauses, and gives up after the last attempt."""

    def get_retry_decision(
        self,
        *,
        exception: BaseException,
        job: procrastinate.jobs.Job,
    ) -> RetryDecision | None:
        """Return when to try again, None for never."""
        if isinstance(exception, GivenUpError):
            return None
        return RetryDecision(retry_at=clock.now() + pause_after(job.attempts + 1))


class PatientConnector(procrastinate.PsycopgConnector):
    """Tries several times to note how a job ended, for procrastinate itself tries only once.

    A job that is not noted belongs to its worker, and is taken up by no other while that one lives.
    """

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Execute a statement; one about a job again after a pause if there is no connection."""
        pause = SHORTEST_PAUSE
        for _ in range(NOTE_ATTEMPTS - 1 if "job_id" in arguments else 0):
            try:
                await super().execute_query_async(query, **arguments)
            except ConnectorException as error:
                if not _may_pass(error):
                    raise
                log.warning("the queue cannot be reached, next attempt in %.1f s", pause)
            else:
                return
            await asyncio.sleep(pause)
            pause *= 2
        await super().execute_query_async(query, **arguments)


class PatientTasks(dict[str, Any]):
    """The tasks by name; one that this version does not know fails like any other, and is kept.

    procrastinate would drop its jobs, which a newer version may have enqueued a moment ago.
    """

    def __init__(self, known: dict[str, Any], register: Callable[[str], None]) -> None:
        super().__init__(known)
        self._register = register

    def get(self, name: str, default: Any = None) -> Any:
        """Return a task, known or not."""
        if name not in self:
            self._register(name)
        return super().get(name, default)


def run(app: Flask, concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT; what is begun is finished.

    A database that cannot be reached is waited for; any other failure is raised.
    """
    asyncio.run(_run_until_told(app, concurrency))


async def _run_until_told(app: Flask, concurrency: int) -> None:
    loop = asyncio.get_running_loop()
    working = asyncio.create_task(_keep_running(app, concurrency))

    def stop() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)  # the second one ends the worker at once
        working.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def _keep_running(app: Flask, concurrency: int) -> None:
    """Start procrastinate's worker again whenever the loss of the database ended it."""
    loop, pause = asyncio.get_running_loop(), SHORTEST_PAUSE
    while True:
        began = loop.time()
        try:
            await run_worker(consumer(app), concurrency=concurrency, wait=True)
            log.error("the worker stopped without being told, next start in %.1f s", pause)
        except (ConnectorException, psycopg.Error) as error:
            if not _may_pass(error):
                raise
            log.exception("the queue cannot be reached, next start in %.1f s", pause)
        if loop.time() - began > LONGEST_PAUSE:
            pause = SHORTEST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _may_pass(error: BaseException) -> bool:
    """Whether an error is one of the connection, not of what was asked."""
    cause = error.__cause__ if isinstance(error, ConnectorException) else error
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


def consumer(app: Flask) -> procrastinate.App:
    """Return procrastinate with every task of ours, on connections of its own."""
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql")
    connector = PatientConnector(
        conninfo=url.render_as_string(hide_password=False),
        min_size=1,
        max_size=4,
        timeout=PATIENCE,
    )
    queue = procrastinate.App(connector=connector)

    def register(name: str) -> None:
        queue.task(name=name, pass_context=True, retry=GrowingPauses())(_performer(app, name))

    queue.tasks = PatientTasks(queue.tasks, register)
    for name in tasks():
        register(name)
    return queue


def _performer(app: Flask, name: str) -> Callable[..., None]:
    def performing(context: procrastinate.JobContext, **arguments: Any) -> None:
        perform(app, name, arguments, context.job.attempts + 1)

    return performing


async def run_worker(queue: procrastinate.App, *, concurrency: int, wait: bool) -> None:
    """Run procrastinate's worker until it is cancelled, or until no job is due."""
    async with queue.open_async():
        rescue = asyncio.create_task(_keep_rescuing(queue)) if wait else None
        try:
            await queue.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLLING,
                shutdown_graceful_timeout=GRACE,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                delete_jobs=DeleteJobCondition.ALWAYS,
            )
        finally:
            if rescue is not None:
                rescue.cancel()


async def _keep_rescuing(queue: procrastinate.App) -> None:
    while True:
        with contextlib.suppress(ConnectorException):
            await rescue_stalled(queue)
        await asyncio.sleep(STALLED / 2)


async def rescue_stalled(queue: procrastinate.App, seconds: float = STALLED) -> None:
    """Give the jobs of dead workers back to the queue, as one more failed attempt."""
    manager = queue.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        pause = pause_after(job.attempts + 1) if job.attempts else timedelta(0)
        with contextlib.suppress(ConnectorException):  # another worker was faster
            await manager.retry_job(job, retry_at=clock.now() + pause)
