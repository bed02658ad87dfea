"""Third-party assets: from `node_modules` into `app/static/vendor`, under names with a hash.

`manifest.json` there maps each logical name (`htmx.js`) to the file that holds it, so that a
browser may keep a file for ever and still gets the next version at once.
"""

import gzip
import hashlib
import json
import shutil
from functools import partial
from pathlib import Path

from app.tooling import fonts
from app.tooling.console import run
from app.tooling.fonts import INTER, font_faces, make_fonts
from app.tooling.node import find_node
from app.tooling.places import NODE_MODULES, ROOT, VENDOR, digest, read_stamps, write_stamp

INTER_WHOLE = NODE_MODULES / "@expo-google-fonts" / "inter"
ZXING = NODE_MODULES / "zxing-wasm"
WEIGHTS = ("400Regular", "500Medium", "600SemiBold", "700Bold")
COPIES = {
    "htmx.js": NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js",
    "zxing-reader.wasm": ZXING / "dist" / "reader" / "zxing_reader.wasm",
}
LICENCES = {
    "htmx": NODE_MODULES / "htmx.org" / "LICENSE",
    "inter": INTER / "LICENSE",
    "zxing-wasm": ZXING / "LICENSE",
}
BUNDLE = 'export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";'
COMPRESSED = {".css", ".js", ".svg", ".wasm"}


def ensure_assets() -> None:
    """Build `app/static/vendor` where it is missing or older than the lock, and compress."""
    _ensure_vendor()
    _compress(VENDOR.parent)


def _compress(folder: Path) -> None:
    """Lay a `.gz` beside each text file that changed; the server sends it to who can read it."""
    for path in folder.rglob("*"):
        if path.suffix not in COMPRESSED:
            continue
        packed = path.with_name(path.name + ".gz")
        if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
            packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _ensure_vendor() -> None:
    wanted = digest([ROOT / "package-lock.json", Path(__file__), Path(fonts.__file__)])
    stamps = VENDOR / "innoday.json"
    if read_stamps(stamps).get("lock") == wanted:
        return
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _build(fresh)
    write_stamp(fresh / stamps.name, lock=wanted)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def _build(folder: Path) -> None:
    manifest = {name: _put(folder, name, path.read_bytes()) for name, path in COPIES.items()}
    manifest["zxing-reader.js"] = _put(folder, "zxing-reader.js", _bundle_reader(folder))
    manifest |= make_fonts(folder, partial(_put, folder))
    manifest["inter.css"] = _put(folder, "inter.css", font_faces(manifest).encode())
    manifest |= _copy_whole_fonts(folder)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    (folder / "licences").mkdir()
    for name, path in LICENCES.items():
        shutil.copyfile(path, folder / "licences" / f"{name}.txt")


def _put(folder: Path, name: str, content: bytes) -> str:
    """Write a file under its name with a hash, and return that name."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
    (folder / hashed).write_bytes(content)
    return hashed


def _copy_whole_fonts(folder: Path) -> dict[str, str]:
    """Copy the fonts of the PDFs under fixed names: no browser asks for them."""
    (folder / "fonts").mkdir()
    names = {}
    for weight in WEIGHTS:
        name = f"fonts/Inter-{weight.lstrip('0123456789')}.ttf"
        shutil.copyfile(INTER_WHOLE / weight / f"Inter_{weight}.ttf", folder / name)
        names[name] = name
    return names


def _bundle_reader(folder: Path) -> bytes:
    """Return the QR reader as one ES module."""
    out = folder / "reader.js"
    options = {
        "stdin": {"contents": BUNDLE, "resolveDir": str(ROOT)},
        "bundle": True,
        "minify": True,
        "format": "esm",
        "target": "es2022",
        "legalComments": "eof",
        "outfile": str(out),
    }
    script = f"require('esbuild').buildSync({json.dumps(options)})"
    run("Bundling the QR reader", [find_node()[0], "-e", script])
    content = out.read_bytes()
    out.unlink()
    return content
