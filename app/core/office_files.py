"""Office files that others send: honest packages of one document, without programs within.

DOCX, XLSX and PPTX are ZIP archives of XML (ECMA-376). They are never unpacked to the disk: every
entry is read here in pieces, counted against one budget, and thrown away.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.parsers import expat

from app.core.errors import Invalid

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

MAX_ENTRIES = 3000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_LISTED = 4 * 1024 * 1024  # of a part that says what the others are
PIECE = 256 * 1024
Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str], Any]
MAGIC = b"PK\x03\x04"
TYPES = "[Content_Types].xml"

_MAIN = {f"{kind}.main+xml": kind for kind in (DOCX, XLSX, PPTX)}
_PROGRAM_TYPE = re.compile("macroenabled|vbaproject|activex|oleobject", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.(?:docx|xlsx|pptx)")
_PRINTER = re.compile(r"(?:word|xl|ppt)/printerSettings/printerSettings\d+\.bin")
_PROGRAM_NAME = re.compile(
    r"\.(?:bin|exe|dll|scr|com|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|html?|lnk|jar|msi|iso|"
    r"doc[mx]|xls[bmx]|ppt[mx]|dotm|zip|rar|7z|gz|xz|bz2|cab)\Z"
)
# First bytes of programs, of archives, and of the older office format, which may hold either.
_PROGRAM_BYTES = (
    *(MAGIC, b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
    *(b"\xd0\xcf\x11\xe0", b"#!", b"MSCF"),
)
# What a document may point at outside of itself; all else would be fetched on opening it.
_POINTS_OUT = {"hyperlink", "externalLinkPath", "video", "audio", "media"}


class _Enough(Exception):  # noqa: N818 - no error, but the way out of a parser
    """What was asked for was seen."""


# What `zipfile` raises for an archive that is broken, locked, or packed in a way it does not know.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError),
)


def kind_of(data: bytes) -> str | None:
    """Return which of the three a package says it is; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            listed = package.read(TYPES) if _size(package, TYPES) <= MAX_LISTED else b""
    except _UNREADABLE:
        return None
    try:
        found = {_MAIN[one] for one in _content_types(listed) if one in _MAIN}
    except (expat.ExpatError, Invalid):
        return None
    return found.pop() if len(found) == 1 else None


def check_office(data: bytes) -> None:
    """Pass a package that may be kept as it is; Invalid otherwise."""
    _check(data, budget=[MAX_UNPACKED], is_within=False)


def _size(package: zipfile.ZipFile, name: str) -> int:
    return package.getinfo(name).file_size


def _check(data: bytes, *, budget: list[int], is_within: bool) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_list(entries, budget[0])
            for entry in entries:
                _check_entry(package, entry, budget, is_within=is_within)
    except (*_UNREADABLE, expat.ExpatError) as error:
        raise Invalid("file_broken", field="file") from error


def _check_list(entries: list[zipfile.ZipInfo], budget: int) -> None:
    """Refuse by what the archive says of itself, before anything of it is unpacked."""
    names = [entry.filename.casefold() for entry in entries]
    is_honest = (
        len(entries) <= MAX_ENTRIES
        and sum(entry.file_size for entry in entries) <= budget
        and len(set(names)) == len(names)
        and TYPES.casefold() in names
        and not any(entry.flag_bits & 1 or _leads_out(entry.filename) for entry in entries)
    )
    if not is_honest:
        raise Invalid("file_broken", field="file")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _check_entry(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: list[int], *, is_within: bool
) -> None:
    name = entry.filename
    lowered = name.casefold()
    if _EMBEDDED.fullmatch(name) and not is_within:
        inner = b"".join(_pieces(package, entry, budget))
        if not inner.startswith(MAGIC) or kind_of(inner) is None:
            raise Invalid("file_holds_programs", field="file")
        _check(inner, budget=budget, is_within=True)
        return
    if _PROGRAM_NAME.search(lowered) and not _PRINTER.fullmatch(name):
        raise Invalid("file_holds_programs", field="file")
    pieces = _pieces(package, entry, budget)
    if name == TYPES or lowered.endswith(".rels"):
        _check_listing(name, _whole(pieces))
    elif lowered.endswith((".xml", ".vml", ".svg")):
        _check_prolog(pieces)
    else:
        _check_bytes(pieces)


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: list[int]) -> Iterator[bytes]:
    """Read an entry in pieces, each of which is taken off the budget."""
    with package.open(entry) as source:
        while piece := source.read(PIECE):
            budget[0] -= len(piece)
            if budget[0] < 0:
                raise Invalid("file_broken", field="file")
            yield piece


def _whole(pieces: Iterator[bytes]) -> bytes:
    read = bytearray()
    for piece in pieces:
        read += piece
        if len(read) > MAX_LISTED:
            raise Invalid("file_broken", field="file")
    return bytes(read)


def _check_bytes(pieces: Iterator[bytes]) -> None:
    first = next(pieces, b"")
    if first.startswith(_PROGRAM_BYTES):
        raise Invalid("file_holds_programs", field="file")
    for _piece in pieces:  # to the end, so that its checksum is held against it
        pass


def _check_listing(name: str, listed: bytes) -> None:
    if name == TYPES:
        if any(_PROGRAM_TYPE.search(one) for one in _content_types(listed)):
            raise Invalid("file_holds_programs", field="file")
        return
    for target in _elements(listed, "Relationship"):
        kind = target.get("Type", "").rpartition("/")[2]
        if target.get("TargetMode", "").lower() == "external" and kind not in _POINTS_OUT:
            raise Invalid("file_points_elsewhere", field="file")


def _content_types(listed: bytes) -> Iterator[str]:
    for name in ("Default", "Override"):
        for values in _elements(listed, name):
            yield values.get("ContentType", "")


def _elements(text: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element of a name, in any namespace."""
    found: list[dict[str, str]] = []

    def note(tag: str, values: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == name:
            found.append(values)

    _parser(note).Parse(text, True)  # noqa: FBT003 - expat takes it by place only
    return found


def _check_prolog(pieces: Iterator[bytes]) -> None:
    """Read XML up to its first element: only before it can entities be declared."""

    def stop(_tag: str, _values: dict[str, str]) -> None:
        raise _Enough

    try:
        _feed(_parser(stop), pieces)
    except _Enough:
        for _piece in pieces:
            pass


def read_xml(package: zipfile.ZipFile, name: str, begin: Begin, end: End, text: End) -> None:
    """Read a part piece by piece, telling of elements without their namespaces.

    Raises ValueError where it is no XML, and Invalid where it declares entities.
    """
    parser = _telling(begin, end, text)
    try:
        with package.open(name) as source:
            _feed(parser, iter(partial(source.read, PIECE), b""))
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def read_plain_xml(data: bytes, begin: Begin, end: End, text: End) -> None:
    """Read XML that stands alone, as `read_xml` reads a part of a package."""
    parser = _telling(begin, end, text)
    try:
        _feed(parser, iter((data,)))
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _telling(begin: Begin, end: End, text: End) -> Any:
    parser = _parser(lambda tag, values: begin(tag.rpartition(" ")[2], values))
    parser.buffer_text = True
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    return parser


def _feed(parser: Any, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place only
    parser.Parse(b"", True)  # noqa: FBT003 - as above


def _parser(on_element: Callable[[str, dict[str, str]], None]) -> Any:
    def refuse(*_args: object) -> None:
        raise Invalid("file_broken", field="file")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = on_element
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser
