"""Noting that a session or a token is in use: the one thing that a request to read may write.

It happens before the view, in a unit of work of its own, and at most once an hour for each.
"""

import logging
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from app.core.uow import in_unit_of_work

log = logging.getLogger(__name__)


def note_use(note: Callable[[], None]) -> None:
    """Run what notes a use; a database that is busy is no reason to refuse the request."""
    try:
        in_unit_of_work(note)
    except OperationalError as error:
        log.warning("a use was not noted: %s", error.orig)
