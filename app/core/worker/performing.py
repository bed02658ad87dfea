"""Performing one job, the same way on both databases."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.core import jobs
from app.core.db import db
from app.core.uow import unit_of_work

log = logging.getLogger(__name__)


class GivenUpError(Exception):
    """A job ended its worker too often to be tried again."""


def perform(app: Flask, name: str, arguments: Mapping[str, Any], attempt: int) -> None:
    """Run a task in an application context of its own; note its failure and raise it again."""
    with app.app_context():
        try:
            _task(name, attempt)(**arguments)
        except Exception as error:
            log.exception("job %s failed, attempt %d", name, attempt)
            if attempt >= jobs.MAX_ATTEMPTS:
                _give_up(name, arguments, attempt, error)
            raise


def _task(name: str, attempt: int) -> jobs.Task:
    if attempt > jobs.MAX_ATTEMPTS:
        raise GivenUpError(name)
    return jobs.tasks()[name]


def _give_up(name: str, arguments: Mapping[str, Any], attempt: int, error: Exception) -> None:
    """Keep a job that nobody will try again where an operator sees it."""
    failed = jobs.FailedJob(
        task=name, arguments=dict(arguments), attempts=attempt, error=describe(error)
    )
    with unit_of_work():
        db.session.add(failed)


def describe(error: Exception) -> str:
    """Return one line about an error, short enough to store."""
    return f"{type(error).__name__}: {error}"[:2000]
