"""The copies of personal data that people asked for, and what stands in them."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, String, select
from sqlalchemy.orm import joinedload

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.privacy import Erased
from app.core.types import Json
from app.core.work import RUNNING, WAITING, Work
from app.identity.models import Person
from app.privacy.models import DataExport
from app.privacy.queries.declared import Described, key_columns
from app.privacy.queries.rows import Finder, Key, among, subject_of


def find_open_export(person_id: int) -> DataExport | None:
    """Return the copy that is being made for a person."""
    query = (
        select(DataExport)
        .join(Work, Work.id == DataExport.work_id)
        .where(DataExport.person_id == person_id, Work.state.in_((WAITING, RUNNING)))
    )
    return db.session.scalars(query).first()


def list_exports(person_id: int) -> list[DataExport]:
    """Return a person's copies, the newest first."""
    query = (
        select(DataExport)
        .where(DataExport.person_id == person_id)
        .order_by(DataExport.created_at.desc(), DataExport.id)
        .options(joinedload(DataExport.work))
        .limit(20)
    )
    return list(db.session.scalars(query))


def get_export(actor: Actor, export_id: int) -> DataExport:
    """Return a copy to the person it is about; NotFound for anybody else."""
    export = db.session.get(DataExport, export_id)
    if export is None:
        raise NotFound
    authorize(actor, Permission.EXPORT_VIEW, export)
    return export


def everything_about(person: Person) -> tuple[dict[str, Any], list[StoredFile]]:
    """Return all that the tables hold of a person as JSON values, and their files."""
    finder = Finder(subject_of(person))
    tables, left_out, files = [], [], []
    for one, keys in finder.find_all():
        left_out += list(_left_out(one))
        if one.table is StoredFile.__table__:
            files = _files(keys)
        if keys:
            tables.append(_table(one, keys))
    whole = {
        "format": "innoday-personal-data-1",
        "person": encode_id(person.id),
        "tables": tables,
        "left_out": left_out,
    }
    return whole, files


def _files(keys: list[Key]) -> list[StoredFile]:
    table: Any = StoredFile.__table__
    return [
        file
        for chosen in among(table, keys)
        for file in db.session.scalars(select(StoredFile).where(chosen).order_by(StoredFile.id))
    ]


def _left_out(one: Described) -> Iterator[dict[str, str]]:
    for name in one.personal:
        why = one.exempt(name)
        if why is not None:
            yield {"table": one.name, "column": name, "why": why}


def _table(one: Described, keys: list[Key]) -> dict[str, Any]:
    columns = [column for column in one.table.columns if is_shown(one, column)]
    rows = [
        {column.name: _plain(value) for column, value in zip(columns, row, strict=True)}
        for chosen in among(one.table, keys)
        for row in db.session.execute(
            select(*columns).where(chosen).order_by(*key_columns(one.table))
        )
    ]
    about = one.about
    return {
        "table": one.name,
        "purpose": about.purpose,
        "basis": about.basis.value,
        "kept_days": about.days,
        "on_erasure": about.erased.value,
        "why_kept": about.why,
        "categories": {
            column.name: one.personal[column.name].category
            for column in columns
            if column.name in one.personal
        },
        "rows": rows,
    }


def is_shown(one: Described, column: Column[Any]) -> bool:
    """Whether a column stands in an export.

    Personal data does, unless it is exempt. What says nothing of a person does too, but not in
    tables that erasure keeps for others: there it is theirs, such as a decision not yet told.
    """
    if column.name in one.personal:
        return one.exempt(column.name) is None
    if isinstance(column.type, LargeBinary) or "hash" in column.name:
        return False
    is_text = isinstance(column.type, String | Json)
    return not (is_text and one.about.erased is Erased.KEPT)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    try:
        json.dumps(value)
    except TypeError:
        return str(value)
    return value
