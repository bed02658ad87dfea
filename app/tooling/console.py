"""Talking to the person at the terminal: progress, and stopping with one line."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from app.tooling.places import ROOT, environment

HEARTBEAT = 10.0
TAIL_LINES = 40


class SetupError(Exception):
    """Ends the run with one line that says what is missing and how to get it."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def run(
    what: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> str:
    """Run a program under a line of progress and return what it printed; stop where it fails."""
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        started = time.monotonic()
        code = _wait(what, _start(command, env, cwd, output), started)
        output.seek(0)
        printed = output.read()
    _finish(what, time.monotonic() - started, failed=code != 0)
    if code:
        say("\n".join(f"  | {line}" for line in printed.splitlines()[-TAIL_LINES:]))
        message = f"{what} failed (exit code {code}); its last lines are above."
        raise SetupError(message)
    return printed


def succeeds(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> bool:
    """Tell whether a quiet program ends well."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=environment() if env is None else dict(env),
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _start(
    command: Sequence[str | Path], env: Mapping[str, str] | None, cwd: Path, output: IO[str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(part) for part in command],
        env=environment() if env is None else dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _wait(what: str, child: subprocess.Popen[bytes], started: float) -> int:
    live = sys.stdout.isatty()
    if not live:
        say(f"{what} ...")
    pause = 0.2 if live else HEARTBEAT
    try:
        while True:
            try:
                return child.wait(timeout=pause)
            except subprocess.TimeoutExpired:
                _tick(what, time.monotonic() - started, live=live)
    except BaseException:
        child.terminate()
        child.wait()
        raise


def _tick(what: str, seconds: float, *, live: bool) -> None:
    if live:
        print(f"\r{what} ... {seconds:.0f} s ", end="", flush=True)
    else:
        say(f"  still at it after {seconds:.0f} s")


def _finish(what: str, seconds: float, *, failed: bool) -> None:
    verdict = "failed" if failed else "done"
    if sys.stdout.isatty():
        say(f"\r{what} ... {verdict} in {seconds:.1f} s")
    else:
        say(f"  {verdict} in {seconds:.1f} s")
