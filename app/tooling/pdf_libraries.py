"""The system libraries that WeasyPrint loads to make a PDF."""

import shutil
import sys
import tempfile
from pathlib import Path

from app.tooling.console import SetupError, run, succeeds
from app.tooling.libraries import STAMPS
from app.tooling.machine import Packages, how_to_install, install, may_install
from app.tooling.places import FONTS_CONF, PYTHON, SYSLIB, read_stamps, write_stamp

SONAMES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
)
LOAD = "import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]"
PRINT = "import weasyprint; weasyprint.HTML(string='<p>Innoday').write_pdf()"
UNPACK = 'for package in *.deb; do dpkg -x "$package" "$0"; done'
# Debian's own file looks only into the machine's folders.
OWN_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
PACKAGES: Packages = {
    "apt-get": ("libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "dnf": ("pango",),
    "apk": ("pango", "fontconfig"),
    "brew": ("pango",),
}


def ensure_pdf_libraries() -> None:
    """Make WeasyPrint able to print: with the machine's packages, or unpacked beside the venv."""
    if _load():
        return
    if not install("the PDF libraries", PACKAGES) and shutil.which("apt-get") and not may_install():
        _unpack_debian_packages()
    if not _load():
        message = f"The PDF libraries are missing. Install them: {how_to_install(PACKAGES)}"
        raise SetupError(message)


def _load() -> bool:
    """Tell whether the libraries are there: a quick look each time, one real PDF at first."""
    if sys.platform != "darwin" and not succeeds([PYTHON, "-c", LOAD, *SONAMES]):
        return False
    if read_stamps(STAMPS).get("pdf") == "printed":
        return True
    printed = succeeds([PYTHON, "-c", PRINT])
    if printed:
        write_stamp(STAMPS, pdf="printed")
    return printed


def _unpack_debian_packages() -> None:
    """Unpack the packages, and all they depend on, into the venv: a plain user may do that."""
    with tempfile.TemporaryDirectory(prefix="innoday-") as name:
        folder = Path(name)
        apt = ["apt-get", *_own_state(folder)]
        run("Fetching the list of packages", [*apt, "update"])
        wanted = [*apt, "--simulate", "--no-install-recommends", "install", *PACKAGES["apt-get"]]
        plan = run("Choosing the PDF libraries", wanted)
        names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
        if names:
            run("Fetching the PDF libraries", [*apt, "download", *names], cwd=folder)
        SYSLIB.mkdir(parents=True, exist_ok=True)
        run("Unpacking the PDF libraries", ["sh", "-ec", UNPACK, SYSLIB], cwd=folder)
    FONTS_CONF.write_text(OWN_FONTS_CONF)


def _own_state(folder: Path) -> list[str]:
    """Return the options with which apt writes into a folder of ours and not into the system."""
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": folder / "cache",
        "Debug::NoLocking": "1",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]
