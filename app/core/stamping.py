"""Many pages from few designs: text and shapes stamped on pages that were laid out once.

Laying out a page takes ten times as long as stamping a name on it. Text stays text: each letter
has its own number in the file, so that copying a name gives the name that was printed.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

from app.core.qr import Qr

EM = 1000  # the unit in which PDF measures letters
# How letters are joined and shifted; each is written by its number, so nobody asks.
UNSHAPED = {"GDEF", "GPOS", "GSUB"}
CMAP_BLOCK = 100  # more entries than this are not allowed in one block
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapType 2 def /CMapName /Innoday def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""


@lru_cache(maxsize=8)
def _measures(path: Path) -> tuple[dict[int, str], dict[str, int]]:
    """Return a font's glyph of each letter, and each glyph's width in thousandths."""
    with TTFont(path, lazy=True) as font:
        scale = EM / font["head"].unitsPerEm
        widths = {glyph: round(pair[0] * scale) for glyph, pair in font["hmtx"].metrics.items()}
        return dict(font.getBestCmap()), widths


class Face:
    """A font as far as a document uses it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._glyphs, self._widths = _measures(path)
        self._numbers: dict[str, int] = {}

    def has(self, text: str) -> bool:
        """Whether the font has every letter of a text."""
        return all(ord(letter) in self._glyphs for letter in text)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is."""
        return sum(self._widths[self._glyphs[ord(letter)]] for letter in text) * size / EM

    def encode(self, text: str) -> str:
        """Return a text as the hexadecimal numbers of its letters."""
        numbers = self._numbers
        return "".join(f"{numbers.setdefault(one, len(numbers) + 1):04X}" for one in text)

    def embed(self, pdf: pikepdf.Pdf) -> Dictionary:
        """Return the font's object, with no more of the font in it than was used."""
        letters = sorted(self._numbers, key=self._numbers.__getitem__)
        font, data = self._subset(letters)
        order = font.getGlyphOrder()
        gids = {glyph: number for number, glyph in enumerate(order)}
        glyphs = [self._glyphs[ord(letter)] for letter in letters]
        to_gid = b"\0\0" + b"".join(gids[glyph].to_bytes(2, "big") for glyph in glyphs)
        name = Name("/INNODA+" + font["name"].getDebugName(6))
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf, font, data, name)),
            W=Array([1, Array([self._widths[glyph] for glyph in glyphs])]),
            CIDToGIDMap=Stream(pdf, to_gid),
        )
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]),
            ToUnicode=Stream(pdf, _to_unicode(letters)),
        )

    def _subset(self, letters: list[str]) -> tuple[TTFont, bytes]:
        options = subset.Options(layout_features=[], hinting=False, name_IDs=[6])
        font = TTFont(self.path, recalcTimestamp=False)
        for table in UNSHAPED & set(font.keys()):
            del font[table]
        chosen = subset.Subsetter(options)
        chosen.populate(text="".join(letters))
        chosen.subset(font)
        out = BytesIO()
        font.save(out)
        return font, out.getvalue()


def _descriptor(pdf: pikepdf.Pdf, font: TTFont, data: bytes, name: Name) -> Dictionary:
    scale = EM / font["head"].unitsPerEm
    head, lines = font["head"], font["hhea"]
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array([round(value * scale) for value in box]),
        ItalicAngle=0,
        Ascent=round(lines.ascent * scale),
        Descent=round(lines.descent * scale),
        CapHeight=round(lines.ascent * scale),
        StemV=80,
        FontFile2=Stream(pdf, data, Length1=len(data)),
    )


def _to_unicode(letters: list[str]) -> bytes:
    lines = [
        f"<{number:04X}> <{letter.encode('utf-16-be').hex()}>"
        for number, letter in enumerate(letters, start=1)
    ]
    blocks = [lines[at : at + CMAP_BLOCK] for at in range(0, len(lines), CMAP_BLOCK)]
    text = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return CMAP.format(blocks=text).encode()


@dataclass(frozen=True)
class Stamp:
    """A design with marks on it; marks are what `text_mark` and `qr_mark` return."""

    design: int
    marks: Sequence[str]


class Sheets:
    """A document of stamped pages."""

    def __init__(self, designs: bytes, faces: Sequence[Face]) -> None:
        self._pdf = pikepdf.new()
        self._faces = faces
        self._fonts = [self._pdf.make_indirect(Dictionary()) for _ in faces]
        with pikepdf.open(BytesIO(designs)) as source:
            self._designs = [
                self._pdf.copy_foreign(page.as_form_xobject()) for page in source.pages
            ]

    def add_page(
        self,
        size: tuple[float, float],
        stamps: Iterable[tuple[float, float, Stamp]],
        more: str = "",
        *,
        scale: float = 1.0,
    ) -> None:
        """Add a page with stamps at their places, counted from the lower left corner."""
        placed = list(stamps)
        parts = [_placed(x, y, stamp, scale) for x, y, stamp in placed]
        used = {stamp.design for _x, _y, stamp in placed}
        content = Stream(self._pdf, "\n".join([*parts, more]).encode("ascii"))
        resources = Dictionary(
            Font=Dictionary({f"/F{n}": font for n, font in enumerate(self._fonts)}),
            XObject=Dictionary({f"/D{n}": self._designs[n] for n in sorted(used)}),
        )
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *(round(side, 2) for side in size)]),
            Resources=resources,
            Contents=self._pdf.make_indirect(content),
        )
        self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(page)))

    def save(self, *, title: str, language: str) -> bytes:
        """Return the document."""
        for face, font in zip(self._faces, self._fonts, strict=True):
            for key, value in face.embed(self._pdf).items():
                font[key] = value
        self._pdf.Root.Lang = pikepdf.String(language)
        self._pdf.docinfo["/Title"] = title
        out = BytesIO()
        self._pdf.save(
            out,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return out.getvalue()


def _placed(x: float, y: float, stamp: Stamp, scale: float) -> str:
    inside = "\n".join((f"/D{stamp.design} Do", *stamp.marks))
    return f"q {scale:.6g} 0 0 {scale:.6g} {_n(x)} {_n(y)} cm\n{inside}\nQ"


def text_mark(number: int, face: Face, text: str, size: float, at: tuple[float, float]) -> str:
    """Return a line of text in one of the document's faces."""
    place = f"{_n(at[0])} {_n(at[1])}"
    return f"BT /F{number} {_n(size)} Tf {place} Td <{face.encode(text)}> Tj ET"


def qr_mark(code: Qr, side: float, at: tuple[float, float]) -> str:
    """Return a code as filled rectangles in a square whose upper left corner is given."""
    unit = math.floor(side / code.size * 1000) / 1000
    rectangles = " ".join(f"{x} {y} {n} 1 re" for x, y, n in code.runs())
    return f"q {unit} 0 0 -{unit} {_n(at[0])} {_n(at[1])} cm {rectangles} f Q"


def line_marks(lines: Iterable[tuple[float, float, float, float]], width: float = 0.25) -> str:
    """Return thin lines, such as the marks along which a sheet is cut."""
    drawn = " ".join(f"{_n(a)} {_n(b)} m {_n(c)} {_n(d)} l" for a, b, c, d in lines)
    return f"q {width} w {drawn} S Q"


def _n(value: float) -> Any:
    return f"{value:.2f}".rstrip("0").rstrip(".")
