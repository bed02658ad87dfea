"""Performing one job, the same way on both databases."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.core import jobs
from app.core.db import db
from app.core.uow import unit_of_work

log = logging.getLogger(__name__)


class GivenUpError(Exception):
    """A job was given up, and that is noted: nobody need try it again."""


class CutOffError(Exception):
    """A job is not tried again whose last attempt ended with its worker."""


def perform(app: Flask, name: str, arguments: Mapping[str, Any], attempt: int) -> None:
    """Run a task in an application context of its own; note its failure and raise it again.

    The last failure is raised as GivenUpError, once what the job was about knows of it.
    """
    with app.app_context():
        try:
            _function_of(name, attempt)(**arguments)
        except Exception as error:  # whatever a task fails with, it is counted and tried again
            log.exception("job %s failed, attempt %d", name, attempt)
            if attempt < jobs.MAX_ATTEMPTS:
                raise
            _give_up(name, arguments, attempt, error)
            raise GivenUpError(describe(error)) from error


def _function_of(name: str, attempt: int) -> jobs.Task:
    if attempt > jobs.MAX_ATTEMPTS:
        raise CutOffError(f"the last of {jobs.MAX_ATTEMPTS} attempts was cut off")
    return jobs.tasks()[name]


def _give_up(name: str, arguments: Mapping[str, Any], attempt: int, error: Exception) -> None:
    """Keep a job that nobody will try again for `flask jobs`, and tell what it was about."""
    db.session.rollback()
    try:
        with unit_of_work():
            _keep(name, arguments, attempt, error)
            jobs.tell_given_up(name, describe(error), arguments)
    except SQLAlchemyError:
        raise  # the queue tries the whole job again, for the database may be back then
    except Exception:  # a feature's own hook failed; that the job was given up is kept all the same
        log.exception("job %s was given up, and what it was about could not be told", name)
        with unit_of_work():
            _keep(name, arguments, attempt, error)


def _keep(name: str, arguments: Mapping[str, Any], attempt: int, error: Exception) -> None:
    failed = jobs.FailedJob(
        task=name, arguments=dict(arguments), attempts=attempt, error=describe(error)
    )
    db.session.add(failed)


def describe(error: Exception) -> str:
    """Return one line about an error, short enough to store."""
    return f"{type(error).__name__}: {error}"[:2000]
