"""Counting SQL statements."""

from typing import Any, Self

from sqlalchemy import Engine, event


class QueryCounter:
    """Counts the statements of a `with` block, transaction control left out."""

    def __init__(self, engine: Engine):
        self.statements: list[str] = []
        self._engine = engine
        self._counting = False
        event.listen(engine, "before_cursor_execute", self._note)

    def __enter__(self) -> Self:
        """Start counting from nothing."""
        self.statements.clear()
        self._counting = True
        return self

    def __exit__(self, *_: object) -> None:
        """Stop counting."""
        self._counting = False

    def close(self) -> None:
        """Stop listening."""
        event.remove(self._engine, "before_cursor_execute", self._note)

    @property
    def count(self) -> int:
        """The number of statements."""
        return len(self.statements)

    def _note(self, _conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if self._counting and not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)
