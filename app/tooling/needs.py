"""What only the tests need: PostgreSQL, Chromium, a font for all scripts, PDF and video tools."""

import ctypes
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.tooling.console import SetupError, run, say
from app.tooling.libraries import install_aside
from app.tooling.machine import Packages, how_to_install, in_ci, install, may_install
from app.tooling.node import find_node
from app.tooling.places import PYTHON, TOOLS, environment

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/opt/homebrew")
PLAYWRIGHT_BROWSERS = TOOLS / "browsers"


@dataclass(frozen=True)
class Need:
    """One thing the tests need, how to see that it is there, and the packages that bring it."""

    name: str
    is_met: Callable[[], bool]
    packages: Packages


def find_postgresql() -> Path | None:
    """Return the folder with `initdb` and `postgres`, the newest if there are several."""
    roots = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), TOOLS / "postgres"]
    found = [path.parent for root in roots for path in _initdbs(root)]
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else max(found, key=_version, default=None)


def find_chromium() -> str | None:
    """Return a Chromium that can be started here."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found and not _is_snap_stub(Path(found)):
        return found
    own = sorted(PLAYWRIGHT_BROWSERS.glob("chromium-*/chrome-linux*/chrome"))
    if own:
        return str(own[-1])
    return MAC_BROWSER if Path(MAC_BROWSER).exists() else None


NEEDS = (
    Need(
        "PostgreSQL",
        lambda: find_postgresql() is not None,
        {
            "apt-get": ("postgresql",),
            "dnf": ("postgresql-server", "postgresql-contrib"),
            "apk": ("postgresql", "postgresql-contrib"),
            "brew": ("postgresql@17",),
        },
    ),
    Need(
        "Chromium",
        lambda: find_chromium() is not None,
        {
            "apt-get": ("chromium",),
            "dnf": ("chromium",),
            "apk": ("chromium",),
            "brew": ("chromium",),
        },
    ),
    Need(
        "Noto Sans",
        lambda: any(True for root in FONT_FOLDERS for _ in Path(root).rglob("NotoSans-Reg*")),
        {
            "apt-get": ("fonts-noto-core",),
            "dnf": ("google-noto-sans-fonts",),
            "apk": ("font-noto",),
            "brew": ("font-noto-sans",),
        },
    ),
    Need(
        "pdftoppm",
        lambda: shutil.which("pdftoppm") is not None,
        {
            "apt-get": ("poppler-utils",),
            "dnf": ("poppler-utils",),
            "apk": ("poppler-utils",),
            "brew": ("poppler",),
        },
    ),
    Need(
        "ffmpeg",
        lambda: shutil.which("ffmpeg") is not None,
        {"apt-get": ("ffmpeg",), "dnf": ("ffmpeg-free",), "apk": ("ffmpeg",), "brew": ("ffmpeg",)},
    ),
)


def ensure_test_needs() -> None:
    """Install what the tests need and is missing; say what may not be installed and how to.

    Where nobody watches (`CI=true`) anything missing ends the run: a test that did not run there
    would look like one that passed.
    """
    for need in _missing():
        install(need.name, need.packages)
    if find_postgresql() is None:
        install_aside("Fetching a PostgreSQL of our own for the tests", "postgres")
    if find_chromium() is None:
        _fetch_chromium()
    missing = _missing()
    for need in missing:
        say(f"{need.name} is missing here. Install it: {how_to_install(need.packages)}")
    if missing and in_ci():
        message = f"Missing in CI: {', '.join(need.name for need in missing)}."
        raise SetupError(message)


def tool_environment() -> dict[str, str]:
    """Return the variables that tell the tests where their tools are."""
    postgresql, chromium = find_postgresql(), find_chromium()
    found = {
        "INNODAY_POSTGRESQL": str(postgresql) if postgresql else "",
        "INNODAY_CHROMIUM": chromium or "",
    }
    return {name: value for name, value in {**found, **_driver()}.items() if value}


def _driver() -> dict[str, str]:
    """Give Playwright our Node where its own lacks a library, as on a bare Debian."""
    if sys.platform != "linux":
        return {}
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return {"PLAYWRIGHT_NODEJS_PATH": find_node()[0]}
    return {}


def _missing() -> list[Need]:
    return [need for need in NEEDS if not need.is_met()]


def _fetch_chromium() -> None:
    """Let Playwright bring its Chromium: Ubuntu's package is a stub that needs snapd."""
    rights = ["--with-deps"] if may_install() and sys.platform == "linux" else []
    env = environment(PLAYWRIGHT_BROWSERS_PATH=str(PLAYWRIGHT_BROWSERS), **_driver())
    command = [str(PYTHON), "-m", "playwright", "install", *rights, "chromium"]
    try:
        run("Fetching Chromium (Playwright)", command, env=env)
    except SetupError as error:
        say(str(error))


def _initdbs(root: Path) -> list[Path]:
    return sorted(root.glob("**/bin/initdb"))


def _version(folder: Path) -> tuple[int, ...]:
    digits = [part for part in folder.parent.name.replace("@", ".").split(".") if part.isdigit()]
    return tuple(int(part) for part in digits)


def _is_snap_stub(program: Path) -> bool:
    with program.open("rb") as handle:
        start = handle.read(4096)
    return start.startswith(b"#!") and b"snap" in start
