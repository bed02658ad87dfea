"""A PDF's pages in a new document: no author, title, producer, comments, files or history.

What its text layer says is read by each font's own table of characters; a font without one that
can be read makes the whole file unclean, for then nobody knows what it says.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from app.juries.rules.cleaning.pictures import strip_jpeg
from app.juries.rules.cleaning.telling import Cleaned, Unclean

TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb", "/Annots", "/StructParents")
GAP = -180  # thousandths of an em to the left that stand for a space
DEEPEST = 8  # forms within forms
_TO_TEXT = {"Tj", "'", '"', "TJ"}
_MOVES = {"Td", "TD", "T*", "Tm", "ET", "'", '"'}
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_MOST = 70_000  # characters of a font


def clean_pdf(data: bytes) -> Cleaned:
    """Return the pages of a PDF in a new one, and what its text layer says."""
    try:
        with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as made:
            form: Any = source.Root.get("/AcroForm")
            if form is not None and form.get("/Fields"):
                raise Unclean("form")
            made.pages.extend(source.pages)
            for page in made.pages:
                for key in TELLING:
                    if key in page.obj:
                        del page.obj[key]
            made.remove_unreferenced_resources()
            text = "\n".join(_text_of(page.obj, page.obj.get("/Resources")) for page in made.pages)
            out = io.BytesIO()
            for one in made.objects:
                _strip(one)
            made.save(out, deterministic_id=True)
    except (pikepdf.PdfError, RuntimeError, ValueError, AttributeError, TypeError) as error:
        raise Unclean("broken") from error
    return Cleaned(out.getvalue(), text)


def _strip(one: Any) -> None:
    """Take what tells about its maker from an object of any kind, such as a picture."""
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in TELLING[:5]:
        if key in one:
            del one[key]
    if isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
        one.write(strip_jpeg(one.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _text_of(content: Any, resources: Any, depth: int = 0) -> str:
    fonts = _named(resources, "/Font")
    forms = _named(resources, "/XObject")
    parts: list[str] = []
    decode: Any = None
    for operands, operator in _operations(content):
        name = str(operator)
        if name == "Tf":
            decode = _decoder(fonts.get(str(operands[0])))
        if name in _MOVES:
            parts.append(" ")
        if name in _TO_TEXT:
            parts += _shown(operands, decode)
        if name == "Do" and depth < DEEPEST:
            form = forms.get(str(operands[0]))
            if form is not None and form.get("/Subtype") == pikepdf.Name.Form:
                parts += ["\n", _text_of(form, form.get("/Resources", resources), depth + 1)]
    return "".join(parts)


def _operations(content: Any) -> Iterator[Any]:
    """Return what a page does, as pairs of operands and operator."""
    yield from pikepdf.parse_content_stream(content)


def _named(resources: Any, kind: str) -> dict[str, Any]:
    return dict((resources or {}).get(kind, {}).items())


def _shown(operands: Any, decode: Any) -> Iterator[str]:
    """Return what an operator shows; a wide gap between two letters is a space."""
    for one in operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]:
        if isinstance(one, pikepdf.String):
            if decode is None:
                raise Unclean("unreadable")
            yield decode(bytes(one))
        elif float(one) < GAP:
            yield " "


def _decoder(font: Any) -> Any:
    """Return what turns the codes of a font into text."""
    if font is None:
        return None
    wide = 2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1
    if "/ToUnicode" in font:
        table = _table(font.ToUnicode.read_bytes())
        return lambda data: "".join(
            table.get(data[at : at + wide], " ") for at in range(0, len(data), wide)
        )
    encoding = font.get("/Encoding")
    is_plain = encoding is None or isinstance(encoding, pikepdf.Name)
    return (lambda data: data.decode("cp1252", "replace")) if wide == 1 and is_plain else None


def _table(cmap: bytes) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            found[_bytes(code)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, start, each in _RANGE.findall(block):
            found |= _ranged(_bytes(first), _bytes(last), start, each)
    return found


def _ranged(first: bytes, last: bytes, start: bytes, each: bytes) -> dict[bytes, str]:
    low, high, size = int.from_bytes(first, "big"), int.from_bytes(last, "big"), len(first)
    codes = [code.to_bytes(size, "big") for code in range(low, min(high, low + _MOST) + 1)]
    if each:
        texts = [_utf16(one) for one in re.findall(rb"<([0-9A-Fa-f\s]*)>", each)]
        return dict(zip(codes, texts, strict=False))
    text = _utf16(start)
    return {code: text[:-1] + chr(ord(text[-1]) + n) for n, code in enumerate(codes) if text}


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii"))


def _utf16(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")
