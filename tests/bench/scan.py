"""Scanning badges: one by one, in batches of 500, and as the event grows to 500,000 tickets.

Each figure stands beside the bare endpoint's, measured in the same run.
"""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median
from uuid import uuid4

from flask import Flask
from sqlalchemy import delete, func, insert, select, text

from app import create_app
from app.checkin.models import Admission, Scan
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.tickets.models import Ticket
from app.tickets.queries import signing_key
from app.tickets.rules.badge_token import SigningKey, TicketToken, sign_token
from tests.bench.machinery.load import Request, run_load
from tests.bench.machinery.report import Report, Target, arguments, print_table, rounded
from tests.bench.machinery.server import (
    RUNS,
    Measured,
    bare_requests,
    bench_database,
    measure,
    serve,
    serve_bare,
)
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_many_tickets, make_ticket_type
from tests.postgres import OWNER, Cluster
from tests.queries import QueryCounter

TICKETS = 5000
MANY = 500_000
BATCH = 500
QUEUED = 1000  # what a phone sends when its network is back
REQUESTS = 1200
CLIENTS = 8
FEW_AND_MANY = (1, 32)
SECONDS = 5


@dataclass(frozen=True)
class World:
    """An event with its tickets' codes and one scanner for each client."""

    event_id: int
    signing: SigningKey
    codes: list[str]
    secrets: list[str]


def make_world() -> World:
    """Fill the database of the environment."""
    db.create_all()
    event = make_event(starts_at=clock.now(), capacity=TICKETS)
    kind = make_ticket_type(event, size=TICKETS)
    gates = [make_gate(event, f"Gate {number}") for number in range(max(FEW_AND_MANY))]
    secrets = [make_device(gate, event)[1] for gate in gates]
    ids = [ticket.id for ticket in make_many_tickets(kind, TICKETS)]
    signing = signing_key(event.id)
    world = World(event.id, signing, codes_of(event.id, signing, ids), secrets)
    db.session.remove()
    return world


def codes_of(event_id: int, signing: SigningKey, ids: Iterable[int]) -> list[str]:
    """Return the codes on the badges of tickets."""
    return [sign_token(TicketToken(event_id, key, 0), signing) for key in ids]


def grow(app: Flask, world: World) -> World:
    """Let the event have many more tickets, like the ones it has; PostgreSQL copies them."""
    with app.app_context():
        with unit_of_work() as session:
            model = session.scalars(select(Ticket).limit(1)).one()
            columns = Ticket.__table__.columns
            number = func.generate_series(1, MANY - TICKETS)
            row = select(*[number if one.name == "id" else one for one in columns])
            copied = row.where(Ticket.id == model.id)
            session.execute(insert(Ticket).from_select([one.name for one in columns], copied))
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze ticket"))
    drawn = random.Random(2).sample(range(1, MANY - TICKETS), REQUESTS)
    return replace(world, codes=codes_of(world.event_id, world.signing, drawn))


def post(world: World, codes: list[str], number: int) -> Request:
    """Return the upload of some codes by one of the scanners."""
    at = clock.now().isoformat()
    scans = [{"client_id": str(uuid4()), "code": code, "scanned_at": at} for code in codes]
    secret = world.secrets[number % len(world.secrets)]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
    return Request("/api/v1/scans", "POST", headers, json.dumps({"scans": scans, "sent_at": at}))


def singles(app: Flask, world: World) -> Callable[[], list[Request]]:
    """Return a maker of loads: each scans other tickets for the first time."""

    def load() -> list[Request]:
        nobody_came(app)
        chosen = random.sample(world.codes, REQUESTS)
        return [post(world, [code], number) for number, code in enumerate(chosen)]

    return load


