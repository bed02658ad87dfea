"""What does the overview of a jury cost with 200 proposals, three scorecards each?

The ranking page of the organiser, with calibration and winner card, from a server on PostgreSQL;
the bare endpoint beside it. CPU is that of workers and database together.
"""

import random
import statistics
import sys
from dataclasses import dataclass

from flask import Flask

from app import create_app
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.juries.models import Assignment, Score, Scorecard
from app.juries.queries import analysis
from tests.app.juries.scene import Scene, make_scene
from tests.bench.machinery.load import Request
from tests.bench.machinery.report import Report, Target, arguments
from tests.bench.machinery.server import (
    Measured,
    bare_requests,
    bench_database,
    measure,
    serve,
    serve_bare,
)
from tests.client import Browser
from tests.conftest import make_tables
from tests.factories.juries import make_round
from tests.factories.proposals import make_submitted_proposal
from tests.queries import QueryCounter

PROPOSALS, JURORS, EACH = 200, 15, 3
VIEWS, BARE_VIEWS, ROUNDS = 60, 300, 5
MOST_SQL, MOST_CPU_MS = 15, 60.0
# What the bare endpoint takes where the budget was set; a busy machine is busy for both.
USUAL_BARE_MS = 2.5


@dataclass(frozen=True)
class Overview:
    """The page as its organiser asks for it, and what it sends to the database."""

    path: str
    cookie: str
    sql: int
    bytes: int

    def requests(self) -> list[Request]:
        """Return views of the page."""
        headers = {"Accept": "text/html", "Cookie": self.cookie}
        return [Request(self.path, headers=headers)] * VIEWS


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    with bench_database() as (cluster, _url):
        app = create_app()
        with app.test_request_context():
            make_tables()
            scene = fill()
            path = f"/manage/{scene.event.slug}/jury/{encode_id(scene.challenge.id)}"
            organiser_id = scene.organiser.id
        with app.app_context():
            overview = look(app, path, organiser_id)
        with serve_bare(cluster) as bare, serve("wsgi:app", cluster) as server:
            rounds = [
                (
                    measure(bare, lambda: bare_requests(BARE_VIEWS), runs=1).cpu_ms,
                    measure(server, overview.requests, runs=1, clients=4),
                )
                for _ in range(ROUNDS)
            ]
            peak = server.peak_mb()
        with app.app_context():
            db.engine.dispose()
    return report(overview, rounds, peak)


def fill() -> Scene:
    """Make a challenge whose proposals are all judged, by jurors who differ."""
    dice = random.Random(7)
    scene = make_scene(jurors=JURORS)
    titles = [f"Proposal {number} for less scrap" for number in range(1, PROPOSALS)]
    made = [
        make_submitted_proposal(scene.challenge, state="eligible", title=title) for title in titles
    ]
    proposals = [*scene.proposals, *made]
    harsh = [dice.gauss(0, 0.4) for _ in scene.jurors]
    one = make_round(scene.challenge)
    keys = [criterion.key for criterion in scene.challenge.criteria]
    with unit_of_work():
        for proposal in proposals:
            worth = dice.gauss(3, 0.7)
            for seat in dice.sample(range(JURORS), EACH):
                levels = [round(min(5, max(0, dice.gauss(worth + harsh[seat], 0.5)))) for _ in keys]
                assignment = Assignment(
                    round_id=one.id, juror_id=scene.jurors[seat].id, proposal_id=proposal.id
                )
                scores = [
                    Score(key=key, value=level, comment="Because.")
                    for key, level in zip(keys, levels, strict=True)
                ]
                db.session.add(
                    Scorecard(
                        assignment=assignment,
                        rubric_id=one.rubric.id,
                        submitted_at=clock.now(),
                        scores=scores,
                    )
                )
    return scene


def look(app: Flask, path: str, organiser_id: int) -> Overview:
    """Open the page twice as its organiser, and count the second time."""
    browser = Browser(app)
    browser.sign_in(db.session.get(Person, organiser_id))
    browser.get(path)
    counter = QueryCounter(db.engine)
    with counter:
        answer = browser.get(path)
    counter.close()
    if answer.status_code != 200 or "Truly the best" not in answer.text:
        raise RuntimeError(f"{path} answers {answer.status_code} without its figures")
    if analysis._calibrate.cache_info().misses != 1:
        raise RuntimeError("the calibration was worked out again for the same scorecards")
    cookies = [f"{one.key}={one.value}" for one in browser.client._cookies.values()]
    return Overview(path, "; ".join(cookies), counter.count, len(answer.data))


def report(overview: Overview, rounds: list[tuple[float, Measured]], peak: float) -> int:
    """Print the median of each figure against its target."""
    cpu_ms = statistics.median(page.cpu_ms for _, page in rounds)
    bare_cpu_ms = statistics.median(bare for bare, _ in rounds)
    figures = {
        "proposals": PROPOSALS,
        "scorecards": PROPOSALS * EACH,
        "cpu_ms": cpu_ms,
        "bare_cpu_ms": bare_cpu_ms,
        "cpu_ms_where_bare_takes_2_5": cpu_ms / bare_cpu_ms * USUAL_BARE_MS,
        "sql": overview.sql,
        "rps": statistics.median(page.rps for _, page in rounds),
        "p50_ms": statistics.median(page.p50_ms for _, page in rounds),
        "p95_ms": statistics.median(page.p95_ms for _, page in rounds),
        "bytes": overview.bytes,
        "peak_mb": peak,
    }
    targets = [
        Target("sql", MOST_SQL),
        Target("cpu_ms_where_bare_takes_2_5", MOST_CPU_MS),
    ]
    return Report("jury", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
