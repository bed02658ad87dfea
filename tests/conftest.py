"""The test session: one database for each worker, emptied after each test; nothing is mocked."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import TextClause, event, text

from app import create_app
from app.core import jobs
from app.core.db import WRITES, Base, db
from app.core.installation import KEPT, Site
from tests.client import Browser, CheckedClient
from tests.postgres import Cluster, start_cluster
from tests.queries import QueryCounter
from tests.worker import empty_queue

pytest_plugins = ["tests.browser.fixtures"]  # browser tests and journeys share one Chromium

SERVER = "INNODAY_TEST_SERVER"  # the folder of the PostgreSQL server of this test session
ASKS = {"database_url", "cluster"}  # the fixtures of a test that asks a database
SAID = "said"  # the property of a report that holds what a test says
WANTED = os.environ.get("INNODAY_TEST_DB", "sqlite")
GARBAGE = (
    50_000,
    20,
    20,
)  # how much of it is let lie; Python's own choice cost a tenth of all time
IS_LONG = "INNODAY_LONG" in os.environ  # `test --long`: every round, on a machine of its own


def pytest_configure(config: pytest.Config) -> None:
    """Start the one PostgreSQL server before the workers, who find it in the environment."""
    if WANTED == "postgresql" and SERVER not in os.environ:
        cluster = start_cluster()
        os.environ[SERVER] = f"{cluster.folder}:{cluster.programs}"
        config.add_cleanup(cluster.stop)


def pytest_collection_finish() -> None:
    """Look for garbage less often: the thousands of tests that lie about are none of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on the second database what asks a database; the rest has run beside the first.

    What takes long begins early, lest one worker end with it while the other has nothing to do.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if WANTED == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks_database(item)])
    items[:] = [item for item in items if _asks_database(item)]


def _asks_database(item: pytest.Item) -> bool:
    """Whether a test may end otherwise on another database: of the browser's, the journeys may.

    What pages show, what they say to hostile forms, what scripts do and who is let in is the same
    on both, and so is what a test says of itself that it is; the long run looks all the same.
    """
    if not ASKS & set(getattr(item, "fixturenames", ())):
        return False
    if IS_LONG:
        return True
    if item.get_closest_marker("one_database") or {"access", "pages"} & set(item.path.parts):
        return False
    return not item.get_closest_marker("browser") or "journeys" in item.path.parts


def pytest_report_header() -> str:
    """Say which database this run is on."""
    return f"database: {WANTED}"


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return how a test has a figure printed at the end of the run, whichever worker it ran on."""
    return lambda text: record_property(SAID, text)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the tests had to say."""
    for report in terminalreporter.stats.get("passed", []):
        for name, said in report.user_properties:
            if name == SAID:
                terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Return the PostgreSQL server of this test session."""
    folder, programs = os.environ[SERVER].split(":")
    return Cluster(Path(folder), Path(programs))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of an empty database for this worker."""
    if WANTED == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
    server: Cluster = request.getfixturevalue("cluster")
    return server.url(server.create_database())


@pytest.fixture(scope="session")
def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the application on that database, its tables made as the models say.

    That the migrations make the same ones is what tests/architecture/test_migrations.py shows.
    """
    app = make_test_app(database_url, tmp_path_factory.mktemp("instance"))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_shared(tmp_path_factory)))
    with app.app_context():
        make_tables()
    yield app
    with app.app_context():
        db.engine.dispose()


def _shared(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers share, so that each template is compiled once."""
    folder = factory.getbasetemp().parent / "templates"
    folder.mkdir(exist_ok=True)
    return folder


def make_test_app(url: str, instance: Path) -> Flask:
    """Return an application as tests want it: fast disks, files in a folder of their own."""
    app = create_app(
        {
            "TESTING": True,
            "INSTALLATION_KEPT": 3600,
            "SECRET_KEY": "test",
            "SQLALCHEMY_DATABASE_URI": url,
            "SQLITE_SYNCHRONOUS": "OFF",
            "INSTANCE": instance,
            "FILES_FOLDER": instance / "files",
            "MAIL_FOLDER": instance / "mail",
            "BASE_URL": "http://localhost",
        }
    )
    app.test_client_class = CheckedClient
    return app


def make_tables() -> None:
    """Make the tables and watch for writes outside a unit of work."""
    db.create_all()
    with db.engine.begin() as connection:
        jobs.apply_schema(connection)
    event.listen(db.engine, "before_cursor_execute", _refuse_stray_writes)


def _refuse_stray_writes(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    is_write = statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
    if is_write and not connection.get_execution_options().get(WRITES):
        raise AssertionError("a write outside a unit of work: " + statement)


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """Return the application within a context, on empty tables; what a test leaves is removed."""
    with application.app_context():
        keep_no_site(application)
        yield application
        db.session.rollback()
        empty_tables()
        shutil.rmtree(application.config["MAIL_FOLDER"], ignore_errors=True)


def keep_no_site(application: Flask) -> None:
    """Begin without an installation, as the empty tables say, and without a read to count."""
    application.extensions[KEPT] = float("inf"), Site()


def empty_tables() -> None:
    """Remove all rows, those that refer before those that are referred to."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        filled = set(connection.execute(which_are_filled()).scalars())
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in filled:
                connection.execute(table.delete())
        empty_queue(connection)
        connection.commit()


@cache
def which_are_filled() -> TextClause:
    """Ask for the tables that hold rows in one statement, for a test fills few of them."""
    asked = "select '{0}' where exists (select 1 from \"{0}\")"
    return text(" union all ".join(asked.format(name) for name in Base.metadata.tables))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Return a client that can sign people in and fill in forms."""
    return Browser(app)


@pytest.fixture
def count_queries(app: Flask) -> Iterator[QueryCounter]:
    """Return a counter of the SQL statements sent while it is open: `with count_queries as n`."""
    counter = QueryCounter(db.engine)
    yield counter
    counter.close()
