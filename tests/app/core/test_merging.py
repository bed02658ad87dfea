"""Whatever refers to an organisation is moved: the rows are made from the metadata."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, Table, insert
from sqlalchemy import select as sql_select

from app.core import clock
from app.core.db import Base, db
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.merging import RULE, count_references, find_refusals, merge_rows, references_to
from app.core.types import Json, UTCDateTime
from app.core.uow import unit_of_work
from tests.factories.identity import make_organisation

ORGANISATION = Base.metadata.tables["organisation"]
numbers = itertools.count(10)
# What the checks of a table want, where a value of the right type is not enough.
WANTED: dict[str, dict[str, Any]] = {
    "challenge": {"state": "draft"},
    "challenge_document": {"tier": "public", "text": "What is kept"},
    "cluster_membership": {"state": "asked", "asked_by": "cluster"},
    "duplicate_pair": {"state": "open", "gone_id": None, "asked_by_id": None},
    "invitation": {"purpose": "membership", "email_key": "a@example.org"},
    "invoice": {"kind": "invoice"},
    "membership": {"role": "member"},
    "offer_need": {"kind": "offer"},
    "proposal_mark": {"mark": "keep"},
    "seller": {"tax_number": "22/345"},
    "size_declaration": {
        "size_class": "small",
        "headcount": None,
        "turnover": None,
        "balance_sheet": None,
        "accounting_year": None,
        "relation": None,
    },
}
# Keys of some rows only: these are of invitations to be a partner of an event.
PARTNER: dict[str, Any] = {"purpose": "partner", "email_key": None}
# What a row needs for the key with these other columns to hold for it; and an event besides.
BY_KEY: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {
    ("invitation", ("event_id",)): PARTNER,
    ("invitation", ("event_id", "role", "email_key")): {
        "purpose": "team",
        "role": "desk",
        "email_key": "a@example.org",
    },
}


def referring_tables() -> list[str]:
    return sorted({one.table.name for one in references_to(ORGANISATION)})


MAKERS: tuple[tuple[Any, Callable[[], Any]], ...] = (
    (Boolean, lambda: False),
    (BigInteger, new_id),
    (Integer, lambda: 5),
    (UTCDateTime, clock.now),
    (Date, lambda: date(2026, 11, 21) + timedelta(days=next(numbers))),
    (Json | JSON, list),
    (LargeBinary, lambda: b"x"),
)


def value_of(column: Column[Any]) -> Any:
    for kind, make in MAKERS:
        if isinstance(column.type, kind):
            return make()
    return f"x{next(numbers)}"[: getattr(column.type, "length", None) or 20]


def make_row(table: Table, **given: Any) -> dict[str, Any]:
    """Insert a row with what it must have, and rows for what it must refer to."""
    values = {k: v for k, v in WANTED.get(table.name, {}).items() if k in table.c} | given
    for column in table.columns:
        if column.name in values or (column.nullable and not column.primary_key):
            continue
        if column.foreign_keys:
            (key,) = column.foreign_keys
            values[column.name] = (
                make_organisation().id
                if key.column.table is ORGANISATION
                else make_row(key.column.table)[key.column.name]
            )
        else:
            values[column.name] = given_or_default(column)
    if "ends_at" in values and "ends_at" not in given:
        values["ends_at"] = clock.now()
    with unit_of_work() as session:
        session.execute(insert(table).values(values))
    return values


def given_or_default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is not None and default.is_scalar:
        return default.arg
    return value_of(column)


def pairs() -> Iterator[tuple[str, str]]:
    for one in references_to(ORGANISATION):
        yield one.table.name, one.column.name


def is_drop(name: str) -> bool:
    return Base.metadata.tables[name].info.get(RULE) == "drop"


@pytest.mark.parametrize(("table", "column"), list(pairs()))
def test_every_row_that_refers_to_one_refers_to_the_survivor_after(app, table, column):
    gone, survivor = make_organisation(), make_organisation()
    given = {column: gone.id}
    if table == "duplicate_pair":
        other = make_organisation()
        first, second = sorted((gone.id, other.id))
        given = {"first_id": first, "second_id": second}
    make_row(Base.metadata.tables[table], **given)
    assert count_references(db.session(), ORGANISATION, gone.id) == {table: 1}

    with unit_of_work() as session:
        done = merge_rows(session, ORGANISATION, gone.id, survivor.id)

    assert count_references(db.session(), ORGANISATION, gone.id) == {}
    if is_drop(table):
        assert (done.moved, done.dropped) == ({}, {table: 1})
    else:
        assert (done.moved, done.dropped) == ({table: 1}, {})
        assert count_references(db.session(), ORGANISATION, survivor.id) == {table: 1}


def unique_references() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for one in references_to(ORGANISATION):
        for key in one.keys:
            rest = tuple(part.name for part in key.columns if part is not one.column)
            yield one.table.name, one.column.name, rest


@pytest.mark.parametrize(
    ("table", "column", "rest"), [one for one in unique_references() if not is_drop(one[0])]
)
def test_where_a_key_would_be_broken_the_survivors_row_stays_or_the_merge_is_refused(
    app, table, column, rest
):
    gone, survivor = make_organisation(), make_organisation()
    target = Base.metadata.tables[table]
    more = BY_KEY.get((table, rest), {})
    if more:
        more = more | {"event_id": make_row(Base.metadata.tables["event"])["id"]}
    kept = make_row(target, **{column: survivor.id} | more)
    make_row(target, **{column: gone.id} | more | {name: kept[name] for name in rest})

    if target.info.get(RULE) == "refuse":
        assert find_refusals(db.session(), ORGANISATION, gone.id, survivor.id) == [table]
        with pytest.raises(Conflict), unit_of_work() as session:
            merge_rows(session, ORGANISATION, gone.id, survivor.id)
        return
    assert find_refusals(db.session(), ORGANISATION, gone.id, survivor.id) == []
    with unit_of_work() as session:
        done = merge_rows(session, ORGANISATION, gone.id, survivor.id)

    assert done.dropped == {table: 1}
    keys = [part == kept[part.name] for part in target.primary_key.columns]
    if column not in [part.name for part in target.primary_key.columns]:
        assert db.session.execute(sql_select(target).where(*keys)).first() is not None
    assert count_references(db.session(), ORGANISATION, gone.id) == {}


def test_a_merge_leaves_rows_of_others_alone(app):
    gone, survivor, other = (make_organisation() for _ in range(3))
    make_row(Base.metadata.tables["offer_need"], organisation_id=other.id)

    with unit_of_work() as session:
        done = merge_rows(session, ORGANISATION, gone.id, survivor.id)

    assert (done.moved, done.dropped) == ({}, {})
    assert count_references(db.session(), ORGANISATION, other.id) == {"offer_need": 1}


def test_a_row_that_joins_the_two_goes(app):
    cluster, member = make_organisation(), make_organisation()
    make_row(
        Base.metadata.tables["cluster_membership"], cluster_id=cluster.id, organisation_id=member.id
    )

    with unit_of_work() as session:
        done = merge_rows(session, ORGANISATION, member.id, cluster.id)

    assert done.dropped == {"cluster_membership": 1}


def test_the_referring_tables_are_found_by_themselves(app):
    assert {"membership", "proposal", "event", "ticket", "duplicate_pair"} <= set(
        referring_tables()
    )


def test_a_key_of_some_rows_only_is_heeded_for_those_alone(app):
    """Two people invited to the team for one cluster each are two, whichever cluster stays."""
    gone, survivor = make_organisation(), make_organisation()
    event = make_row(Base.metadata.tables["event"])["id"]
    table = Base.metadata.tables["invitation"]
    for number, organisation in enumerate((gone, survivor)):
        make_row(
            table,
            organisation_id=organisation.id,
            event_id=event,
            purpose="team",
            email_key=f"{number}@example.org",
        )

    with unit_of_work() as session:
        done = merge_rows(session, ORGANISATION, gone.id, survivor.id)

    assert (done.moved, done.dropped) == ({"invitation": 1}, {})
