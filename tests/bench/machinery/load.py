"""A load of requests from clients that keep their connections, in a process of its own.

`python -m tests.bench.machinery.load PORT CLIENTS FILE` sends the requests of a file of JSON
lines, each once, and prints what came back as JSON.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """A request to send."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def raw(self) -> bytes:
        """Return the request as it goes over the wire."""
        body = self.body.encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Load:
    """What a load of requests met."""

    seconds: float
    statuses: dict[str, int]
    milliseconds: list[float]
    largest: int

    @property
    def count(self) -> int:
        """The number of answers."""
        return len(self.milliseconds)

    @property
    def rps(self) -> float:
        """Answers per second."""
        return self.count / self.seconds

    def percentile(self, percent: int) -> float:
        """Return the time within which so many percent were answered, in milliseconds."""
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]


def run_load(port: int, requests: Sequence[Request], *, clients: int = 8) -> Load:
    """Send every request once, from several clients at a time, and wait for the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests"
        path.write_text("\n".join(json.dumps(asdict(request)) for request in requests))
        command = [
            sys.executable,
            "-m",
            "tests.bench.machinery.load",
            str(port),
            str(clients),
            str(path),
        ]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Load(**json.loads(done.stdout))


async def _send_all(port: int, clients: int, requests: list[bytes]) -> Load:
    waiting = iter(requests)
    statuses: Counter[str] = Counter()
    milliseconds: list[float] = []
    sizes: list[int] = []
    start = time.perf_counter()
    await asyncio.gather(
        *(_client(port, waiting, statuses, milliseconds, sizes) for _ in range(clients))
    )
    seconds = time.perf_counter() - start
    return Load(seconds, dict(statuses), milliseconds, max(sizes))


async def _client(
    port: int,
    waiting: Iterator[bytes],
    statuses: Counter[str],
    milliseconds: list[float],
    sizes: list[int],
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in waiting:
        start = time.perf_counter()
        writer.write(request)
        status, size, is_last = await _read_answer(reader)
        milliseconds.append((time.perf_counter() - start) * 1000)
        statuses[status] += 1
        sizes.append(size)
        if is_last:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _read_answer(reader: asyncio.StreamReader) -> tuple[str, int, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
    await reader.readexactly(length)
    return head.split(" ", 2)[1], length, "connection: close" in head


def _main() -> None:
    port, clients, path = sys.argv[1:]
    lines = Path(path).read_text().split("\n")
    requests = [Request(**json.loads(line)).raw() for line in lines]
    print(json.dumps(asdict(asyncio.run(_send_all(int(port), int(clients), requests)))))


if __name__ == "__main__":
    _main()
