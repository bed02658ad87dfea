"""Where things are in the tree, and what was already done to them."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".tools"
SYSLIB = VENV / "syslib"
FONTS_CONF = SYSLIB / "fonts.conf"
LOCKS = ROOT / "app" / "tooling" / "locks"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"


def digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def read_stamps(path: Path) -> dict[str, str]:
    """Return the notes that an earlier run left in a file; none where there is no such file."""
    try:
        stamps = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stamps.items()}


def write_stamp(path: Path, **notes: str) -> None:
    """Add notes for later runs to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**read_stamps(path), **notes}, indent=1) + "\n")


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of a child: ours, plus where the PDF libraries are, plus changes."""
    env = dict(os.environ)
    # Where apt and the tests find system programs; a plain PATH may leave these folders out.
    env["PATH"] = os.pathsep.join([*_given(env, "PATH"), SYSTEM_PATH])
    if SYSLIB.is_dir():
        folders = [str(path) for path in _library_folders()]
        env["LD_LIBRARY_PATH"] = os.pathsep.join([*folders, *_given(env, "LD_LIBRARY_PATH")])
        if not Path("/etc/fonts/fonts.conf").exists():
            env["FONTCONFIG_FILE"] = str(FONTS_CONF)
    if sys.platform == "darwin":
        env.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    return {**env, **changes}


def _library_folders() -> list[Path]:
    patterns = ("usr/lib/*-linux-*", "lib/*-linux-*", "usr/lib", "lib")
    return [path for pattern in patterns for path in sorted(SYSLIB.glob(pattern))]


def _given(env: dict[str, str], name: str) -> list[str]:
    return [env[name]] if env.get(name) else []
