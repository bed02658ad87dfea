"""A real server under measurement: gunicorn with two workers on a durable PostgreSQL.

CPU is that of the workers and of the database together, so a page cannot hide its work in SQL.
"""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import psutil

from tests.bench.machinery.bare import COUNTERS, PATH, prepare_bare
from tests.bench.machinery.load import Load, Request, run_load
from tests.postgres import Cluster, start_cluster

WORKERS = 2
THREADS = 4
RUNS = 3
START_SECONDS = 60
SECRET = "a key for the bench only"


@dataclass(frozen=True)
class Measured:
    """The cost and speed of one kind of request: the median of several runs."""

    cpu_ms: float
    rps: float
    p50_ms: float
    p95_ms: float
    statuses: dict[str, int]
    largest: int


@dataclass(frozen=True)
class Server:
    """A running gunicorn and the database behind it."""

    process: psutil.Process
    port: int
    cluster: Cluster

    def cpu_seconds(self) -> float:
        """Return the CPU time that workers and database have used so far."""
        postmaster = self.cluster.postmaster()
        family = [postmaster, *postmaster.children(), *self.process.children(recursive=True)]
        return sum(_cpu(process) for process in family)

    def peak_mb(self) -> float:
        """Return the largest memory of a worker at this moment."""
        sizes = [child.memory_info().rss for child in self.process.children(recursive=True)]
        return max(sizes) / 1e6


def _cpu(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return used.user + used.system


@contextlib.contextmanager
def bench_database() -> Iterator[tuple[Cluster, str]]:
    """Start a durable PostgreSQL with an empty database, known to `create_app` and `bare`."""
    cluster = start_cluster(durable=True)
    try:
        url = cluster.url(cluster.create_database())
        with tempfile.TemporaryDirectory() as instance:
            os.environ |= {
                "DATABASE_URL": url,
                "SECRET_KEY": SECRET,
                "INNODAY_INSTANCE": instance,
            }
            yield cluster, url
    finally:
        cluster.stop()


@contextlib.contextmanager
def serve(application: str, cluster: Cluster, *, port: int | None = None) -> Iterator[Server]:
    """Serve a WSGI application (`wsgi:app`) on the database of the environment."""
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    command += ["--keep-alive", "60", "--log-level", "warning", "--no-control-socket", application]
    with subprocess.Popen(command) as process:
        try:
            _wait_for(port, process)
            yield Server(psutil.Process(process.pid), port, cluster)
        finally:
            process.terminate()


@contextlib.contextmanager
def serve_bare(cluster: Cluster) -> Iterator[Server]:
    """Serve the yardstick."""
    prepare_bare()
    with serve("tests.bench.machinery.bare:create_bare()", cluster) as server:
        yield server


def bare_requests(count: int) -> list[Request]:
    """Return requests for the yardstick."""
    return [
        Request(
            PATH,
            "POST",
            {"Content-Type": "application/json"},
            f'{{"counter": {n % COUNTERS + 1}, "name": "Somebody {n}"}}',
        )
        for n in range(count)
    ]


def measure(
    server: Server,
    requests: Callable[[], Sequence[Request]],
    *,
    clients: int = 8,
    runs: int = RUNS,
    wanted: str = "2",
) -> Measured:
    """Send a fresh load several times and return the medians; every answer must be a success."""
    run_load(server.port, requests()[:100], clients=clients)  # both workers and caches warm
    results = [_one_run(server, requests(), clients) for _ in range(runs)]
    for load, _cpu_ms in results:
        strange = {status: n for status, n in load.statuses.items() if status[0] != wanted}
        if strange:
            raise RuntimeError(f"unexpected answers: {strange}")
    loads = [load for load, _cpu_ms in results]
    return Measured(
        cpu_ms=statistics.median(cpu_ms for _load, cpu_ms in results),
        rps=statistics.median(load.rps for load in loads),
        p50_ms=statistics.median(load.percentile(50) for load in loads),
        p95_ms=statistics.median(load.percentile(95) for load in loads),
        statuses=loads[-1].statuses,
        largest=max(load.largest for load in loads),
    )


def _one_run(server: Server, requests: Sequence[Request], clients: int) -> tuple[Load, float]:
    before = server.cpu_seconds()
    load = run_load(server.port, requests, clients=clients)
    return load, (server.cpu_seconds() - before) * 1000 / load.count


def kill(server: Server) -> None:
    """Kill a server with all its workers, as a power cut does."""
    for process in (server.process, *server.process.children(recursive=True)):
        process.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")
