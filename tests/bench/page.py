"""What does a visitor's page cost? Event, challenge and registration against the bare endpoint."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from app import create_app
from app.core.db import db
from app.core.ids import encode_id
from tests.bench.machinery.load import Request
from tests.bench.machinery.report import Report, Target, arguments, print_table, rounded
from tests.bench.machinery.server import (
    Measured,
    Server,
    bare_requests,
    bench_database,
    measure,
    serve,
    serve_bare,
)
from tests.bench.machinery.visit import Visit, first_visits
from tests.conftest import make_tables
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_session
from tests.factories.tickets import make_ticket_type
from tests.queries import QueryCounter

REQUESTS = 300
CHALLENGES = 8
TICKET_TYPES = 4
SESSIONS = 12
MOST_SQL = 8
MOST_BYTES = 100_000
NO_SHIFT = 0.001
TIMES_BARE = 2.0
ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    """What a page was measured to cost, and the bare endpoint just before it."""

    page: Measured
    bare_cpu_ms: float

    def ratio(self) -> float:
        """Return how many times the bare endpoint's CPU the page takes."""
        return self.page.cpu_ms / self.bare_cpu_ms


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
            costs = measure_pages(server, bare, paths)
            visits = first_visits(server.port, paths)
        with app.app_context():
            db.engine.dispose()
    return report(costs, statements, visits)


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


def measure_pages(server: Server, bare: Server, paths: dict[str, str]) -> dict[str, Cost]:
    """Measure each page and the yardstick in turn, so that a busy machine is busy for both."""
    rounds: dict[str, list[Cost]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            yardstick = measure(bare, lambda: bare_requests(REQUESTS), runs=1)
            rounds[name].append(Cost(measure(server, views_of(path), runs=1), yardstick.cpu_ms))
    return {name: sorted(found, key=Cost.ratio)[ROUNDS // 2] for name, found in rounds.items()}


def views_of(path: str) -> Callable[[], list[Request]]:
    """Return a maker of many views of a page, as a browser asks for it."""
    headers = {"Accept": "text/html", "Accept-Language": "en-GB,en;q=0.8"}
    return lambda: [Request(path, headers=headers)] * REQUESTS


def report(costs: dict[str, Cost], statements: dict[str, int], visits: dict[str, Visit]) -> int:
    """Print every page, then the worst of each figure against its target."""
    each = {
        name: {
            "cpu_ms": cost.page.cpu_ms,
            "bare_cpu_ms": cost.bare_cpu_ms,
            "cpu_ratio": cost.ratio(),
            "sql": statements[name],
            "rps": cost.page.rps,
            "p50_ms": cost.page.p50_ms,
            "p95_ms": cost.page.p95_ms,
            "first_visit_bytes": visits[name].sent,
            "layout_shift": visits[name].shift,
        }
        for name, cost in costs.items()
    }
    head = ("page", *next(iter(each.values())))
    print_table(head, [(name, *map(rounded, found.values())) for name, found in each.items()])
    worst = {name: max(found[name] for found in each.values()) for name in head[1:]}
    worst["rps"] = min(found["rps"] for found in each.values())
    dearest = max(each.values(), key=lambda found: found["cpu_ratio"])
    worst |= {name: dearest[name] for name in ("cpu_ms", "bare_cpu_ms")}
    targets = [
        Target("cpu_ratio", TIMES_BARE),
        Target("sql", MOST_SQL),
        Target("first_visit_bytes", MOST_BYTES),
        Target("layout_shift", NO_SHIFT),
    ]
    figures = {**worst, "pages": each}
    return Report("page", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
