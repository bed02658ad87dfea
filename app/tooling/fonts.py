"""The web font, cut to what pages show: each first visit carries it.

Of Inter's nine weights and many alternates pages use a part. European letters beyond Latin 1 are in
a face of their own, an eighth of the file with all the others of extended Latin.
"""

import re
from collections.abc import Callable
from pathlib import Path

from app.tooling.console import run
from app.tooling.places import NODE_MODULES, PYTHON

INTER = NODE_MODULES / "@fontsource-variable" / "inter"
WHOLE = ("latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
EUROPEAN = "U+0100-017F,U+0218-021B"
# name: the file it is cut from, and the characters it keeps, all if none are said
CUTS = {"latin": ("latin", ""), "european": ("latin-ext", EUROPEAN)}
CUT = """
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

source, target, characters = sys.argv[1:]
font = TTFont(source, recalcTimestamp=False)
features = ["calt", "ccmp", "kern", "locl", "mark", "mkmk", "tnum"]
cutter = subset.Subsetter(subset.Options(layout_features=features))
kept = subset.parse_unicodes(characters) if characters else font.getBestCmap()
cutter.populate(unicodes=kept)
cutter.subset(font)
instantiateVariableFont(font, {"wght": (400, 760)}, inplace=True)
font.flavor = "woff2"
font.save(target)
"""
# Arial, stretched to Inter's measures: text does not move when the font arrives.
FALLBACK = """@font-face {
  font-family: 'Inter Fallback';
  src: local('Arial'), local('Liberation Sans'), local('Helvetica');
  size-adjust: 107.12%;
  ascent-override: 90.44%;
  descent-override: 22.52%;
  line-gap-override: 0%;
}
"""


def make_fonts(folder: Path, put: Callable[[str, bytes], str]) -> dict[str, str]:
    """Put the font's files and return their names: `inter-latin.woff2` and what it is kept as."""
    made = {f"inter-{name}.woff2": _file(name).read_bytes() for name in WHOLE}
    for name, (source, characters) in CUTS.items():
        out = folder / "cut.woff2"
        command: list[str | Path] = [PYTHON, "-c", CUT, _file(source), out, characters]
        run(f"Cutting the {name} letters of the web font", command)
        made[f"inter-{name}.woff2"] = out.read_bytes()
        out.unlink()
    return {name: put(name, content) for name, content in made.items()}


def font_faces(manifest: dict[str, str]) -> str:
    """Return the style sheet of the web font: only our files, at their hashed names."""
    blocks = re.findall(r"@font-face \{.*?\n\}", (INTER / "wght.css").read_text(), re.DOTALL)
    faces = {}
    for block in blocks:
        found = re.search(r"\./files/inter-(.+?)-wght-normal\.woff2", block)
        if found and f"inter-{found[1]}.woff2" in manifest:
            faces[found[1]] = block.replace(found[0], manifest[f"inter-{found[1]}.woff2"])
    return "\n".join([*_with_european(faces, manifest), FALLBACK])


def _with_european(faces: dict[str, str], manifest: dict[str, str]) -> list[str]:
    """Add the European letters after the face that has them too: of two, the later one counts."""
    latin = faces.pop("latin")
    european = latin.replace(manifest["inter-latin.woff2"], manifest["inter-european.woff2"])
    european = re.sub(r"unicode-range: [^;]+;", f"unicode-range: {EUROPEAN};", european)
    return [*faces.values(), european, latin]


def _file(name: str) -> Path:
    return INTER / "files" / f"inter-{name}-wght-normal.woff2"
