"""Running Innoday: web server, worker, the step to a new version, and the administrator."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.tooling.places import PYTHON, ROOT, environment
from app.tooling.setup import set_up_to_run

WORKERS = 2
THREADS = 8


def serve(bind: str) -> NoReturn:
    """Become the web server."""
    set_up_to_run()
    _run("setup", "code")
    _become(server_command(bind))


def work() -> NoReturn:
    """Become the worker that does what happens in the background."""
    set_up_to_run()
    _become(flask_command("worker"))


def upgrade() -> int:
    """Bring the database to this version."""
    return _run("db", "upgrade")


def describe() -> int:
    """Write down the routes and the API as they are now."""
    return _run("describe")


def administer(words: Sequence[str]) -> int:
    """Run one of the application's own commands, or list them."""
    return _run(*(words or ["--help"]))


def _run(*words: str) -> int:
    set_up_to_run()
    command = flask_command(*words)
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def server_command(bind: str, *, workers: int = WORKERS) -> list[str | Path]:
    """Return the command that serves pages."""
    sizes = ["--workers", str(workers), "--threads", str(THREADS)]
    options = ["--worker-class", "gthread", *sizes, "--bind", bind]
    return [PYTHON, "-m", "gunicorn", *options, "wsgi:app"]


def flask_command(*words: str) -> list[str | Path]:
    """Return one of the application's own commands."""
    return [PYTHON, "-m", "flask", "--app", "wsgi.py", *words]


def _become(command: Sequence[str | Path]) -> NoReturn:
    os.chdir(ROOT)
    os.execve(command[0], [str(part) for part in command], environment())  # noqa: S606 - no shell
