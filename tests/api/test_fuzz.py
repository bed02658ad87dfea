"""Every operation of the API, with all that its description allows and much that it does not.

Nothing may end in an internal error, and every answer is one that the description names.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.core.db import WRITES, db
from app.web.description import DOCUMENT
from tests.access.keeping import Keeper
from tests.api.day import Day, make_day
from tests.conftest import IS_LONG, WANTED, empty_tables, keep_no_site
from tests.worker import empty_queue

pytestmark = pytest.mark.slow

EXAMPLES = 60 if IS_LONG else 4
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    (path, method)
    for path, operations in json.loads(DOCUMENT.read_text())["paths"].items()
    for method in operations
    if method != "parameters"
][:: 1 if IS_LONG or WANTED == "sqlite" else 2]  # the other run asks about the rest, too
FOR_SCANNERS = ("/api/v1/scans", "/api/v1/devices/me")
# Values of the day where a name asks for one; otherwise nothing but 404 would ever be seen.
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="session")
def described(application: Flask) -> Any:
    def closing(environ: Any, start: Any) -> list[bytes]:
        """Answer as a server does, which closes what it read; who asks here does not."""
        body = application(environ, start)
        try:
            return list(body)
        finally:
            getattr(body, "close", lambda: None)()

    return schemathesis.openapi.from_wsgi("/api/openapi.json", closing)


@pytest.fixture(scope="module")
def kept(application: Flask) -> Iterator[tuple[Day, Keeper]]:
    """Return a day that all operations are asked about, and what puts it back after each."""
    with application.app_context():
        keep_no_site(application)
        made, keeper = make_day(), Keeper(db.engine)
    yield made, keeper
    with application.app_context():
        keeper.close()
        empty_tables()


@pytest.fixture
def day(application: Flask, kept: tuple[Day, Keeper]) -> Iterator[Day]:
    made, keeper = kept
    yield made
    with application.app_context():
        keeper.restore()
        with db.engine.connect().execution_options(**{WRITES: True}) as connection:
            empty_queue(connection)
            connection.commit()


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_every_answer_is_described(described, day, path, method):
    operation = described[path][method.upper()]
    secret = day.scanner if path.startswith(FOR_SCANNERS) else day.token
    headers = {"Authorization": f"Bearer {secret}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=not IS_LONG,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)))
    def ask(case):
        case.path_parameters = {**(case.path_parameters or {}), **known(case.path_parameters, day)}
        case.body = placed(case.body, day)
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()


def known(parameters: Any, day: Day) -> dict[str, Any]:
    return {name: day.names[name] for name in parameters or {} if name in day.names}


def placed(body: Any, day: Day) -> Any:
    """Return a body with the day's ids where its names ask for one."""
    if isinstance(body, list):
        return [placed(item, day) for item in body]
    if not isinstance(body, dict):
        return body
    return {
        name: day.names[name]
        if isinstance(value, str) and name in day.names
        else placed(value, day)
        for name, value in body.items()
    }
