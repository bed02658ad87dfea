"""A person with a mark in every personal column of every table, made from the declarations."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)

from app.core.db import Base, db
from app.core.files import StoredFile, path_of
from app.core.ids import new_id
from app.core.privacy import KEY, NAMES
from app.core.types import Json, UTCDateTime
from app.core.uow import unit_of_work
from app.privacy.queries.declared import Described, described

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = (
    *("ends_", "closes_", "to_", "expires_", "until", "reply_until"),
    *("finished_", "used_", "proved_", "open_at"),
)
# What a CHECK of a table asks for, and what no rule of types could guess.
FIXED: dict[str, dict[str, Any]] = {
    "challenge_document": {"text": None},
    "cluster_membership": {"cluster_id": "second organisation"},
    "company_seats": {"seats": 3},
    "conflict_suggestion": {"state": "dismissed"},
    "duplicate_pair": {"second_id": "second organisation"},
    "figures_reading": {"event_id": None},
    "invitation": {"purpose": "team"},
    "invoice": {"corrects_id": None},
    "override": {"signed_by_id": None, "signed_at": None},
    "participant_invitation": {"withdrawn_at": None},
    "payment": {"invoice_id": None},
    "person": {"language": "en"},
    "quota": {"held": 0},
    "seller": {"vat_number": "DE136695976"},
    "team_member": {"role": "desk"},
    "voucher": {"valid_from": None},
    "withdrawn_conflict": {"declared_by_id": None},
}
IN_LIST = re.compile(r"(\w+) IN \('(\w+)'", re.IGNORECASE)
# Nobody was erased yet; and of the others there is one row only, about nobody.
# A pairing is of two people, and says nothing of them; so do two tickets of two people.
SKIPPED = {
    "distinct_pair",
    "erasure",
    "hub_home",
    "installation",
    "pairing",
    "suggestion_refresh",
}
PLAIN: list[tuple[Any, Any]] = [(Boolean, False), (Integer, 1), (Numeric, 1), (LargeBinary, b"x")]
Row = dict[str, Any]


class Everything:
    """One row in every table, all of them about one person."""

    def __init__(self, mark: str, number: int) -> None:
        self.mark, self.number = mark, number
        self.person_id = new_id() >> 20
        self.address = f"{mark}-address@example.org"
        self.rows: dict[str, Row] = {}
        self.about = {one.table: one for one in described()}

    def make(self) -> "Everything":
        """Insert the rows, those that are referred to first."""
        with unit_of_work():
            for table in Base.metadata.sorted_tables:
                if table.name in SKIPPED:
                    continue
                row = {column.name: self._value(table, column) for column in table.columns}
                row = {name: value for name, value in row.items() if value is not OMITTED}
                result = db.session.execute(table.insert().values(**row))
                keys = result.inserted_primary_key  # type: ignore[attr-defined]
                names = [column.name for column in table.primary_key.columns]
                self.rows[table.name] = row | dict(zip(names, keys, strict=True))
                if table.name == "organisation":
                    self._second(table, row)
        with unit_of_work():
            path = path_of(db.session.get_one(StoredFile, self.rows["stored_file"]["id"]))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.mark.encode())
        return self

    def _second(self, table: Table, row: Row) -> None:
        second = row | {"id": row["id"] + 1}
        db.session.execute(table.insert().values(**second))
        self.rows["second organisation"] = second

    def value_of(self, table: str, column: str) -> str:
        """Return the mark in a personal column."""
        return f"{self.mark}-{table}-{column}"

    def _value(self, table: Table, column: Column[Any]) -> Any:
        fixed = FIXED.get(table.name, {})
        if column.name in fixed:
            return self.rows.get(fixed[column.name], {}).get("id", fixed[column.name])
        if column.foreign_keys:
            return self._reference(column)
        if NAMES in column.info:
            text = (column.info[NAMES] or "{id}").format(id=self.person_id)
            return int(text) if isinstance(column.type, Integer) else text
        if column.info.get(KEY) is not None:
            return self._personal(table, column)
        if column.primary_key and isinstance(column.type, Integer):
            return self._id(column)
        return self._plain(table, column)

    def _id(self, column: Column[Any]) -> Any:
        if str(column) == "person.id":
            return self.person_id
        if column.default is not None:
            return new_id() >> 20
        is_ours = column.autoincrement is False or len(column.table.primary_key.columns) > 1
        return self.number if is_ours else OMITTED

    def _reference(self, column: Column[Any]) -> Any:
        (link,) = column.foreign_keys
        target = link.column
        if target.table is column.table:
            return None
        return self.rows[target.table.name][target.name]

    def _personal(self, table: Table, column: Column[Any]) -> Any:
        one: Described | None = self.about.get(table)
        is_address = one is not None and column.name.startswith(("email", "recipient", "address"))
        text = self.address if is_address else self.value_of(table.name, column.name)
        if isinstance(column.type, Json):
            return {"text": text}
        if isinstance(column.type, LargeBinary):
            return text.encode()
        return text

    def _plain(self, table: Table, column: Column[Any]) -> Any:
        if isinstance(column.type, UTCDateTime):
            return NOON + timedelta(days=self.number + column.name.startswith(LATER))
        if isinstance(column.type, Date):
            return (NOON + timedelta(days=self.number)).date()
        if isinstance(column.type, Json):
            default = getattr(column.default, "arg", None)
            return [] if getattr(default, "__name__", "") == "list" else {}
        for kind, value in PLAIN:
            if isinstance(column.type, kind):
                return value
        return self._text(table, column, column.type)

    def _text(self, table: Table, column: Column[Any], kind: Any) -> str:
        for name, first in listed(table):
            if name == column.name:
                return first
        default = getattr(column.default, "arg", None)
        is_unique = column.primary_key or column.unique or in_unique(table, column)
        if isinstance(default, str) and not is_unique:
            return str(default)
        text = f"{column.name}{self.number}"
        return text[: kind.length] if isinstance(kind, String) and kind.length else text


OMITTED = object()


def listed(table: Table) -> list[tuple[str, str]]:
    """Return the first value of each column whose values a CHECK lists."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    return [found for check in checks for found in IN_LIST.findall(check)]


def in_unique(table: Table, column: Column[Any]) -> bool:
    """Whether a column alone is unique by a named constraint."""
    return any(
        isinstance(rule, UniqueConstraint) and list(rule.columns) == [column]
        for rule in table.constraints
    )


def where_found(mark: str) -> set[tuple[str, str]]:
    """Return every column of the database in which a mark stands."""
    db.session.rollback()
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            found |= {(table.name, name) for name, value in row.items() if mark in str(value)}
    return found
