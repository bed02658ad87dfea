"""Migrations are numbered and linear, go up and down from nothing, and make what the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.core.db import Base, db
from tests.architecture.tree import ROOT

KEPT_BY_THE_QUEUE = "procrastinate_"


def script() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))


def test_migrations_are_numbered_in_one_line():
    revisions = [revision.revision for revision in script().walk_revisions()][::-1]
    assert [name[:4] for name in revisions] == [f"{n:04}" for n in range(1, len(revisions) + 1)]
    assert len(script().get_heads()) == 1


@pytest.mark.slow
def test_migrations_make_the_tables_of_the_models(empty_database):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = [
            change
            for change in compare_metadata(context, Base.metadata)
            if KEPT_BY_THE_QUEUE not in str(change)
        ]
    assert difference == []


@pytest.mark.slow
def test_migrations_make_the_checks_of_the_models(empty_database):
    """What `compare_metadata` leaves out; the database itself puts both into the same words."""
    upgrade()
    migrated = checks()
    db.drop_all()
    db.create_all()
    assert migrated == checks()
    assert migrated[("quota", "ck_quota_not_overdrawn")]


def checks() -> dict[tuple[str, str | None], str]:
    """Return the text of every CHECK constraint in the database by table and name."""
    database = inspect(db.engine)
    return {
        (table, one["name"]): " ".join(one["sqltext"].lower().split())
        for table in Base.metadata.tables
        for one in database.get_check_constraints(table)
    }


@pytest.mark.slow
def test_migrations_go_down_to_nothing_and_up_again(empty_database):
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set()
    upgrade()
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())
