"""The unit of work: one transaction per use case, with its facts and its audit entries.

The edge opens it: a writing route, a command, a job. It commits once, rolls back on any exception
and refuses nesting; nothing else commits, so services compose.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.core import audit, clock, outbox
from app.core.constraints import conflict_from
from app.core.db import PENDING, WRITES, db
from app.core.errors import DomainError

T = TypeVar("T")
RETRIES = 3
_STAYS = "stays"
# PostgreSQL: serialisation failure, deadlock. Both ask the client to try again.
_RETRY_CODES = {"40001", "40P01"}


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Open the one transaction of a use case."""
    session = db.session()
    if PENDING in session.info:
        raise RuntimeError("a unit of work cannot contain another one")
    stays: list[Callable[[], None]] = []
    session.info[_STAYS] = stays
    try:
        with _transaction(session):
            yield session
    except DomainError:
        for work in stays:
            with _transaction(session):
                work()
        raise


@contextmanager
def attempted() -> Iterator[None]:
    """Try a part of a unit: if it fails, it leaves nothing behind and the unit goes on.

    Whoever tries catches the failure outside of the block.
    """
    pending = db.session().info[PENDING]
    before = len(pending)
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        del pending[before:]
        raise conflict_from(error) from error
    except BaseException:
        del pending[before:]
        raise


def even_if_refused(work: Callable[[], None]) -> None:
    """Do this in a transaction of its own once an expected failure has undone the present one.

    What an attempt costs must be paid by those who are refused, too.
    """
    db.session().info[_STAYS].append(work)


@contextmanager
def _transaction(session: Session) -> Iterator[None]:
    session.rollback()
    session.expire_all()  # what was read before the unit must be read again inside it
    session.info[PENDING] = []
    try:
        session.connection(execution_options={WRITES: True})
        yield
        session.flush()
        _store_facts(session)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise conflict_from(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(PENDING, None)


def _store_facts(session: Session) -> None:
    recorded = session.info[PENDING]
    if recorded:
        messages = outbox.store(session, recorded, clock.now())
        audit.append(session, messages)


def in_unit_of_work(work: Callable[[], T]) -> T:
    """Run work in a unit of its own; repeat it when PostgreSQL says that another was faster."""
    for attempt in range(RETRIES):
        try:
            with unit_of_work():
                return work()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _RETRY_CODES or attempt == RETRIES - 1:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")
