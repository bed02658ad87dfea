"""Does anything oversell? 200 buyers, 20 places, 20 rounds, on SQLite and on PostgreSQL."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.queries import get_event_by_id
from app.tickets.models import Order, Quota, Ticket, TicketType
from app.tickets.services import Attendee, register
from tests.bench.machinery.report import Report, Target, arguments, print_table
from tests.conftest import make_tables, make_test_app
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of
from tests.postgres import start_cluster

BUYERS = 200
PLACES = 20
ROUNDS = 20
CONTROL_ROUNDS = 3
THREADS = 16
BUSY_SECONDS = 0.005  # between two statements, on a machine that has other work too

Buy = Callable[[int], object]


def buy_all(app: Flask, buy: Buy, *, buyers: int, threads: int = THREADS) -> int:
    """Let buyers buy at the same time; return how many got something."""
    start = Barrier(threads)

    def attempt(number: int) -> bool:
        with app.app_context():
            if number < threads:
                start.wait()
            try:
                buy(number)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(attempt, range(buyers)))


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


def measure_on(url: str) -> tuple[list[int], list[int]]:
    """Return the tickets sold in each round, and in each round of the control."""
    with tempfile.TemporaryDirectory() as instance:
        app = make_test_app(url, Path(instance))
        with app.app_context():
            make_tables()
        sold = [one_round(app, buyer) for _ in range(ROUNDS)]
        control = [one_round(app, buyer_without_guard) for _ in range(CONTROL_ROUNDS)]
        with app.app_context():
            db.engine.dispose()
    return sold, control


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    sold: list[int] = []
    control: list[int] = []
    rows = []
    with databases() as urls:
        for name, url in urls.items():
            here, control_here = measure_on(url)
            rows.append((name, len(here), min(here), max(here), max(control_here)))
            sold += here
            control.append(max(control_here))
    print_table(("database", "rounds", "sold, least", "sold, most", "control, most"), rows)
    figures = {
        "rounds": len(sold),
        "places": PLACES,
        "sold_min": min(sold),
        "sold_max": max(sold),
        "control_sold": min(control),  # the race must show on both, or the test shows nothing
    }
    targets = [
        Target("sold_min", PLACES, at_least=True),
        Target("sold_max", PLACES),
        Target("control_sold", PLACES + 1, at_least=True),
    ]
    return Report("oversell", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
