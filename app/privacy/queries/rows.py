"""Which rows of which table are about a person, followed through the declarations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    false,
    or_,
    select,
    tuple_,
)

from app.core.db import db
from app.core.privacy import NAMES
from app.identity.models import Person
from app.privacy.queries.declared import Described, described, key_columns
from app.privacy.queries.holding import Held, addresses_of

Key = tuple[Any, ...]
AT_ONCE = 400


@dataclass(frozen=True)
class Subject:
    """A person as the tables know them: by number, and by proved address."""

    person_id: int
    addresses: tuple[Held, ...]


def subject_of(person: Person) -> Subject:
    """Return a person as a subject, with the addresses that they have and had."""
    return Subject(person.id, addresses_of(person))


class Finder:
    """Finds the rows about one person, table by table."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.tables = {one.table: one for one in described()}

    def find_all(self) -> list[tuple[Described, list[Key]]]:
        """Return every table with the keys of the person's rows, those referred to first."""
        return [(one, self.find(one)) for one in self.tables.values()]

    def find(self, one: Described) -> list[Key]:
        """Return the keys of the person's rows of a table."""
        found = select(*key_columns(one.table)).where(self.condition(one))
        return [tuple(row) for row in db.session.execute(found)]

    def condition(self, one: Described) -> ColumnElement[bool]:
        """Return the condition that a row of a table is about the person."""
        ways = [self._way(one, name) for name in one.about.whose]
        if one.about.held:
            ways += self._held(one.table)
        return or_(false(), *ways)

    def _way(self, one: Described, name: str) -> ColumnElement[bool]:
        table = one.table
        column = table.columns[name]
        if NAMES in column.info:
            pattern = column.info[NAMES] or "{id}"
            text = pattern.format(id=self.subject.person_id)
            return column == (int(text) if isinstance(column.type, Integer) else text)
        targets = [key.column for key in column.foreign_keys]
        if (table.name, name) == ("person", "id") or any(t.table.name == "person" for t in targets):
            return column == self.subject.person_id
        for target in targets:
            return column.in_(self._keys(self.tables[target.table], target))
        dated = table.columns[one.about.dated]
        return or_(false(), *(held.covers(column, dated) for held in self.subject.addresses))

    def _keys(self, one: Described, target: Any) -> Select[Any]:
        return select(target).where(self.condition(one)).correlate(None)

    def _held(self, table: Table) -> Iterator[ColumnElement[bool]]:
        (key,) = key_columns(table)
        for one in self.tables.values():
            for name in one.about.holds:
                column = one.table.columns[name]
                if any(link.column.table is table for link in column.foreign_keys):
                    yield key.in_(select(column).where(self.condition(one)))


def among(table: Table, keys: Sequence[Key]) -> Iterator[ColumnElement[bool]]:
    """Return conditions that together pick the rows with these keys, some hundreds at a time."""
    columns = key_columns(table)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        if len(columns) == 1:
            yield columns[0].in_([key[0] for key in some])
        else:
            yield tuple_(*columns).in_(some)
