"""Is anybody late who was in time? 200 submissions with 10 MB files in the last ten seconds.

On SQLite and on PostgreSQL, over HTTP, with two workers. Everybody has a file of 10 MB and submits
twice, as with a double click, while others send such files; a few more submit after the deadline.
"""

import argparse
import contextlib
import http.client
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from app import create_app
from app.challenges.models import Challenge
from app.core import clock, jobs
from app.core.db import db
from app.core.files import Placed, place
from app.core.ids import decode_id, encode_id
from app.core.uow import in_unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal, Submission
from app.proposals.services import writing
from tests.bench.machinery.report import Report, Target, print_table
from tests.bench.machinery.server import SECRET, serve
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_api_token
from tests.factories.proposals import make_proposal
from tests.postgres import Cluster, start_cluster

SUBMISSIONS, MEGABYTES = 200, 10
TARDY, UPLOADERS = 10, 4  # who submit too late; who send a file meanwhile
# Seconds before the deadline between which everybody submits. What is sent in the last moment may
# reach a worker after it: the server's clock decides, once a worker has taken the request.
WINDOW, LAST = 10.0, 0.5
CLIENTS = 16
BOUNDARY = "a-boundary-of-the-bench"
P95_MS = 5000  # nobody waits longer for the receipt, though all come at once


@dataclass(frozen=True)
class Author:
    """Who submits: the proposal, the token, and when, in seconds before the deadline."""

    proposal: str
    token: str
    before: float


