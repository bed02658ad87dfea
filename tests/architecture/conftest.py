"""A database without tables, for the tests of the migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from tests.conftest import WANTED, make_test_app


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Return the application on a database of its own without tables, within a context."""
    if WANTED == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        server = request.getfixturevalue("cluster")
        url = server.url(server.create_database())
    app = make_test_app(url, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
