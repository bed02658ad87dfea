"""Putting the tables back as they were, after requests that were allowed to change them."""

import re
from typing import Any

from sqlalchemy import Engine, event

from app.core.db import WRITES, Base, db

WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Keeper:
    """Keeps a copy of every table, and puts back those that were written to since."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.names = [table.name for table in Base.metadata.sorted_tables]
        self.touched: set[str] = set()
        self._run([f"CREATE TABLE kept_{name} AS SELECT * FROM {name}" for name in self.names])
        event.listen(engine, "before_cursor_execute", self._note)

    def restore(self) -> set[str]:
        """Put back what was written to and return the names of those tables."""
        touched, self.touched = self.touched & set(self.names), set()
        for name in touched:
            self._run([f"DELETE FROM {name}", f"INSERT INTO {name} SELECT * FROM kept_{name}"])
        self.touched = set()
        return touched

    def close(self) -> None:
        """Stop watching and drop the copies."""
        event.remove(self.engine, "before_cursor_execute", self._note)
        self._run([f"DROP TABLE kept_{name}" for name in self.names])

    def _run(self, statements: list[str]) -> None:
        """Run statements that do not look at foreign keys: the copies fit together."""
        db.session.rollback()
        db.session.expunge_all()
        is_sqlite = self.engine.dialect.name == "sqlite"
        loose = "PRAGMA foreign_keys=OFF" if is_sqlite else "SET session_replication_role = replica"
        strict = "PRAGMA foreign_keys=ON" if is_sqlite else "SET session_replication_role = origin"
        with self.engine.connect().execution_options(**{WRITES: True}) as connection:
            raw: Any = connection.connection.dbapi_connection
            cursor = raw.cursor()
            for statement in (loose, "BEGIN", *statements, "COMMIT", strict):
                cursor.execute(statement)
            cursor.close()

    def _note(self, _conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := WRITTEN.match(statement):
            self.touched.add(found[1])
