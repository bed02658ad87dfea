"""Orders over HTTP while a worker, and then the database, is killed with no time to tidy up.

Whoever gets no answer asks again under the same key, as a browser or a program does. In the end
everybody has an answer, each yes is one ticket, and every place is sold.
"""

import contextlib
import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from app.core import jobs
from app.core.db import Base, db
from app.core.ids import encode_id
from app.tickets.models import Order, Quota, TakenPlace, Ticket
from tests.bench.machinery.server import Server, serve
from tests.factories.events import make_event
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket_type, quota_of
from tests.postgres import Cluster

BUYERS, PLACES, THREADS = 200, 150, 16
KILL_WORKER_AFTER, KILL_DATABASE_AFTER = 40, 90  # answers
AGAIN_SECONDS = 0.05
PATIENCE_SECONDS = 60.0
YES, NO = 201, 409


@dataclass
class Shop:
    """An event that sells, and the answers that buyers have had so far."""

    path: str
    ticket_type: str
    quota_id: int
    token: str
    answers: list[int] = field(default_factory=list)
    asked_again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int) -> int:
        """Note an answer and return which one it was."""
        with self.lock:
            self.answers.append(status)
            return len(self.answers)


def open_shop(app: Flask) -> Shop:
    """Make an event with fewer places than buyers."""
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            jobs.apply_schema(connection)
        kind = make_ticket_type(make_event(), size=PLACES)
        path = f"/api/v1/events/{kind.event.slug}/orders"
        token = make_api_token(make_person(), "write")
        shop = Shop(path, encode_id(kind.id), quota_of(kind), token)
        db.session.remove()
        db.engine.dispose()
    return shop


def buy(shop: Shop, port: int, number: int) -> int:
    """Order one ticket, again and again under one key until there is an answer."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        status = _ask(shop, port, number)
        if status in (YES, NO):
            return status
        with shop.lock:
            shop.asked_again += 1
        time.sleep(AGAIN_SECONDS)
    raise RuntimeError(f"buyer {number} got no answer")


def _ask(shop: Shop, port: int, number: int) -> int:
    who = {"ticket_type": shop.ticket_type, "given_name": "Ada", "family_name": "King"}
    who["email"] = f"buyer{number}@example.org"
    body = json.dumps({"attendees": [who], "client_key": f"buyer {number}"})
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {shop.token}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    with contextlib.closing(connection):
        try:
            connection.request("POST", shop.path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0


def sell_through_crashes(app: Flask, cluster: Cluster, *, has_server: bool) -> list[str]:
    """Sell out while a worker and the database's server, if it has one, are killed."""
    shop = open_shop(app)
    with serve("wsgi:app", cluster) as server:
        kills = {KILL_WORKER_AFTER: lambda: _kill_worker(server)}
        if has_server:
            kills[KILL_DATABASE_AFTER] = cluster.crash

        def one(number: int) -> int:
            status = buy(shop, server.port, number)
            kills.get(shop.note(status), _nothing)()
            return status

        with ThreadPoolExecutor(THREADS) as pool:
            told = list(pool.map(one, range(BUYERS)))
    return _faults(app, shop, told)


def _nothing() -> None:
    return None


def _kill_worker(server: Server) -> None:
    server.process.children()[0].kill()


def _faults(app: Flask, shop: Shop, told: list[int]) -> list[str]:
    """Return what does not add up, in words."""
    with app.app_context():
        quota = db.session.execute(
            select(Quota.taken, Quota.held).where(Quota.id == shop.quota_id)
        ).one()
        counts = {
            "told yes": told.count(YES),
            "tickets": _count(Ticket),
            "orders": _count(Order),
            "places written down": _count(TakenPlace),
            "places counted": quota.taken,
        }
        db.session.remove()
        db.engine.dispose()
    wrong = [
        f"{count} {what} and not {PLACES}" for what, count in counts.items() if count != PLACES
    ]
    if quota.held:
        wrong.append(f"{quota.held} places are held by nobody")
    if not shop.asked_again:
        wrong.append("nobody noticed that anything was killed")
    return wrong


def _count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
