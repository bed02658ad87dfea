"""Addresses of static files, with the hash of their content so that browsers may keep them."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


def asset(name: str) -> str:
    """Return the address of a static file: `css/app.css`, or a vendor's by its plain name."""
    if name.startswith("vendor/") and name not in _own():
        name = "vendor/" + _manifest().get(name.removeprefix("vendor/"), name[7:])
        return f"/static/{name}"
    return f"/static/{name}?v={_own().get(name, '0')}"


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = STATIC / "vendor" / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    """Return the content hash of each of our own files."""
    return {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in STATIC.rglob("*")
        if path.is_file() and "vendor" not in path.parts and path.suffix != ".gz"
    }


def is_immutable(path: str, url: str) -> bool:
    """Whether a file's name carries its hash, so that browsers may keep it for ever."""
    return Path(url).name in _manifest().values() or "/fonts/" in path
