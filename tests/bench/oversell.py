"""Does anything oversell, or get lost? On SQLite and on PostgreSQL.

First 200 buyers and 20 places, in rounds; then 200 clients who order, fill in forms, wait, answer
offers, cancel and change sizes at once, on places that are shared; then buyers over HTTP while a
worker and the database's server are killed.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.queries import get_event_by_id
from app.tickets.models import Order, Quota, Ticket, TicketType
from app.tickets.services import Attendee, register
from tests.bench.machinery.crash import sell_through_crashes
from tests.bench.machinery.crowd import all_at_once
from tests.bench.machinery.report import Report, Target, arguments, print_table
from tests.bench.machinery.server import bench_database
from tests.bench.machinery.storm import one_storm
from tests.conftest import make_tables, make_test_app
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of
from tests.postgres import start_cluster

BUYERS = 200
PLACES = 20
ROUNDS = 20
STORMS = 50
CONTROL_ROUNDS = 3
THREADS = 16
BUSY_SECONDS = 0.005  # between two statements, on a machine that has other work too

Buy = Callable[[int], object]


def buy_all(app: Flask, buy: Buy, *, buyers: int, threads: int = THREADS) -> int:
    """Let buyers buy at the same time; return how many got something."""

    def attempt(number: int) -> bool:
        try:
            buy(number)
        except Conflict:
            return False
        return True

    return sum(all_at_once(app, attempt, clients=buyers, threads=threads))


def buyer(ticket_type: TicketType, *, client_key: str | None = None) -> Buy:
    """Return what a buyer does: register, through the service, in a unit of work."""
    event_id, chosen = ticket_type.event_id, ticket_type.id

    def buy(number: int) -> object:
        who = 0 if client_key else number
        attendee = Attendee(
            ticket_type=chosen,
            given_name="Eglė",
            family_name=f"Number {who}",
            email=f"buyer{who}@example.org",
        )
        return in_unit_of_work(
            lambda: register(ANONYMOUS, get_event_by_id(event_id), attendee, client_key=client_key)
        )

    return buy


def buyer_without_guard(ticket_type: TicketType) -> Buy:
    """Return the control: count the tickets, then insert one, as is done without a guard."""
    event_id, chosen, quota_id = ticket_type.event_id, ticket_type.id, quota_of(ticket_type)
    lead_id = ticket_type.event.lead_organisation_id

    def buy(number: int) -> None:
        size = db.session.scalar(select(Quota.size).where(Quota.id == quota_id)) or 0
        if count_tickets(chosen) >= size:
            raise Conflict("sold_out")
        time.sleep(BUSY_SECONDS)
        with unit_of_work():
            who = {"event_id": event_id, "email": f"buyer{number}@example.org"}
            seat = {"ticket_type_id": chosen, "supported_by_id": lead_id}
            ticket = Ticket(given_name="Eglė", order=Order(**who), **seat, **who)
            db.session.add(ticket)

    return buy


def count_tickets(ticket_type_id: int) -> int:
    """Return how many tickets of a kind there are."""
    query = select(func.count()).select_from(Ticket)
    return db.session.scalar(query.where(Ticket.ticket_type_id == ticket_type_id)) or 0


def one_round(app: Flask, make_buyer: Callable[[TicketType], Buy]) -> int:
    """Return how many tickets there are after everybody has tried."""
    with app.app_context():
        ticket_type = make_ticket_type(make_event(), size=PLACES)
        buy = make_buyer(ticket_type)
        told = buy_all(app, buy, buyers=BUYERS)
        db.session.rollback()  # what was read before they came is not what there is now
        stored = count_tickets(ticket_type.id)
    if told != stored:
        raise RuntimeError(f"{told} buyers were told yes, {stored} tickets are stored")
    return stored


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Give the addresses of an empty database of each kind."""
    cluster = start_cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield {
                "SQLite": f"sqlite:///{Path(folder) / 'oversell.sqlite3'}",
                "PostgreSQL": cluster.url(cluster.create_database()),
            }
    finally:
        cluster.stop()


@dataclass(frozen=True)
class Seen:
    """What was seen on one database: tickets sold in each round, of the control, and faults."""

    sold: list[int]
    control: list[int]
    faults: list[str]


def measure_on(url: str) -> Seen:
    """Let buyers buy, without the guard too, and then let everything happen at once."""
    with tempfile.TemporaryDirectory() as instance:
        app = make_test_app(url, Path(instance))
        with app.app_context():
            make_tables()
        sold = [one_round(app, buyer) for _ in range(ROUNDS)]
        control = [one_round(app, buyer_without_guard) for _ in range(CONTROL_ROUNDS)]
        storms = [one_storm(app, clients=BUYERS, threads=THREADS, seed=n) for n in range(STORMS)]
        with app.app_context():
            db.engine.dispose()
    return Seen(sold, control, [fault for faults in storms for fault in faults])


def crashes() -> list[str]:
    """Return what is wrong after a worker, and PostgreSQL, were killed in the middle of sales."""
    with bench_database() as (cluster, _url):
        wrong = sell_through_crashes(create_app(), cluster, has_server=True)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'crash.sqlite3'}"
            return wrong + sell_through_crashes(create_app(), cluster, has_server=False)


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    # Each database in a process of its own: threads of one process would wait for each other.
    with databases() as urls, ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = dict(zip(urls, pool.map(measure_on, urls.values()), strict=True))
    rows = [
        (name, len(one.sold), min(one.sold), max(one.sold), max(one.control), len(one.faults))
        for name, one in seen.items()
    ]
    head = ("database", "rounds", "sold, least", "sold, most", "control, most", "storm, faults")
    print_table(head, rows)
    faults = [f"{name}: {fault}" for name, one in seen.items() for fault in one.faults]
    left_by_crashes = crashes()
    for fault in (*faults, *left_by_crashes)[:20]:
        print(fault)
    sold = [count for one in seen.values() for count in one.sold]
    control = [max(one.control) for one in seen.values()]
    figures = {
        "rounds": len(sold),
        "places": PLACES,
        "sold_min": min(sold),
        "sold_max": max(sold),
        "control_sold": min(control),  # the race must show on both, or the test shows nothing
        "storms": STORMS * len(seen),
        "storm_faults": len(faults),
        "crash_faults": len(left_by_crashes),
    }
    targets = [
        Target("sold_min", PLACES, at_least=True),
        Target("sold_max", PLACES),
        Target("control_sold", PLACES + 1, at_least=True),
        Target("storm_faults", 0),
        Target("crash_faults", 0),
    ]
    return Report("oversell", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
