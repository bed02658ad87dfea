"""Scanning badges of 5,000 tickets: one by one and in batches of 500, beside the bare endpoint."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import delete

from app import create_app
from app.checkin.models import Admission, Scan
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.tickets.rules.badge_token import TicketToken, sign_token
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
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_many_tickets, make_ticket_type
from tests.postgres import OWNER, Cluster
from tests.queries import QueryCounter

TICKETS = 5000
BATCH = 500
REQUESTS = 1200
CLIENTS = 8
SECONDS = 5


@dataclass(frozen=True)
class World:
    """An event with its tickets' codes and one scanner for each client."""

    codes: list[str]
    secrets: list[str]


def make_world() -> World:
    """Fill the database of the environment."""
    db.create_all()
    event = make_event(starts_at=clock.now(), capacity=TICKETS)
    kind = make_ticket_type(event, size=TICKETS)
    secrets = [make_device(make_gate(event, f"Gate {n}"), event)[1] for n in range(CLIENTS)]
    ids = [ticket.id for ticket in make_many_tickets(kind, TICKETS)]
    signing = Ed25519PrivateKey.from_private_bytes(event.signing_key)
    codes = [sign_token(TicketToken(event.id, key, 0), signing) for key in ids]
    db.session.remove()
    return World(codes, secrets)


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


def main() -> int:
    """Measure, print, and say whether the budgets are kept."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, url):
        app = create_app()
        with app.app_context():
            world = make_world()
        sql = statements_of_a_scan(app, world)
        with serve_bare(cluster) as server:
            bare = measure(server, lambda: bare_requests(REQUESTS), clients=CLIENTS)
        with serve("wsgi:app", cluster) as server:
            single = measure(server, singles(app, world), clients=CLIENTS)
            batch = measure(server, batches(app, world), clients=CLIENTS)
        with app.app_context():
            db.engine.dispose()
        tps = pgbench(cluster, url.rpartition("?")[0].rpartition("/")[2])
    return report(bare, single, batch, sql, tps)


def report(bare: Measured, single: Measured, batch: Measured, sql: int, tps: float) -> int:
    """Print what was measured, and judge it."""
    each = batch.cpu_ms / BATCH
    rows = [
        ("bare endpoint", bare.rps, bare.p50_ms, bare.p95_ms, bare.cpu_ms, 2),
        ("scan", single.rps, single.p50_ms, single.p95_ms, single.cpu_ms, sql),
        ("scan in a batch", batch.rps * BATCH, batch.p50_ms, batch.p95_ms, each, ""),
        ("pgbench -N", tps, CLIENTS * 1000 / tps, "", "", 4),
    ]
    head = ("what", "per second", "p50 ms", "p95 ms", "CPU ms", "SQL")
    print_table(head, [[rounded(cell) for cell in row] for row in rows])
    figures = {
        "cpu_ms": single.cpu_ms,
        "bare_cpu_ms": bare.cpu_ms,
        "cpu_ratio": single.cpu_ms / bare.cpu_ms,
        "sql": sql,
        "rps": single.rps,
        "p50_ms": single.p50_ms,
        "p95_ms": single.p95_ms,
        "batch_cpu_ms": each,
        "batch_ratio": each / bare.cpu_ms,
        "pgbench_tps": tps,
    }
    targets = [Target("cpu_ratio", 2), Target("sql", 6), Target("batch_ratio", 0.2)]
    return Report("scan", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
