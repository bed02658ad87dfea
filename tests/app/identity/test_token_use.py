"""Noting that a token is used: in which hour, and never at the cost of the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, text

from app.core.db import WRITES, db
from app.identity.models import ApiToken
from tests.api.program import Program
from tests.factories.identity import make_person

IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = '50ms'"}


@pytest.fixture
def impatient(app):
    """Let the database wait for a lock for a moment only."""
    wait = IMPATIENT[db.engine.dialect.name]

    def shorten(connection: Any, *_rest: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(wait)
        cursor.close()
        connection.commit()

    db.session.remove()
    event.listen(db.engine, "checkout", shorten)
    yield
    event.remove(db.engine, "checkout", shorten)
    db.session.remove()
    db.engine.dispose()


@contextmanager
def held(token_id: int) -> Iterator[None]:
    """Hold the token as another writer would."""
    with db.engine.connect().execution_options(**{WRITES: True}) as other:
        statement = text("UPDATE api_token SET used_from = 'other' WHERE id = :id")
        other.execute(statement, {"id": token_id})
        yield
        other.rollback()


def used_at() -> Any:
    db.session.rollback()
    return db.session.scalars(select(ApiToken.used_at)).one()


def test_a_database_that_is_busy_refuses_no_request_for_noting_its_token(client, impatient):
    program = Program.of(client, make_person())
    token_id = db.session.scalars(select(ApiToken.id)).one()
    db.session.remove()
    with held(token_id):
        assert program.send("GET", "/me").status_code == 200
    assert used_at() is None
    assert program.send("GET", "/me").status_code == 200
    assert used_at() is not None
