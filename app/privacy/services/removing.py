"""Deleting and blanking rows of any table, with what hangs on them; for erasure and retention."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update

from app.core.db import db
from app.core.files import StoredFile, path_of, remove_after_commit
from app.core.privacy import Erased
from app.privacy.queries.declared import (
    Described,
    blank_value,
    holds_something,
    is_free,
    key_columns,
    references_to,
)

Gone = Callable[[list[int]], None]
_when_gone: dict[str, list[Gone]] = {}


def when_gone(table: str) -> Callable[[Gone], Gone]:
    """Register the decorated function: it is told the ids of rows before they are deleted."""

    def decorate(function: Gone) -> Gone:
        _when_gone.setdefault(table, []).append(function)
        return function

    return decorate


def remove_rows(one: Described, chosen: ColumnElement[bool], how: Erased) -> int:
    """Delete or blank the chosen rows of a table and return how many it did that to."""
    if how is Erased.DELETED:
        return delete_rows(one.table, chosen)
    return blank_rows(one, chosen)


def blank_rows(one: Described, chosen: ColumnElement[bool]) -> int:
    """Blank the personal columns of rows that still hold something, but for those kept."""
    columns = [one.table.columns[name] for name, p in one.personal.items() if p.kept is None]
    if not columns:
        return 0
    values = {column.name: blank_value(column) for column in columns}
    statement = update(one.table).where(chosen, holds_something(one)).values(values)
    return _rowcount(statement)


def delete_rows(table: Table, chosen: ColumnElement[bool]) -> int:
    """Delete rows that no row must refer to; those that may refer to them forget them."""
    chosen = chosen & is_free(table)
    keys = key_columns(table)
    picked = select(*keys).where(chosen)
    if table.name in _when_gone:
        ids = list(db.session.scalars(picked))
        for tell in _when_gone[table.name]:
            tell(ids)
    if table is StoredFile.__table__:
        for stored in db.session.scalars(select(StoredFile).where(chosen)):
            remove_after_commit(path_of(stored))
    for referring, column in references_to(table):
        if column.nullable:
            forget = update(referring).where(column.in_(picked.correlate(None)))
            _rowcount(forget.values({column.name: None}))
    return _rowcount(delete(table).where(chosen))


def _rowcount(statement: Any) -> int:
    db.session.flush()
    quick = statement.execution_options(synchronize_session=False)
    return int(db.session.execute(quick).rowcount)  # type: ignore[attr-defined]  # a CursorResult
