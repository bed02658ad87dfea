"""Runs the migrations on the application's database, each in a transaction of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from app.core.db import WRITES, Base

# A migration that cannot get its lock gives up, rather than stop everybody who comes after it.
LOCK_TIMEOUT = "SET lock_timeout = '3s'"


def run() -> None:
    """Run the migrations that are missing."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(LOCK_TIMEOUT))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
            compare_type=True,
            include_object=_is_ours,
        )
        with _loose(connection), context.begin_transaction():
            context.run_migrations()


@contextmanager
def _loose(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew though others refer to it, and look at the references after.

    The pragma means nothing within a transaction, so it goes past SQLAlchemy.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = cast(Any, connection.connection.dbapi_connection).cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
    if broken := cursor.execute("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"rows that refer to nothing after the migrations: {broken[:5]}")


def _is_ours(_object: Any, name: str | None, *_: Any) -> bool:
    """Leave the job queue's own tables to the job queue."""
    return not (name or "").startswith("procrastinate_")


run()
