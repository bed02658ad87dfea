"""The demo: Innoday with its demo data on SQLite, in a folder of its own, from one command."""

import http.client
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.tooling.console import SetupError, run, say
from app.tooling.places import ROOT, digest, environment, read_stamps, write_stamp
from app.tooling.serving import flask_command, server_command
from app.tooling.setup import set_up_to_run

FOLDER = ROOT / "instance" / "demo"
DATABASE = FOLDER / "innoday.sqlite3"
SIGN_INS = FOLDER / "sign-ins.txt"
STAMPS = FOLDER / "innoday.json"
PATIENCE = 60.0


def demo(host: str, port: int, *, base_url: str | None = None, fresh: bool) -> int:
    """Set up, load the demo once, serve it and say where, until Ctrl-C."""
    _require_free(host, port)
    set_up_to_run()
    env = demo_environment(host, port, base_url)
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    prepare(env)
    server = server_command(f"{_bracketed(host)}:{port}", workers=1)
    with _children([flask_command("worker"), [*server, "--log-level", "warning"]], env) as children:
        _wait_for_first_page(host, port, children)
        say(SIGN_INS.read_text().rstrip())
        say(f"\nInnoday is at {env['INNODAY_BASE_URL']} (Ctrl-C stops it)")
        return _watch(children)


def demo_environment(host: str, port: int, base_url: str | None = None) -> dict[str, str]:
    """Return an environment in which nothing reaches a real database, mail server or folder."""
    env = environment(
        INNODAY_DEMO="1",
        INNODAY_INSTANCE=str(FOLDER),
        INNODAY_BASE_URL=base_url or f"http://{_bracketed(_visible(host))}:{port}",
        SQLITE_SYNCHRONOUS="NORMAL",
    )
    for name in ("DATABASE_URL", "SMTP_URL", "INNODAY_FILES", "INNODAY_MAIL", "INNODAY_HOSTS"):
        env.pop(name, None)
    return env


def prepare(env: dict[str, str]) -> None:
    """Load the demo unless it is there, and keep the sign-ins with the addresses of this time."""
    _migrate(env)
    _load(env)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port} cannot be used ({error.strerror}): choose another --port."
            raise SetupError(message) from None


def _migrate(env: dict[str, str]) -> None:
    wanted = digest((ROOT / "migrations").rglob("*.py"))
    if DATABASE.exists() and read_stamps(STAMPS).get("migrations") == wanted:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not DATABASE.exists():
        SIGN_INS.unlink(missing_ok=True)
    run("Bringing the database up to date", flask_command("db", "upgrade"), env=env)
    write_stamp(STAMPS, migrations=wanted)


def _load(env: dict[str, str]) -> None:
    base_url = env["INNODAY_BASE_URL"]
    if SIGN_INS.exists() and read_stamps(STAMPS).get("base_url") == base_url:
        return
    printed = run("Loading the demo", flask_command("demo", "load"), env=env)
    SIGN_INS.write_text(printed)
    write_stamp(STAMPS, base_url=base_url)


@contextmanager
def _children(
    commands: Sequence[Sequence[str | Path]], env: dict[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start programs and end them with us, also when we are told to end."""
    signal.signal(signal.SIGTERM, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.extend(
            subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
            for command in commands
        )
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            _end(child)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _wait_for_first_page(host: str, port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            break
        if _answers(_visible(host), port):
            return
        time.sleep(0.1)
    message = "The server did not start; what it said is above."
    raise SetupError(message)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def _watch(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait until we are told to end; a child that ends by itself is a failure."""
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopping.")
        return 0
    say("The server or its worker has stopped; what it said is above.")
    return 1


def _visible(host: str) -> str:
    """Return an address that a browser here can open."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
