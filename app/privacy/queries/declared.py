"""The tables as they describe themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    String,
    Table,
    Text,
    and_,
    cast,
    exists,
    false,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)

from app.core.db import Base
from app.core.files import StoredFile
from app.core.privacy import KEY, About, Category, Personal

SECRET = "a secret, of no use to anybody but a thief"  # noqa: S105 - words, not a secret


@dataclass(frozen=True)
class Described:
    """A table with what it says of itself; `personal` are its columns with personal data."""

    table: Table
    about: About
    personal: dict[str, Personal]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def exempt(self, column: str) -> str | None:
        """Return why a personal column is left out of an export, None if it is not."""
        found = self.personal[column]
        secret = SECRET if found.category is Category.CREDENTIAL else None
        return found.unexported or secret


def described() -> list[Described]:
    """Return every table that is about people, those that are referred to first."""
    found: dict[Any, About] = {
        mapper.local_table: mapper.class_.__about__
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "__about__")
    }
    return [
        Described(table, found[table], _personal(table))
        for table in Base.metadata.sorted_tables
        if table in found
    ]


def _personal(table: Table) -> dict[str, Personal]:
    return {c.name: c.info[KEY] for c in table.columns if isinstance(c.info.get(KEY), Personal)}


def key_columns(table: Table) -> list[Column[Any]]:
    """Return the primary key."""
    return list(table.primary_key.columns)


def blank_value(column: Column[Any]) -> ColumnElement[Any] | Any:
    """Return what stands in a personal column once it is blanked; an expression or a value."""
    found: Personal = column.info[KEY]
    if found.blank is not None:
        return _filled(found.blank, column.table)
    if column.nullable:
        return null()
    if isinstance(column.type, String):
        return ""
    python_type = column.type.python_type
    if python_type is bytes:
        return b""
    return [] if _is_list(column) else {}


def _is_list(column: Column[Any]) -> bool:
    """Whether a JSON column begins as a list."""
    return getattr(getattr(column.default, "arg", None), "__name__", "") == "list"


def _filled(pattern: str, table: Table) -> ColumnElement[Any] | str:
    before, mark, after = pattern.partition("{id}")
    if not mark:
        return pattern
    (key,) = key_columns(table)
    return literal(before) + cast(key, String) + literal(after)


def is_not_blank(column: Column[Any]) -> ColumnElement[bool]:
    """Return the condition that a personal column still holds something."""
    blank = blank_value(column)
    if blank is None or _is_null(blank):
        return column.is_not(None)
    if isinstance(blank, dict | list):  # PostgreSQL compares no JSON
        return cast(column, Text).not_in(("{}", "[]", "null"))
    return column.is_distinct_from(blank)


def _is_null(value: Any) -> bool:
    return isinstance(value, ColumnElement) and str(value) == "NULL"


def holds_something(one: Described) -> ColumnElement[bool]:
    """Return the condition that some personal column of a row is not blank yet."""
    columns = [one.table.columns[name] for name, p in one.personal.items() if p.kept is None]
    return or_(false(), *map(is_not_blank, columns))


def is_free(table: Table) -> ColumnElement[bool]:
    """Return the condition that no row that must refer to something refers to this one.

    What goes with it holds nothing: the database deletes that in the same statement.
    """
    taken = [
        exists(select(1).select_from(referring).where(column == link.column)).correlate(table)
        for referring, column in references_to(table)
        if not column.nullable or table is StoredFile.__table__
        for link in column.foreign_keys
        if link.column.table is table and link.ondelete != "CASCADE"
    ]
    return and_(true(), *map(not_, taken))


def references_to(table: Table) -> Iterator[tuple[Table, Column[Any]]]:
    """Return every column that refers to a table, with its own table."""
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if any(link.column.table is table for link in column.foreign_keys):
                yield other, column