@dataclass(frozen=True)
class Sent:
    """What came of a submission: when it was sent, the answers, and how long they took."""

    author: Author
    at: datetime
    statuses: tuple[int, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """The figures of one database."""

    lost: int
    late: int
    doubled: int
    stored: int
    upload_ms: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float


def pdf_of(megabytes: int) -> bytes:
    """Return a PDF of one page that is as large as is allowed."""
    import pikepdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.pdf"
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.Root.Filler = pdf.make_stream(os.urandom(megabytes * 1024 * 1024 - 4096))
            pdf.save(path)
        return path.read_bytes()


def prepare(app: Flask, number: int, pdf: bytes) -> tuple[int, list[Author]]:
    """Make the challenge and its proposals, each with a file."""
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            jobs.apply_schema(connection)
        challenge = make_challenge(closes_at=clock.now() + timedelta(days=1))
        authors = [_author(challenge, _before(n, number)) for n in range(number)]
        authors += [_author(challenge, -0.5) for _ in range(TARDY)]
        authors += [_author(challenge, WINDOW) for _ in range(UPLOADERS)]
        checked = writing.check_upload(pdf, "plan.pdf")
        for author in authors:
            _add_file(author, place(checked))
        return challenge.id, authors


def _before(place: int, number: int) -> float:
    return LAST + (WINDOW - LAST) * (number - place) / number


def _author(challenge: Challenge, before: float) -> Author:
    proposal = make_proposal(challenge)
    return Author(encode_id(proposal.id), make_api_token(proposal.created_by), before)


def _add_file(author: Author, placed: Placed) -> None:
    proposal = db.session.get_one(Proposal, decode_id(author.proposal))
    actor, proposal_id = actor_for(proposal.created_by), proposal.id
    in_unit_of_work(lambda: writing.add_file(actor, proposal_id, placed))


def close_at(app: Flask, challenge_id: int, at: datetime) -> None:
    """Set the deadline."""
    with app.app_context():
        change = update(Challenge).where(Challenge.id == challenge_id).values(closes_at=at)
        in_unit_of_work(lambda: db.session.execute(change))
        db.engine.dispose()


def warm_up(port: int, author: Author) -> None:
    """Have every worker started before the clock runs."""
    headers = {"Authorization": f"Bearer {author.token}"}

    def ask(_number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", f"/api/v1/proposals/{author.proposal}", headers=headers)
            connection.getresponse().read()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(ask, range(10 * CLIENTS)))


def send_all(
    port: int, authors: Sequence[Author], closes_at: datetime, pdf: bytes
) -> tuple[list[Sent], list[float]]:
    """Let everybody submit at their time, and the last few send files; how long those took."""

    def send(author: Author) -> Sent:
        due = closes_at - timedelta(seconds=author.before)
        time.sleep(max(0.0, (due - clock.now()).total_seconds()))
        return _submit(port, author)

    submitting, uploading = authors[:-UPLOADERS], authors[-UPLOADERS:]
    with ThreadPoolExecutor(CLIENTS) as pool, ThreadPoolExecutor(UPLOADERS) as beside:
        uploads = [beside.submit(_upload, port, author, pdf) for author in uploading]
        return list(pool.map(send, submitting)), [one.result() for one in uploads]


def _upload(port: int, author: Author, pdf: bytes) -> float:
    """Add a file over HTTP; how long it took, in seconds."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n'
    body = head.encode() + b"Content-Type: application/pdf\r\n\r\n" + pdf
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return _post(port, author, f"proposals/{author.proposal}/files", body, kind)[1]


def _submit(port: int, author: Author) -> Sent:
    """Submit twice; the second is the same click."""
    at = clock.now()
    path, kind = f"proposals/{author.proposal}/submit", {"Content-Type": "application/json"}
    answers = [_post(port, author, path, b"{}", kind) for _ in range(2)]
    statuses, seconds = zip(*answers, strict=True)
    return Sent(author, at, statuses, seconds)


def _post(
    port: int, author: Author, path: str, body: bytes, kind: dict[str, str]
) -> tuple[int, float]:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {author.token}", **kind}
    with contextlib.closing(connection):
        connection.request("POST", f"/api/v1/{path}", body, headers)
        answer = connection.getresponse()
        answer.read()
    return answer.status, time.perf_counter() - start


def judge(app: Flask, sent: Sequence[Sent], closes_at: datetime) -> tuple[int, int, int, int]:
    """Return how many were lost, late and doubled, and how many are stored."""
    with app.app_context():
        db.session.rollback()
        query = (
            select(Submission.proposal_id, func.count(), func.max(Submission.submitted_at))
            .join(Proposal, Proposal.id == Submission.proposal_id)
            .group_by(Submission.proposal_id)
        )
        stored = {encode_id(row[0]): (row[1], row[2]) for row in db.session.execute(query)}
        db.engine.dispose()
    in_time = {one.author.proposal for one in sent if one.at < closes_at}
    told_yes = {one.author.proposal for one in sent if http.client.CREATED in one.statuses}
    lost = (in_time | told_yes) - set(stored)
    late = {key for key, (_n, at) in stored.items() if at >= closes_at} | (set(stored) - in_time)
    doubled = {key for key, (number, _at) in stored.items() if number != 1}
    return len(lost), len(late), len(doubled), len(stored)


def measure_on(cluster: Cluster, url: str, number: int, pdf: bytes) -> Outcome:
    """Let a call close on a database, and count."""
    with tempfile.TemporaryDirectory() as instance:
        os.environ |= {"DATABASE_URL": url, "SECRET_KEY": SECRET, "INNODAY_INSTANCE": instance}
        app = create_app()
        challenge_id, authors = prepare(app, number, pdf)
        with serve("wsgi:app", cluster) as server:
            warm_up(server.port, authors[-1])
            closes_at = clock.now() + timedelta(seconds=WINDOW + 1)
            close_at(app, challenge_id, closes_at)
            before = server.cpu_seconds()
            sent, uploads = send_all(server.port, authors, closes_at, pdf)
            cpu = (server.cpu_seconds() - before) * 1000 / len(sent)
        lost, late, doubled, stored = judge(app, sent, closes_at)
    times = [1000 * seconds for one in sent for seconds in one.seconds]
    cuts = statistics.quantiles(times, n=100)
    return Outcome(
        lost=lost,
        late=late,
        doubled=doubled,
        stored=stored,
        upload_ms=1000 * max(uploads),
        p50_ms=cuts[49],
        p95_ms=cuts[94],
        cpu_ms=cpu,
    )


@contextlib.contextmanager
def databases() -> Iterator[tuple[Cluster, dict[str, str]]]:
    """Give a durable database of each kind, and the server of the one."""
    cluster = start_cluster(durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield (
                cluster,
                {
                    "SQLite": f"sqlite:///{Path(folder) / 'deadline.sqlite3'}",
                    "PostgreSQL": cluster.url(cluster.create_database()),
                },
            )
    finally:
        cluster.stop()


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS, metavar="NUMBER")
    number = parser.parse_args().submissions
    pdf = pdf_of(MEGABYTES)
    found: dict[str, Outcome] = {}
    with databases() as (cluster, urls):
        for name, url in urls.items():
            found[name] = measure_on(cluster, url, number, pdf)
    names = tuple(Outcome.__annotations__)
    rows = [
        (name, *(round(getattr(one, figure)) for figure in names)) for name, one in found.items()
    ]
    print_table(("database", *names), rows)
    figures = {name: max(getattr(one, name) for one in found.values()) for name in names}
    figures["stored"] = min(one.stored for one in found.values())
    targets = [
        *(Target(name, 0) for name in ("lost", "late", "doubled")),
        Target("stored", number, at_least=True),
        Target("p95_ms", P95_MS),
    ]
    return Report("deadline", figures, targets).finish()


if __name__ == "__main__":
    sys.exit(main())