def batches(app: Flask, world: World) -> Callable[[], list[Request]]:
    """Return a maker of loads: every ticket once, in batches."""

    def load() -> list[Request]:
        nobody_came(app)
        starts = range(0, TICKETS, BATCH)
        return [post(world, world.codes[n : n + BATCH], n // BATCH) for n in starts]

    return load


def nobody_came(app: Flask) -> None:
    """Forget every scan."""
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(Admission))
        session.execute(delete(Scan))


def statements_of_a_scan(app: Flask, world: World) -> int:
    """Return how many SQL statements the first scan of a badge takes."""
    client = app.test_client()
    with app.app_context():
        counter = QueryCounter(db.engine)
    for code in world.codes[:2]:  # the first fills the caches
        request = post(world, [code], 0)
        with counter:
            response = client.post(request.path, data=request.body, headers=dict(request.headers))
        if json.loads(response.text)["results"][0]["verdict"] != "green":
            raise RuntimeError(response.text)
    counter.close()
    return counter.count


def pgbench(cluster: Cluster, database: str) -> float:
    """Return the transactions per second of `pgbench -N` with as many clients."""
    program = str(cluster.programs / "pgbench")
    common = ["-h", str(cluster.folder), "-U", OWNER, database]
    subprocess.run([program, "-i", "-q", "-s", "10", *common], check=True, capture_output=True)
    command = [program, "-N", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), *common]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1])


def seconds_of_a_queue(app: Flask, port: int, world: World) -> float:
    """Return how long one phone takes to send what it has queued, batch after batch."""
    nobody_came(app)
    starts = range(0, QUEUED, BATCH)
    load = [post(world, world.codes[n : n + BATCH], 0) for n in starts]
    return run_load(port, load, clients=1).seconds


def main() -> int:
    """Measure, print, and say whether the budgets are kept."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, url):
        app = create_app()
        with app.app_context():
            world = make_world()
        sql = statements_of_a_scan(app, world)
        found = {}
        with serve_bare(cluster) as server:
            found["bare endpoint"] = measure(server, lambda: bare_requests(REQUESTS))
        with serve("wsgi:app", cluster) as server:
            found["scan"] = measure(server, singles(app, world))
            for clients in FEW_AND_MANY:
                load = singles(app, world)
                found[f"scan, {clients} at a time"] = measure(server, load, clients=clients)
            found["batch"] = measure(server, batches(app, world))
            queue = median(seconds_of_a_queue(app, server.port, world) for _ in range(RUNS))
            grown = grow(app, world)
            found[f"scan, {MANY} tickets"] = measure(server, singles(app, grown))
        with app.app_context():
            db.engine.dispose()
        tps = pgbench(cluster, url.rpartition("?")[0].rpartition("/")[2])
    return report(found, sql, queue, tps)


def report(found: dict[str, Measured], sql: int, queue: float, tps: float) -> int:
    """Print what was measured, and judge it."""
    bare, single, batch = (found[name] for name in ("bare endpoint", "scan", "batch"))
    crowds = [found[f"scan, {clients} at a time"] for clients in FEW_AND_MANY]
    many = found[f"scan, {MANY} tickets"]
    rows = [(name, one.rps, one.p50_ms, one.p95_ms, one.cpu_ms) for name, one in found.items()]
    rows.append(("pgbench -N", tps, CLIENTS * 1000 / tps, "", ""))
    head = ("what", "per second", "p50 ms", "p95 ms", "CPU ms")
    print_table(head, [[rounded(cell) for cell in row] for row in rows])
    figures = {
        "cpu_ms": single.cpu_ms,
        "bare_cpu_ms": bare.cpu_ms,
        "cpu_ratio": single.cpu_ms / bare.cpu_ms,
        "crowds_cpu_ratio": max(one.cpu_ms for one in crowds) / bare.cpu_ms,
        "sql": sql,
        "rps": single.rps,
        "p50_ms": single.p50_ms,
        "p95_ms": single.p95_ms,
        "batch_cpu_ms": batch.cpu_ms / BATCH,
        "batch_ratio": batch.cpu_ms / BATCH / bare.cpu_ms,
        "queue_s": queue,
        "growth": many.p95_ms / single.p95_ms,
        "pgbench_tps": tps,
    }
    targets = [
        Target("cpu_ratio", 2),
        Target("sql", 6),
        Target("batch_ratio", 0.2),
        Target("queue_s", 2),
        Target("growth", 1.3),
    ]
    return Report("scan", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
