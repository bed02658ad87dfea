"""Does the lane stop when the server does? The demo's busiest half hour, at ten times its speed.

Three real scanner pages read 112 badges; the server is killed for what are ten minutes of the
script. Every badge has to have its colour within a second, and afterwards the server's counts have
to be the script's.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import func, select

from app import create_app
from app.checkin.models import Admission, Scan
from app.core import clock
from app.core.db import db
from app.demo.rules.door import PHONES, WAVES
from tests.app.checkin.samples import Entrance, code_of, make_entrance
from tests.bench.machinery.report import Report, Target, arguments
from tests.bench.machinery.server import bench_database, free_port, kill, serve
from tests.browser.phones import Phone
from tests.conftest import make_tables
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_many_tickets, make_ticket_type
from tests.postgres import Cluster

SPEED = 10
BUSY = WAVES[1:4]  # from 08:40 to 09:10
GONE_FROM, GONE_UNTIL = 12 * 60 / SPEED, 22 * 60 / SPEED  # seconds of the replay
WAIT = 60_000
SLOWEST = 1000  # milliseconds from the last key of a reader to the colour
WATCHES = """(() => {
  let since = null;
  window.turns = [];
  const ended = ({ key }) => { if (key === "Enter") since = performance.now(); };
  addEventListener("keydown", ended, true);
  new MutationObserver((records) => {
    const panel = records.find(({ attributeName }) => attributeName === "data-verdict")?.target;
    if (!panel?.matches("[data-part=verdict]") || since === null) return;
    if (panel.dataset.verdict === "checking") return;
    turns.push([panel.dataset.verdict, performance.now() - since]);
    since = null;
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-verdict"] });
})();"""


@dataclass(frozen=True)
class Reading:
    """A badge, the seconds after which a phone reads it, and what has to come of it."""

    at: float
    phone: int
    code: str
    reason: str


@dataclass(frozen=True)
class World:
    """What the phones keep once they are paired, and what they are going to read."""

    paired: list[dict[str, str]]
    script: list[Reading]


def make_world() -> World:
    """Fill the database with the door of the demo's busiest half hour."""
    people = sum(count for _from, _until, count in BUSY)
    event = make_event(starts_at=clock.now(), capacity=people)
    kind = make_ticket_type(event, size=people)
    doors = []
    for number in range(PHONES):
        gate = make_gate(event, f"Gate {number + 1}")
        doors.append(Entrance(event, kind, gate, *make_device(gate, event)))
    tickets = make_many_tickets(kind, people + 1)
    came = [(code_of(ticket, event), "first_time") for ticket in tickets[:people]]
    elsewhere = make_entrance()
    came.insert(50, (code_of(tickets[-1], event, epoch=9), "replaced"))
    came.insert(90, (code_of(tickets[-1], elsewhere.event), "foreign_event"))
    return World([door.paired for door in doors], _script(came))


def _script(came: list[tuple[str, str]]) -> list[Reading]:
    """Return who comes when: each wave spread by chance over its minutes."""
    dice = random.Random(2026)
    times = [
        (_minutes(start) - _minutes(BUSY[0][0])) * 60 / SPEED
        + dice.uniform(0, (_minutes(end) - _minutes(start)) * 60 / SPEED)
        for start, end, count in BUSY
        for _one in range(count)
    ]
    times = sorted([*times, GONE_FROM + 5, GONE_UNTIL + 5])
    return [
        Reading(at, dice.randrange(PHONES), code, reason)
        for at, (code, reason) in zip(times, came, strict=True)
    ]


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


def main() -> int:
    """Replay, print, and say whether nothing was lost and nobody waited."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, _url):
        app = create_app()
        with app.app_context():
            make_tables()
            world = make_world()
            db.session.remove()
            db.engine.dispose()
        with tempfile.TemporaryDirectory() as folder:
            figures = replay(cluster, world, Path(folder))
        figures |= count(app, world)
    targets = [
        Target("slowest_ms", SLOWEST),
        Target("without_colour", 0),
        Target("read_while_gone", 30, at_least=True),
        Target("wrong_counts", 0),
    ]
    return Report("lane", figures, targets).finish()


def replay(cluster: Cluster, world: World, folder: Path) -> dict[str, Any]:
    """Read the script's badges, with the server killed in the middle."""
    port = free_port()
    with sync_playwright() as playwright, _phones(playwright, folder, port) as phones:
        with serve("wsgi:app", cluster, port=port) as server:
            for phone, place in zip(phones, world.paired, strict=True):
                phone.pair(place)
                said = phone.open(online=True).locator("[data-part=as-of]")
                expect(said).to_be_visible(timeout=WAIT)
            began = time.monotonic()
            read_all(phones, [one for one in world.script if one.at < GONE_FROM], began)
            kill(server)
        gone = [one for one in world.script if GONE_FROM <= one.at < GONE_UNTIL]
        read_all(phones, gone, began)
        waiting = sum(_queue(phone.page) for phone in phones)
        with serve("wsgi:app", cluster, port=port):
            read_all(phones, [one for one in world.script if one.at >= GONE_UNTIL], began)
            for phone in phones:
                queue = phone.page.locator("[data-part=queue-count]")
                expect(queue).to_have_text("0", timeout=WAIT)
        turns = [turn for phone in phones for turn in phone.page.evaluate("turns")]
    return {
        "badges": len(world.script),
        "read_while_gone": len(gone),
        "waiting_then": waiting,
        "without_colour": len(world.script) - len(turns),
        "slowest_ms": max(took for _verdict, took in turns),
    }


@contextmanager
def _phones(playwright: Any, folder: Path, port: int) -> Iterator[list[Phone]]:
    address = f"http://127.0.0.1:{port}"
    made = [
        Phone(playwright, folder / f"phone{number}", address, watches=WATCHES)
        for number in range(PHONES)
    ]
    yield made
    for phone in made:
        phone.close()


def read_all(phones: list[Phone], readings: list[Reading], began: float) -> None:
    """Read badges with a reader on a cable, each at its time."""
    for one in readings:
        page = phones[one.phone].page
        page.wait_for_timeout(max(0, (began + one.at - time.monotonic()) * 1000))
        for letter in one.code:
            page.keyboard.press("Space" if letter == " " else letter)
        page.keyboard.press("Enter")


def count(app: Flask, world: World) -> dict[str, Any]:
    """Return how far the server's counts are from the script's."""
    with app.app_context():
        query = select(Scan.reason, func.count()).group_by(Scan.reason)
        stored = Counter(dict(db.session.execute(query).tuples().all()))
        admitted = db.session.scalar(select(func.count()).select_from(Admission)) or 0
        db.engine.dispose()
    wanted = Counter(one.reason for one in world.script)
    differs = sum(abs(stored[reason] - wanted[reason]) for reason in stored | wanted)
    return {
        "stored": stored.total(),
        "admitted": admitted,
        "wrong_counts": differs + abs(admitted - wanted["first_time"]),
    }


def _queue(page: Page) -> int:
    return int(page.locator("[data-part=queue-count]").inner_text())


if __name__ == "__main__":
    sys.exit(main())
