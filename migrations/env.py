"""Runs the migrations on the application's database, each in a transaction of its own."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import text

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
        with context.begin_transaction():
            context.run_migrations()


def _is_ours(_object: Any, name: str | None, *_: Any) -> bool:
    """Leave the job queue's own tables to the job queue."""
    return not (name or "").startswith("procrastinate_")


run()
