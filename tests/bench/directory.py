"""What does the directory cost with 10,000 organisations? On SQLite and on PostgreSQL.

CPU is that of the application and of the database together. The yardstick is the bare endpoint on
the same database in the same process, and the same page with a hundredth of the organisations.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from flask import Flask
from sqlalchemy import insert

from app import create_app
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id, new_id
from app.core.text import search_key
from app.core.uow import unit_of_work
from app.identity.models import (
    ClusterMembership,
    OfferNeed,
    Organisation,
    OrganisationLabel,
)
from app.identity.rules.nace import Level, list_activities
from app.identity.rules.regions import regions
from app.identity.services.folding import fold
from tests.bench.machinery.bare import PATH, create_bare, prepare_bare
from tests.bench.machinery.report import Report, Target, arguments, print_table, rounded
from tests.bench.machinery.server import SECRET
from tests.conftest import make_tables
from tests.postgres import Cluster, start_cluster
from tests.queries import QueryCounter

ORGANISATIONS, A_HUNDREDTH = 10_000, 100
CLUSTERS = 12
AT_ONCE = 1000
VIEWS, ROUNDS = 8, 5
# 40 ms where the bare endpoint takes 2.5; a busy machine is busy for both.
TIMES_BARE, MOST_SQL = 16.0, 12
KINDS = ("sme", "startup", "large_company", "university", "public_authority")
WORDS = (
    *("press", "forge", "mould", "laser", "valve", "sensor", "robot", "print", "coat", "weld"),
    *("cast", "mill", "drill", "bolt", "spring", "gear", "pump", "motor", "cable", "chip"),
    *("glass", "steel", "timber", "paper", "yarn", "resin", "foam", "brick", "tile", "solar"),
)

Cpu = Callable[[], float]


@dataclass(frozen=True)
class Cost:
    """What one page costs on one database."""

    cpu_ms: float
    bare_cpu_ms: float
    sql: int

    def ratio(self) -> float:
        """Return how many times the bare endpoint's CPU the page takes."""
        return self.cpu_ms / self.bare_cpu_ms


def main() -> int:
    """Measure on both databases and report."""
    arguments(__doc__ or "")
    costs: dict[str, dict[str, Cost]] = {}
    for name, database in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with database() as (fresh, cpu):
            small = measure_all(fresh, A_HUNDREDTH, cpu)
            large = measure_all(fresh, ORGANISATIONS, cpu)
        costs |= {f"{name} {A_HUNDREDTH:,}": small, f"{name} {ORGANISATIONS:,}": large}
    return report(costs)


@contextmanager
def _sqlite() -> Iterator[tuple[Callable[[], str], Cpu]]:
    with tempfile.TemporaryDirectory() as folder:
        names = iter(range(9))
        yield lambda: f"sqlite:///{Path(folder) / str(next(names))}.sqlite3", time.process_time


@contextmanager
def _postgresql() -> Iterator[tuple[Callable[[], str], Cpu]]:
    cluster = start_cluster(durable=True)
    try:
        yield (
            lambda: cluster.url(cluster.create_database()),
            lambda: time.process_time() + _database_cpu(cluster),
        )
    finally:
        cluster.stop()


def _database_cpu(cluster: Cluster) -> float:
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    used = [process.cpu_times() for process in psutil.Process(pid).children()]
    return sum(one.user + one.system for one in used)


def measure_all(fresh: Callable[[], str], size: int, cpu: Cpu) -> dict[str, Cost]:
    """Fill a fresh database with so many organisations and measure every page on it."""
    with tempfile.TemporaryDirectory() as instance:
        os.environ |= {
            "DATABASE_URL": fresh(),
            "SECRET_KEY": SECRET,
            "INNODAY_INSTANCE": instance,
        }
        app = create_app()
        with app.test_request_context():
            make_tables()
            paths = fill(size)
        prepare_bare()
        found = measure_pages(app, create_bare(), paths, cpu)
        with app.app_context():
            db.engine.dispose()
    return found


def fill(size: int) -> dict[str, str]:
    """Enter organisations as lifelike as the demo's, and return the addresses that are asked."""
    dice = random.Random(7)
    places = list(regions().values())
    sectors = [one.code for one in list_activities(Level.DIVISION)]
    clusters = [_organisation(dice, places, kind="cluster") for _ in range(CLUSTERS)]
    others = [_organisation(dice, places) for _ in range(size - CLUSTERS)]
    ids = [row["id"] for row in others]
    with unit_of_work():
        _enter(Organisation, clusters + others)
        _enter(OrganisationLabel, [row for one in ids for row in _labels(dice, sectors, one)])
        _enter(OfferNeed, [row for one in ids for row in _offers(dice, one)])
        _enter(ClusterMembership, [_crossed(dice.choice(clusters)["id"], one) for one in ids])
        for start in range(0, len(ids), AT_ONCE):
            fold(*ids[start : start + AT_ONCE])
    if db.session.get_bind().dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return {
        "first page": "/directory",
        "page 30": "/directory?page=30" if size > A_HUNDREDTH else "/directory?page=2",
        "search": "/directory?q=robot+steel",
        "rare search": "/directory?q=zwickmuhle",
        "country": "/directory?country=DE",
        "sector": "/directory?sector=C",
        "cluster": f"/directory?cluster={encode_id(clusters[0]['id'])}",
        "newest": "/directory?sort=newest",
        "api": "/directory.csv?q=zwickmuhle",
    }


