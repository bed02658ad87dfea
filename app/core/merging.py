"""Two records that are one: everything that refers to the one comes to refer to the other.

Which columns refer to a table is read from the metadata, so that a new feature is covered from its
first migration. Where a unique key would be broken the survivor's row stays and the other one goes;
what refers to that row is moved to the survivor's first. A table may declare another rule in its
`info`: that the merge is refused then, or that all its rows about the one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Index,
    RowMapping,
    Table,
    UniqueConstraint,
    and_,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from app.core.db import Base
from app.core.errors import Conflict

RULE = "merge"
# In a table's `info`: its rows are records of their own, none of which may go in a merge.
IRREPLACEABLE: Mapping[str, Any] = {RULE: "refuse"}
# In a table's `info`: its rows compare records, which one record has nothing to compare with.
ABOUT_BOTH: Mapping[str, Any] = {RULE: "drop"}


@dataclass(frozen=True)
class Key:
    """A unique key: its columns, and for a partial one which rows it is about."""

    columns: tuple[Column[Any], ...]
    where: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True)
class Reference:
    """A column that refers to the merged table, and the unique keys that it is a part of."""

    column: Column[Any]
    keys: tuple[Key, ...]

    @property
    def table(self) -> Table:
        """The table that the column is in."""
        return self.column.table


@dataclass
class Moved:
    """How many rows a merge moved and dropped, by table."""

    moved: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)

    def add(self, counts: dict[str, int], table: Table, number: int) -> None:
        """Count rows of a table."""
        if number:
            counts[table.name] = counts.get(table.name, 0) + number


def references_to(target: Table) -> list[Reference]:
    """Return every column that refers to a table, those of the metadata's lowest tables first."""
    return [
        Reference(column, tuple(_keys_with(table, column)))
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is target for key in column.foreign_keys)
    ]


def _keys_with(table: Table, column: Column[Any]) -> Iterator[Key]:
    """Yield the unique keys of a table that a column is a part of."""
    keys = [Key(tuple(table.primary_key.columns))]
    keys += [
        Key(tuple(one.columns)) for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    keys += [Key(tuple(one.columns), _where(one)) for one in table.indexes if one.unique]
    yield from (key for key in keys if any(part is column for part in key.columns))


def _where(index: Index) -> tuple[ColumnElement[bool], ...]:
    found = index.dialect_options["postgresql"]["where"]
    return () if found is None else (found,)


def merge_rows(session: Session, target: Table, gone: int, survivor: int) -> Moved:
    """Move whatever refers to one row of a table to another row; the caller deletes the one.

    The caller holds both rows, so that nobody begins to refer to the one meanwhile.
    """
    done = Moved()
    _merge(session, target, gone, survivor, done)
    return done


def _merge(session: Session, target: Table, gone: int, survivor: int, done: Moved) -> None:
    references = references_to(target)
    _drop(session, references, gone, survivor, done)
    for reference in references:
        for row, stays in _collisions(session, reference, gone, survivor):
            _give_way(session, reference.table, row, stays, done)
        column = reference.column
        change = update(reference.table).where(column == gone).values({column.name: survivor})
        done.add(done.moved, reference.table, _count(session, change))


def _drop(
    session: Session, references: Sequence[Reference], gone: int, survivor: int, done: Moved
) -> None:
    """Drop what one record cannot have: rows that join the two, and comparisons with others."""
    for one in references:
        if one.table.info.get(RULE) == "drop":
            rows = delete(one.table).where(one.column == gone)
            done.add(done.dropped, one.table, _count(session, rows))
    for one, other in permutations(references, 2):
        if one.table is other.table:
            joins = and_(one.column == gone, other.column == survivor)
            done.add(done.dropped, one.table, _count(session, delete(one.table).where(joins)))


def _give_way(
    session: Session, table: Table, row: RowMapping, stays: RowMapping, done: Moved
) -> None:
    """Drop a row for the survivor's with the same key, after what refers to it is moved."""
    if table.info.get(RULE) == "refuse":
        raise Conflict("merge_refused")
    if "id" in table.c:
        _merge(session, table, row["id"], stays["id"], done)
    here = [column == row[column] for column in table.primary_key.columns]
    done.add(done.dropped, table, _count(session, delete(table).where(*here)))


def _collisions(
    session: Session, reference: Reference, gone: int, survivor: int
) -> Iterator[tuple[RowMapping, RowMapping]]:
    """Yield each row whose move would break a unique key, with the survivor's row that has it."""
    for key in reference.keys:
        rest = [one for one in key.columns if one is not reference.column]
        rows = select(reference.table).where(reference.column == gone, *key.where)
        for row in session.execute(rows).mappings().all():
            values = [row[column] for column in rest]
            if None in values:
                continue  # nothing is equal to nothing
            same = [column == value for column, value in zip(rest, values, strict=True)]
            twin = select(reference.table).where(reference.column == survivor, *same, *key.where)
            stays = session.execute(twin).mappings().first()
            if stays is not None:
                yield row, stays


def find_refusals(session: Session, target: Table, gone: int, survivor: int) -> list[str]:
    """Return the tables that would lose a record of their own, so that a merge is refused."""
    return [
        reference.table.name
        for reference in references_to(target)
        if reference.table.info.get(RULE) == "refuse"
        and any(_collisions(session, reference, gone, survivor))
    ]


def _count(session: Session, statement: Any) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def count_references(session: Session, target: Table, row_id: int) -> dict[str, int]:
    """Return how many rows of each table refer to a row."""
    by_table: dict[Table, list[Column[Any]]] = {}
    for one in references_to(target):
        by_table.setdefault(one.table, []).append(one.column)
    found = {}
    for table, columns in by_table.items():
        clause = or_(*(column == row_id for column in columns))
        number = len(session.execute(select(columns[0]).where(clause)).all())
        if number:
            found[table.name] = number
    return found
