"""What does a visitor's page cost? Event, challenge and registration against the bare endpoint."""

import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

from flask import Flask

from app import create_app
from app.core.db import db
from app.core.ids import encode_id
from tests.bench.load import Request
from tests.bench.report import Report, Target, arguments, print_table, rounded
from tests.bench.server import (
    Measured,
    Server,
    bare_requests,
    bench_database,
    measure,
    serve,
    serve_bare,
)
from tests.conftest import make_tables
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_session
from tests.factories.tickets import make_ticket_type
from tests.queries import QueryCounter

REQUESTS = 400
CHALLENGES = 8
TICKET_TYPES = 4
SESSIONS = 12
MOST_SQL = 8
MOST_BYTES = 100_000
TIMES_BARE = 2.0
ROUNDS = 3


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, _url):
        app = create_app()
        with app.test_request_context():
            make_tables()
            paths = fill()
        statements = {name: count_sql(app, path) for name, path in paths.items()}
        with serve_bare(cluster) as bare, serve("wsgi:app", cluster) as server:
            pages, bare_cpu_ms = measure_pages(server, bare, paths)
        with app.app_context():
            db.engine.dispose()
    return report(pages, bare_cpu_ms, statements)


def fill() -> dict[str, str]:
    """Make an event with a full programme and return the addresses of its pages."""
    event = make_event(slug="day", description="What the day is about.\n\n" * 20)
    for number in range(SESSIONS):
        start = event.starts_at + timedelta(minutes=40 * number)
        end = start + timedelta(minutes=35)
        make_session(event, title=f"Session {number}", starts_at=start, ends_at=end)
    for number in range(TICKET_TYPES):
        make_ticket_type(event, name=f"Ticket {number}", description="With lunch.")
    challenges = [make_challenge(event) for _ in range(CHALLENGES)]
    return {
        "event": "/e/day",
        "challenge": f"/challenges/{encode_id(challenges[0].id)}",
        "registration": "/e/day/register",
    }


def count_sql(app: Flask, path: str) -> int:
    """Return the SQL statements that one view of a page sends."""
    with app.app_context():
        counter = QueryCounter(db.engine)
        client = app.test_client()
        client.get(path)
        with counter:
            answer = client.get(path)
        counter.close()
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return counter.count


def measure_pages(
    server: Server, bare: Server, paths: dict[str, str]
) -> tuple[dict[str, Measured], float]:
    """Measure pages and yardstick in turn, so that a busy machine is busy for both."""
    bares: list[float] = []
    found: dict[str, list[Measured]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        bares.append(measure(bare, lambda: bare_requests(REQUESTS), runs=1).cpu_ms)
        for name, path in paths.items():
            found[name].append(measure(server, views_of(path), runs=1))
    return {name: middle(runs) for name, runs in found.items()}, statistics.median(bares)


def views_of(path: str) -> Callable[[], list[Request]]:
    """Return a maker of many views of a page, as a browser asks for it."""
    headers = {"Accept": "text/html", "Accept-Language": "en-GB,en;q=0.8"}
    return lambda: [Request(path, headers=headers)] * REQUESTS


def middle(runs: list[Measured]) -> Measured:
    """Return the run with the median CPU."""
    return sorted(runs, key=lambda run: run.cpu_ms)[len(runs) // 2]


def report(pages: dict[str, Measured], bare_cpu_ms: float, statements: dict[str, int]) -> int:
    """Print every page, then the worst of each figure against its target."""
    head = ("page", "cpu_ms", "x bare", "sql", "rps", "p50_ms", "p95_ms", "bytes")
    rows = [
        (
            name,
            rounded(page.cpu_ms),
            rounded(page.cpu_ms / bare_cpu_ms),
            statements[name],
            *(rounded(value) for value in (page.rps, page.p50_ms, page.p95_ms)),
            page.largest,
        )
        for name, page in pages.items()
    ]
    print_table(head, rows)
    each = pages.values()
    figures = {
        "cpu_ms": max(page.cpu_ms for page in each),
        "bare_cpu_ms": bare_cpu_ms,
        "sql": max(statements.values()),
        "rps": min(page.rps for page in each),
        "p50_ms": max(page.p50_ms for page in each),
        "p95_ms": max(page.p95_ms for page in each),
        "bytes": max(page.largest for page in each),
        "pages": {name: asdict(page) | {"sql": statements[name]} for name, page in pages.items()},
    }
    targets = [
        Target("cpu_ms", TIMES_BARE * bare_cpu_ms),
        Target("sql", MOST_SQL),
        Target("bytes", MOST_BYTES),
    ]
    return Report("page", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
