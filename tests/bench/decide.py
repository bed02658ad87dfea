"""How long does a phone without a network take from the camera's frame to the colour?

A real scanner page in Chromium, with the tickets of a large event on the device, is shown badge
after badge by its camera; then it is opened again and again, still without a network.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from app import create_app
from app.core import clock
from app.core.db import db
from tests.app.checkin.samples import Entrance, code_of
from tests.bench.machinery.report import Report, Target, arguments
from tests.bench.machinery.server import bench_database, serve
from tests.browser.camera import blank_picture, picture_of
from tests.browser.phones import Phone
from tests.conftest import make_tables
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_many_tickets, make_ticket_type

TICKETS = 5000
BADGES = 40
HELD = 0.7  # seconds that each badge is before the camera
PAUSE = 0.5
OPENINGS = 5
WAIT = 120_000
# When the camera's picture turns dark somebody holds a badge before it; the verdict is there when
# the browser has drawn it.
WATCHES = """(() => {
  const isDark = (picture) => {
    const canvas = new OffscreenCanvas(16, 16);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, 16, 16);
    const {data} = context.getImageData(0, 0, 16, 16);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) dark += data[at] < 150;
    return dark > 20;
  };
  window.turns = [];
  let held = false, since = null;
  const read = createImageBitmap;
  window.createImageBitmap = async (...wanted) => {
    const at = performance.now();
    const picture = await read(...wanted);
    const dark = isDark(picture);
    if (dark && !held) since = at;
    held = dark;
    return picture;
  };
  const shown = (records) => {
    const panel = records.find(({ attributeName }) => attributeName === "data-verdict")?.target;
    if (!panel?.matches("[data-part=verdict]") || since === null) return;
    const [start, verdict] = [since, panel.dataset.verdict];
    since = null;
    requestAnimationFrame(() => setTimeout(() => {
      window.firstAt ??= performance.now();
      window.turns.push([verdict, performance.now() - start]);
    }));
  };
  const wanted = { subtree: true, attributes: true, attributeFilter: ["data-verdict"] };
  new MutationObserver(shown).observe(document, wanted);
})();"""


def main() -> int:
    """Measure, print, and say whether the budgets are kept."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, _url):
        app = create_app()
        with app.app_context():
            make_tables()
            door, codes = make_door()
            db.session.remove()
            db.engine.dispose()
        with (
            serve("wsgi:app", cluster) as server,
            sync_playwright() as playwright,
            tempfile.TemporaryDirectory() as folder,
        ):
            address = f"http://127.0.0.1:{server.port}"
            phone = Phone(playwright, Path(folder) / "phone", address, watches=WATCHES)
            phone.pair(door)
            turns = show_badges(phone, codes)
            first = [open_again(phone, code) for code in codes[:OPENINGS]]
    return report(turns, first)


def make_door() -> tuple[dict[str, Any], list[str]]:
    """Fill the database; return what a paired phone keeps, and codes of badges."""
    event = make_event(starts_at=clock.now(), capacity=TICKETS)
    kind = make_ticket_type(event, size=TICKETS)
    gate = make_gate(event)
    device, secret = make_device(gate, event)
    place = Entrance(event, kind, gate, device, secret)
    codes = [code_of(ticket, event) for ticket in make_many_tickets(kind, TICKETS)[: 2 * BADGES]]
    return place.paired, codes


def show_badges(phone: Phone, codes: list[str]) -> list[float]:
    """Hold badges before the camera and return the milliseconds until each colour."""
    pictures = [one for code in codes[-BADGES:] for one in (blank_picture(), picture_of(code))]
    page = phone.open(*pictures, seconds=[PAUSE, HELD] * BADGES)
    found = took(page, BADGES)
    phone.close()
    return found


def open_again(phone: Phone, code: str) -> float:
    """Open the scanner before a badge; return the milliseconds until its colour."""
    page = phone.open(picture_of(code))
    took(page, 1)
    found = float(page.evaluate("firstAt"))
    phone.close()
    return found


def took(page: Page, wanted: int) -> list[float]:
    """Wait for so many verdicts, each of which has to be green; return how long they took."""
    turns: list[tuple[str, float]] = []
    end = time.monotonic() + WAIT / 1000
    while len(turns) < wanted and time.monotonic() < end:
        page.wait_for_timeout(200)
        turns = page.evaluate("turns")[:wanted]
    if len(turns) < wanted:
        raise RuntimeError(f"{len(turns)} verdicts instead of {wanted}")
    if {verdict for verdict, _took in turns} != {"green"}:
        raise RuntimeError(f"not all green: {turns}")
    return [float(milliseconds) for _verdict, milliseconds in turns]


def report(turns: list[float], first: list[float]) -> int:
    """Print what was measured, and judge it."""
    figures = {
        "tickets": TICKETS,
        "badges": len(turns),
        "p50_ms": statistics.median(turns),
        "p95_ms": statistics.quantiles(turns, n=20)[-1],
        "first_scan_ms": max(first),
    }
    return Report(
        "decide", figures, [Target("p95_ms", 150), Target("first_scan_ms", 3000)]
    ).finish()


if __name__ == "__main__":
    sys.exit(main())
