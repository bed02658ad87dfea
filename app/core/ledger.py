"""A file of lines that only grows, apart from the database and from its copies."""

import os
from pathlib import Path

from flask import current_app

FOR_OURSELVES = 0o600


def read_ledger() -> str:
    """Return all lines; none before the first is written."""
    path = _path()
    return path.read_text() if path.exists() else ""


def append_to_ledger(lines: str) -> None:
    """Write lines at the end at once, so that two workers do not mix theirs."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FOR_OURSELVES)
    try:
        os.write(place, lines.encode())
        os.fsync(place)
    finally:
        os.close(place)


def _path() -> Path:
    named: str = current_app.config["ERASURE_LEDGER"]
    instance: Path = current_app.config["INSTANCE"]
    return Path(named) if named else instance / "erasures.txt"
