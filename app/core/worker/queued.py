"""The worker on PostgreSQL: procrastinate's, with our tasks, our pauses and our application."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import procrastinate
from flask import Flask
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from app.core import clock
from app.core.db import db
from app.core.jobs import MAX_ATTEMPTS, Task, pause_after, tasks
from app.core.worker.performing import perform

HEARTBEAT = 10.0  # seconds
STALLED = 30.0  # seconds without a heartbeat, after which a worker counts as dead
POLLING = 2.0  # seconds, for jobs whose time comes; new ones announce themselves
GRACE = 30.0  # seconds to finish what is running when told to stop


class GrowingPauses(BaseRetryStrategy):
    """Tries again after growing pauses, and gives up after the last attempt."""

    def get_retry_decision(
        self,
        *,
        exception: BaseException,  # noqa: ARG002 - procrastinate passes it
        job: procrastinate.jobs.Job,
    ) -> RetryDecision | None:
        """Return when to try again, None for never."""
        attempt = job.attempts + 1
        if attempt >= MAX_ATTEMPTS:
            return None
        return RetryDecision(retry_at=clock.now() + pause_after(attempt))


def run(app: Flask, concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT; what is begun is finished."""
    asyncio.run(_run(consumer(app), concurrency=concurrency, wait=True))


def run_due(app: Flask) -> None:
    """Run what is due now, and what that enqueues, then return."""
    asyncio.run(_run(consumer(app), concurrency=1, wait=False))


def consumer(app: Flask) -> procrastinate.App:
    """Return procrastinate with every task of ours, on connections of its own."""
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql")
    connector = procrastinate.PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False), min_size=1, max_size=4
    )
    queue = procrastinate.App(connector=connector)
    for name, function in tasks().items():
        queue.task(name=name, pass_context=True, retry=GrowingPauses())(
            _performer(app, name, function)
        )
    return queue


def _performer(app: Flask, name: str, function: Task) -> Callable[..., None]:
    def performing(context: procrastinate.JobContext, **arguments: Any) -> None:
        perform(app, name, arguments, context.job.attempts + 1)

    performing.__doc__ = function.__doc__
    return performing


async def _run(queue: procrastinate.App, *, concurrency: int, wait: bool) -> None:
    async with queue.open_async():
        rescue = asyncio.create_task(_keep_rescuing(queue)) if wait else None
        try:
            await queue.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=wait,
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
