"""Every column of text says what it holds of people, and every table of people why and how long."""

from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table

from app.core.db import Base
from app.core.privacy import KEY, NAMES, About, Erased, Personal
from app.core.types import Json, UTCDateTime


def tables() -> list[tuple[Table, About | None]]:
    about = {
        mapper.local_table: getattr(mapper.class_, "__about__", None)
        for mapper in Base.registry.mappers
    }
    return [(table, about[table]) for table in Base.metadata.sorted_tables if table in about]


def personal_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.info.get(KEY)]


def described() -> list[tuple[Table, About]]:
    return [(table, about) for table, about in tables() if about is not None]


def test_every_column_of_text_is_declared(application):
    undeclared = sorted(
        str(column)
        for table, _ in tables()
        for column in table.columns
        if isinstance(column.type, String | Json | LargeBinary) and KEY not in column.info
    )
    assert undeclared == [], "say what they hold: info=personal(…) or info=IMPERSONAL"


def test_every_table_with_personal_columns_says_whose_they_are(application):
    silent = [t.name for t, about in tables() if about is None and personal_columns(t)]
    assert silent == [], "give them an __about__"
    nobodys = [
        t.name
        for t, about in described()
        if personal_columns(t) and not (about.whose or about.held or about.days)
    ]
    assert nobodys == [], "what leads to nobody must at least go by itself"


def test_what_leads_to_a_person_does(application):
    about = dict(described())
    wrong = [
        f"{table.name}.{name}"
        for table, one in about.items()
        for name in one.whose
        if not leads_to_a_person(table, name, about)
    ]
    assert wrong == []


def test_what_came_under_an_address_says_when(application):
    """An address may be somebody else's later: a row found by one is dated."""
    undated = [
        t.name
        for t, about in described()
        if any(not t.columns[n].foreign_keys and is_address(t.columns[n]) for n in about.whose)
        and not isinstance(getattr(t.columns.get(about.dated), "type", None), UTCDateTime)
    ]
    assert undated == [], "name the column with the instant in `dated`"


def leads_to_a_person(table: Table, name: str, about: dict[Table, About]) -> bool:
    column = table.columns.get(name)
    if column is None:
        return False
    targets = [key.column for key in column.foreign_keys]
    if targets:
        return any(t.table.name == "person" or about[t.table].whose for t in targets)
    is_person = table.name == "person" and name == "id"
    return is_person or NAMES in column.info or is_address(column)


def is_address(column: Column[Any]) -> bool:
    found: Personal | None = column.info.get(KEY)
    return found is not None and found.category == "contact"


def test_what_is_kept_has_a_reason(application):
    kept = {table.name: about.why for table, about in described() if about.erased is Erased.KEPT}
    assert [name for name, why in kept.items() if not why] == []
    idle = [t.name for t, about in described() if about.why and t.name not in kept]
    assert idle == [], "only what is kept needs a reason"


def test_a_time_limit_counts_from_an_instant(application):
    wrong = []
    for table, about in described():
        assert (about.days is None) is (about.since is None), table.name
        if about.since and not isinstance(instant(table, about.since).type, UTCDateTime):
            wrong.append(f"{table.name}.{about.since}")
    assert wrong == []


def instant(table: Table, path: str) -> Column[Any]:
    name, _, further = path.partition(".")
    column = table.columns[name]
    if not further:
        return column
    (key,) = column.foreign_keys
    return key.column.table.columns[further]


def test_nothing_that_stays_refers_to_a_row_that_goes(application):
    about = dict(tables())
    gone = {table for table, one in described() if one.erased is Erased.DELETED and not one.held}
    dangling = [
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table in gone and not column.nullable and not goes_too(about, table, column)
    ]
    assert dangling == []


def goes_too(about: dict[Table, About | None], table: Table, column: Column[Any]) -> bool:
    one = about.get(table)
    return one is not None and one.erased is Erased.DELETED and column.name in one.whose
