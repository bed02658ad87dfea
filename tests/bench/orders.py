"""Placing orders for one event with limited places, from 8 and 32 clients, and the bare endpoint.

Every order takes its place from the same quota, so that all of them meet at one row.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.core import jobs
from app.core.db import db
from app.core.ids import encode_id
from app.tickets.models import Quota, Ticket
from tests.bench.machinery.load import Request
from tests.bench.machinery.report import Report, Target, arguments, print_table, rounded
from tests.bench.machinery.server import (
    Measured,
    bare_requests,
    bench_database,
    measure,
    serve,
    serve_bare,
)
from tests.factories.events import make_event
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket_type, quota_of
from tests.queries import QueryCounter

ORDERS = 800
PLACES = 20_000
FEW, MANY = 8, 32
numbers = count()


@dataclass(frozen=True)
class World:
    """An event with places, and the tokens of those who order them."""

    slug: str
    ticket_type: str
    quota_id: int
    tokens: list[str]


def make_world() -> World:
    """Fill the database of the environment."""
    db.create_all()
    with db.engine.begin() as connection:
        jobs.apply_schema(connection)
    event = make_event(capacity=PLACES)
    kind = make_ticket_type(event, size=PLACES)
    tokens = [make_api_token(make_person(), "write") for _ in range(MANY)]
    world = World(event.slug, encode_id(kind.id), quota_of(kind), tokens)
    db.session.remove()
    return world


def order(world: World) -> Request:
    """Return an order of one ticket for somebody new."""
    number = next(numbers)
    attendee = {
        "ticket_type": world.ticket_type,
        "given_name": "Eglė",
        "family_name": "Žukauskaitė",
        "email": f"guest{number}@example.org",
        "country": "LT",
    }
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {world.tokens[number % len(world.tokens)]}",
    }
    body = {"attendees": [attendee], "client_key": f"order {number}"}
    return Request(f"/api/v1/events/{world.slug}/orders", "POST", headers, json.dumps(body))


def load(world: World) -> Callable[[], list[Request]]:
    """Return a maker of loads: each orders for other people."""
    return lambda: [order(world) for _ in range(ORDERS)]


def statements_of_an_order(app: Flask, world: World) -> int:
    """Return how many SQL statements an order takes."""
    client = app.test_client()
    with app.app_context():
        counter = QueryCounter(db.engine)
    for _ in range(2):  # the first fills the caches
        request = order(world)
        with counter:
            response = client.post(request.path, data=request.body, headers=dict(request.headers))
        if response.status_code != 201:
            raise RuntimeError(response.text)
    counter.close()
    return counter.count


def lost_or_doubled(app: Flask, world: World) -> int:
    """Return by how much the places that are counted differ from the tickets that there are."""
    with app.app_context():
        taken = db.session.scalar(select(Quota.taken).where(Quota.id == world.quota_id)) or 0
        tickets = db.session.scalar(select(func.count()).select_from(Ticket)) or 0
        db.session.remove()
        db.engine.dispose()
    return abs(taken - tickets)


def main() -> int:
    """Measure, print, and say whether the budgets are kept."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, _url):
        app = create_app()
        with app.app_context():
            world = make_world()
        sql = statements_of_an_order(app, world)
        with serve_bare(cluster) as server:
            bare = measure(server, lambda: bare_requests(ORDERS), clients=FEW)
        with serve("wsgi:app", cluster) as server:
            few = measure(server, load(world), clients=FEW)
            many = measure(server, load(world), clients=MANY)
        wrong = lost_or_doubled(app, world)
    return report(bare, few, many, sql, wrong)


def report(bare: Measured, few: Measured, many: Measured, sql: int, wrong: int) -> int:
    """Print what was measured, and judge it."""
    rows = [
        ("bare endpoint", FEW, bare.rps, bare.p50_ms, bare.p95_ms, bare.cpu_ms, 2),
        ("order", FEW, few.rps, few.p50_ms, few.p95_ms, few.cpu_ms, sql),
        ("order", MANY, many.rps, many.p50_ms, many.p95_ms, many.cpu_ms, sql),
    ]
    head = ("what", "clients", "per second", "p50 ms", "p95 ms", "CPU ms", "SQL")
    print_table(head, [[rounded(cell) for cell in row] for row in rows])
    figures = {
        "cpu_ms": few.cpu_ms,
        "bare_cpu_ms": bare.cpu_ms,
        "cpu_ratio": few.cpu_ms / bare.cpu_ms,
        "sql": sql,
        "rps": few.rps,
        "p50_ms": few.p50_ms,
        "p95_ms": few.p95_ms,
        "many_cpu_ms": many.cpu_ms,
        "many_rps": many.rps,
        "many_p50_ms": many.p50_ms,
        "many_p95_ms": many.p95_ms,
        "wrong_places": wrong,
    }
    targets = [Target("cpu_ratio", 6), Target("sql", 15), Target("wrong_places", 0)]
    return Report("orders", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
