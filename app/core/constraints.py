"""From a broken constraint to an expected failure: the database is the referee."""

import re

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.core.db import Base
from app.core.errors import Conflict, DomainError

_registry: dict[str, tuple[type[DomainError], str, str | None]] = {}


def when_broken(
    constraint: str, code: str, *, field: str | None = None, kind: type[DomainError] = Conflict
) -> None:
    """Say which failure a broken constraint means; called beside the model that names it."""
    _registry[constraint] = (kind, code, field)


def conflict_from(error: IntegrityError) -> DomainError:
    """Translate a database's refusal; a constraint nobody spoke for is a plain conflict."""
    kind, code, field = _registry.get(broken_constraint(error), (Conflict, "conflict", None))
    return kind(code, field=field)


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the broken constraint, or an empty text.

    PostgreSQL tells it; SQLite names checks, but of unique constraints only the columns.
    """
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    text = str(error.orig)
    if check := re.search(r"CHECK constraint failed: (\w+)", text):
        return check.group(1)
    columns = re.search(r"UNIQUE constraint failed: (.+)", text)
    return _unique_by_columns(columns.group(1)) if columns else ""


def _unique_by_columns(text: str) -> str:
    pairs = [part.strip().split(".") for part in text.split(",")]
    table = Base.metadata.tables.get(pairs[0][0])
    if table is None:
        return ""
    wanted = {pair[-1] for pair in pairs}
    kinds = UniqueConstraint | PrimaryKeyConstraint
    unique: list[UniqueConstraint | PrimaryKeyConstraint | Index] = [
        rule for rule in table.constraints if isinstance(rule, kinds)
    ]
    unique += [index for index in table.indexes if index.unique]
    for rule in unique:
        if {column.name for column in rule.columns} == wanted:
            return str(rule.name)
    return ""
