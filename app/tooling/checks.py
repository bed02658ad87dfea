"""Looking at the code and running the tests."""

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.tooling.console import SetupError, say
from app.tooling.needs import tool_environment
from app.tooling.places import PYTHON, ROOT, environment
from app.tooling.setup import set_up_to_check, set_up_to_test

DATABASES = ("sqlite", "postgresql")
TESTS = ROOT / "tests"
BENCHES = TESTS / "bench"
BROWSER = "mark.browser"  # stands in every file with a test in the browser
NO_TESTS = 5
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
LOOKS: dict[str, Sequence[str | Path]] = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [PYTHON, "-c", LINT_IMPORTS, "--no-cache"],
}
SPLIT_MARK = 2
SIDE_BY_SIDE = ("-n", "2", "--dist", "worksteal")


def check(*, static: bool) -> int:
    """Look at format, lint, types and imports side by side, then run the fast tests."""
    set_up_to_check()
    started = time.monotonic()
    with ThreadPoolExecutor() as pool:
        results = dict(zip(LOOKS, pool.map(_look, LOOKS.values()), strict=True))
    failed = [name for name, (code, _) in results.items() if code]
    for name in failed:
        say(f"--- {name}\n{results[name][1].rstrip()}")
    for name in LOOKS:
        say(f"{name}: {'failed' if name in failed else 'good'}")
    if not static:
        marks = ["-m", "not slow and not browser", "-q"]
        if _pytest(["-n", "2", *marks], database="sqlite") not in (0, NO_TESTS):
            failed.append("tests")
    result = f"failed: {', '.join(failed)}" if failed else "all good"
    say(f"check: {result} ({time.monotonic() - started:.0f} s)")
    return 1 if failed else 0


def test(arguments: Sequence[str], *, database: str, long: bool) -> int:
    """Run the tests on one database or on both, in two processes, those in the browser last."""
    set_up_to_test()
    marks, rest = split_marks(arguments)
    codes = [
        _pytest([*SIDE_BY_SIDE, "-m", both_marks(marks, part), *chosen], database=name, long=long)
        for name in (DATABASES if database == "both" else (database,))
        for part, chosen in (("not browser", rest), ("browser", rest or browser_files()))
    ]
    return verdict(codes)


def verdict(codes: Sequence[int]) -> int:
    """Return one exit code: a selection may leave one part without a test, but not every part."""
    bad = [code for code in codes if code not in (0, NO_TESTS)]
    return bad[0] if bad else min(codes)


def browser_files() -> list[str]:
    """Return the files with tests in the browser: to read all the others takes a while."""
    found = (path for path in TESTS.rglob("test_*.py") if BROWSER in path.read_text())
    return sorted(str(path.relative_to(ROOT)) for path in found)


def bench(name: str, arguments: Sequence[str]) -> int:
    """Measure one thing; the exit code tells whether it met its target."""
    names = sorted(path.stem for path in BENCHES.glob("[a-z]*.py"))
    if name not in names:
        message = f"There is no bench {name!r}; there are: {', '.join(names) or 'none yet'}."
        raise SetupError(message)
    set_up_to_test()
    command = [str(PYTHON), "-m", f"tests.bench.{name}", *arguments]
    env = environment(**tool_environment())
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def split_marks(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Take `-m EXPRESSION` out of pytest's arguments, for we select by marks ourselves."""
    rest = list(arguments)
    if "-m" not in rest[:-1]:
        return "", rest
    place = rest.index("-m")
    return rest[place + 1], rest[:place] + rest[place + SPLIT_MARK :]


def both_marks(given: str, ours: str) -> str:
    """Return the expression for tests that have both marks."""
    return f"({given}) and {ours}" if given else ours


def _look(command: Sequence[str | Path]) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _pytest(arguments: Sequence[str], *, database: str, long: bool = False) -> int:
    env = environment(INNODAY_TEST_DB=database, **tool_environment())
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # each worker and child would compile us anew
    if long:
        env["INNODAY_LONG"] = "1"
    command = [str(PYTHON), "-m", "pytest", *arguments]
    say(f"\npytest {' '.join(arguments)} (on {database})")
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
