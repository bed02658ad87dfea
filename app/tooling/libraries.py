"""The Python side: a virtual environment that holds exactly what a lock file says."""

import ast
import fcntl
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.tooling.console import SetupError, run, say
from app.tooling.machine import how_to_install, install
from app.tooling.places import (
    DEV_LOCK,
    LOCKS,
    PYTHON,
    ROOT,
    RUNTIME_LOCK,
    TOOLS,
    VENV,
    digest,
    environment,
    read_stamps,
    write_stamp,
)

STAMPS = VENV / "innoday.json"
PROBE = """
import importlib.metadata, sys
assert sys.version_info >= (3, 11)
print(importlib.metadata.version("uv"))
"""
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


@contextmanager
def only_one() -> Iterator[None]:
    """Let one set-up at a time touch this tree."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setting-up").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another set-up of this folder is running: waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure_libraries(*, dev: bool) -> None:
    """Make the virtual environment hold what Innoday needs, and what its tests need."""
    lock = DEV_LOCK if dev else RUNTIME_LOCK
    wanted = digest([lock])
    if _venv_works() and read_stamps(STAMPS).get(lock.name) == wanted:
        return
    _ensure_venv()
    _ensure_uv()
    what = "Installing Python libraries for tests" if dev else "Installing Python libraries"
    sync = ["pip", "sync", "--require-hashes", "--python", str(PYTHON), str(lock)]
    run(what, [PYTHON, "-m", "uv", *sync], env=uv_environment())
    STAMPS.unlink(missing_ok=True)
    # The lock for tests holds all of the other one, at the same versions.
    write_stamp(STAMPS, **{path.name: digest([path]) for path in {lock, RUNTIME_LOCK}})


def install_aside(what: str, name: str) -> Path:
    """Install the wheels of one of our small locks into their own folder and return that."""
    lock, target = LOCKS / f"{name}.lock", TOOLS / name
    stamps, wanted = target / "innoday.json", digest([lock])
    if read_stamps(stamps).get(lock.name) != wanted:
        options = ["--require-hashes", "--python", str(PYTHON), "--target", str(target)]
        run(what, [PYTHON, "-m", "uv", "pip", "sync", *options, lock], env=uv_environment())
        write_stamp(stamps, **{lock.name: wanted})
    return target


def uv_environment() -> dict[str, str]:
    """Return an environment in which uv finds packages where pip would: uv reads no pip.conf."""
    listing = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    return environment(UV_NO_PROGRESS="1", **uv_settings(listing, os.environ))


def uv_settings(listing: str, env: Mapping[str, str]) -> dict[str, str]:
    """Translate pip's settings, as `pip config list` prints them, where uv has none of its own."""
    found: dict[str, str] = {}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        name = PIP_TO_UV.get(key.rpartition(".")[2])
        if name and name not in env and value:
            found[name] = " ".join(str(ast.literal_eval(value)).split())
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = found["UV_FIND_LINKS"].replace(" ", ",")
    if "UV_INDEX" in found and "UV_INDEX_STRATEGY" not in env:
        # As pip does; the hashes in the lock keep a stranger's package out.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return found


def _venv_works() -> bool:
    return bool(_uv_version())


def _uv_version() -> str:
    try:
        done = subprocess.run([PYTHON, "-c", PROBE], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _ensure_venv() -> None:
    probe = [str(PYTHON), "-c", "import pip, sys; assert sys.version_info >= (3, 11)"]
    try:
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return
    except OSError:
        pass
    if importlib.util.find_spec("ensurepip") is None:
        _ensure_venv_package()
    run("Making a virtual environment", [sys.executable, "-m", "venv", "--clear", VENV])


def _ensure_venv_package() -> None:
    packages = {"apt-get": (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",)}
    if not install("Python's venv", packages):
        message = f"Python's venv module is missing here. Install it: {how_to_install(packages)}"
        raise SetupError(message)


def _ensure_uv() -> None:
    lock = LOCKS / "uv.lock"
    wanted = lock.read_text().split()[0].partition("==")[2]
    if _uv_version() != wanted:
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
        run(f"Installing uv {wanted}", [PYTHON, "-m", "pip", "install", *options], cwd=ROOT)
