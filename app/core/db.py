"""The database: one declarative base, one session, and the settings that keep SQLite honest.

SQLAlchemy's default SQLite transactions oversell: a reader that later writes has counted before the
others wrote. So every unit of work begins with BEGIN IMMEDIATE, and the driver begins nothing by
itself.
"""

from functools import lru_cache
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

WRITES = "innoday_writes"
PENDING = "innoday_facts"  # in a session's info while a unit of work is open

# SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write to.
SAFE_SQLITE = (3, 51, 3)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class FrugalSession(Session):
    """A session that reads without a transaction where that shows the same and costs less.

    On PostgreSQL every statement sees what is committed when it begins, with a transaction around
    it or without one; without one it is spared the trips for BEGIN and ROLLBACK. What writes gets
    a transaction always, and outside of a unit of work nothing commits it.
    """

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any
    ) -> Engine | Connection:
        """Return the engine for a statement, or for all of a unit of work."""
        engine = super().get_bind(mapper, clause, bind, **more)
        is_reading = PENDING not in self.info and getattr(clause, "is_select", False)
        if not is_reading or not isinstance(engine, Engine):
            return engine
        return _reading(engine) if engine.dialect.name == "postgresql" else engine


@lru_cache(maxsize=4)
def _reading(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "class_": FrugalSession}
)


class UnsafeSQLiteError(RuntimeError):
    """The SQLite library at hand can lose data in WAL mode."""


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine settings for a database URL."""
    if url.startswith("sqlite"):
        return {"module": _sqlite_module(), "connect_args": {"timeout": 15}}
    timeouts = "-c lock_timeout=5s -c statement_timeout=30s -c timezone=UTC"
    return {"connect_args": {"options": timeouts}, "pool_size": 10, "max_overflow": 10}


def _sqlite_module() -> Any:
    try:
        import pysqlite3 as module  # only Linux has the wheel
    except ImportError:
        import sqlite3 as module
    if module.sqlite_version_info < SAFE_SQLITE:
        raise UnsafeSQLiteError(module.sqlite_version)
    return module


def install_engine_events(engine: Engine, *, synchronous: str = "FULL") -> None:
    """Make SQLite connections durable, strict and explicit about their transactions."""
    if engine.dialect.name != "sqlite":
        return

    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # no implicit BEGIN by the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", _begin_sqlite)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