def _enter(model: type, rows: list[dict]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(model), rows[start : start + AT_ONCE])


def _organisation(dice: random.Random, places: list, kind: str = "") -> dict:
    region = dice.choice(places)
    name = " ".join(word.title() for word in dice.sample(WORDS, 3)) + f" {dice.randrange(10_000)}"
    return {
        "id": new_id(),
        "name": name,
        "search_key": search_key(name),
        "kind": kind or dice.choice(KINDS),
        "country": region.country,
        "region": region.code,
        "city": "Somewhere",
        "description": f"{name} works on {dice.choice(WORDS)} and {dice.choice(WORDS)}.",
        "listed_at": clock.now(),
        "created_at": clock.now(),
    }


def _labels(dice: random.Random, sectors: list[str], one: int) -> Iterator[dict]:
    texts = [("nace", code) for code in dice.sample(sectors, 2)]
    texts += [("keyword", word) for word in dice.sample(WORDS, 3)]
    for place, (kind, code) in enumerate(texts):
        yield {
            "id": new_id(),
            "organisation_id": one,
            "kind": kind,
            "code": code,
            "text": code,
            "place": place if kind == "nace" else place - 2,
        }


def _offers(dice: random.Random, one: int) -> Iterator[dict]:
    for kind in ("offer", "need"):
        text = " ".join(dice.sample(WORDS, 6))
        yield {
            "id": new_id(),
            "organisation_id": one,
            "kind": kind,
            "text": text,
            "keywords": [],
            "search_key": search_key(text),
            "created_at": clock.now(),
        }


def _crossed(cluster_id: int, one: int) -> dict:
    now = clock.now()
    return {
        "id": new_id(),
        "cluster_id": cluster_id,
        "organisation_id": one,
        "state": "accepted",
        "asked_by": "organisation",
        "asked_at": now,
        "answered_at": now,
        "since": now,
    }


def measure_pages(app: Flask, bare: Flask, paths: dict[str, str], cpu: Cpu) -> dict[str, Cost]:
    """Measure every page and the yardstick in turn, so that a busy machine is busy for both."""
    client, yardstick = app.test_client(), bare.test_client()
    body = {"counter": 1, "name": "Somebody"}
    statements = {name: _count_sql(app, path) for name, path in paths.items()}
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            bare_ms = _cpu_ms(cpu, lambda: yardstick.post(PATH, json=body).status_code)
            page_ms = _cpu_ms(cpu, partial(_status, client, path))
            rounds[name].append((page_ms, bare_ms))
    return {
        name: Cost(
            statistics.median(page for page, _bare in found),
            statistics.median(bare_ms for _page, bare_ms in found),
            statements[name],
        )
        for name, found in rounds.items()
    }


def _status(client: Any, path: str) -> int:
    return int(client.get(path).status_code)


def _cpu_ms(cpu: Cpu, ask: Callable[[], int]) -> float:
    before = cpu()
    for _ in range(VIEWS):
        if ask() // 100 != 2:
            raise RuntimeError("not answered")
    return (cpu() - before) * 1000 / VIEWS


def _count_sql(app: Flask, path: str) -> int:
    with app.app_context():
        counter = QueryCounter(db.engine)
        client = app.test_client()
        client.get(path)
        with counter:
            client.get(path)
        counter.close()
    return counter.count


def report(costs: dict[str, dict[str, Cost]]) -> int:
    """Print every page on every database, then the worst of each figure against its target."""
    rows, large = [], []
    for database, pages in costs.items():
        for page, cost in pages.items():
            found = (cost.cpu_ms, cost.bare_cpu_ms, cost.ratio(), cost.sql)
            rows.append((database, page, *map(rounded, found)))
            if f"{ORGANISATIONS:,}" in database:
                large.append(cost)
    print_table(("database", "page", "cpu_ms", "bare_cpu_ms", "cpu_ratio", "sql"), rows)
    dearest = max(large, key=Cost.ratio)
    every = [cost for pages in costs.values() for cost in pages.values()]
    figures = {
        "cpu_ms": dearest.cpu_ms,
        "bare_cpu_ms": dearest.bare_cpu_ms,
        "cpu_ratio": dearest.ratio(),
        "sql": max(cost.sql for cost in every),
    }
    targets = [Target("cpu_ratio", TIMES_BARE), Target("sql", MOST_SQL)]
    return Report("directory", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
