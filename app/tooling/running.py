"""Programs that run until Ctrl-C: a server and its worker, begun and ended together."""

import http.client
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.tooling.console import SetupError, say
from app.tooling.places import ROOT

PATIENCE = 60.0


def require_free(host: str, port: int) -> None:
    """Pass if an address can be served at; SetupError says why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port} cannot be used ({error.strerror}): choose another --port."
            raise SetupError(message) from None


@contextmanager
def children(
    commands: Sequence[Sequence[str | Path]], env: dict[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start programs and end them with us, also when we are told to end."""
    signal.signal(signal.SIGTERM, _interrupt)
    begun: list[subprocess.Popen[bytes]] = []
    try:
        begun.extend(
            subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
            for command in commands
        )
        yield begun
    finally:
        for child in begun:
            child.terminate()
        for child in begun:
            _end(child)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def wait_for_first_page(
    host: str, port: int, programs: Sequence[subprocess.Popen[bytes]], *, is_secure: bool = False
) -> None:
    """Wait until a server answers; SetupError where it or another program ends first."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(one.poll() is not None for one in programs):
            break
        if _answers(visible(host), port, is_secure=is_secure):
            return
        time.sleep(0.1)
    message = "The server did not start; what it said is above."
    raise SetupError(message)


def _answers(host: str, port: int, *, is_secure: bool) -> bool:
    connection: http.client.HTTPConnection
    if is_secure:
        # Our own certificate at our own address: whether it answers is all that is asked.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=10, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def watch(programs: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait until we are told to end; a child that ends by itself is a failure."""
    try:
        while all(one.poll() is None for one in programs):
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopping.")
        return 0
    say("The server or its worker has stopped; what it said is above.")
    return 1


def visible(host: str) -> str:
    """Return an address that a browser here can open."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound


def bracketed(host: str) -> str:
    """Return a host as an address has it."""
    return f"[{host}]" if ":" in host else host
