"""The files of the project, as the architecture tests look at them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ("app", "challenges", "tests", "migrations")
SKIPPED = {"vendor", "__pycache__", "node_modules"}


def python_files() -> list[Path]:
    """Return every Python file of ours."""
    return [path for folder in PYTHON for path in _files(ROOT / folder, ".py")]


def templates() -> list[Path]:
    """Return every template."""
    return _files(ROOT / "templates")


def assets() -> list[Path]:
    """Return our own stylesheets and scripts."""
    return [*_files(ROOT / "app/static", ".css"), *_files(ROOT / "app/static", ".js")]


def _files(folder: Path, suffix: str = "") -> list[Path]:
    found = folder.rglob("*" + suffix)
    return sorted(p for p in found if p.is_file() and not SKIPPED & set(p.parts))


def name_of(path: Path) -> str:
    """Return a path as the reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()
