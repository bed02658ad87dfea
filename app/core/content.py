"""What a file really is: told by its first bytes and by reading it, never by its name."""

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.core.errors import Invalid
from app.core.office_files import DOCX, MAGIC, PPTX, XLSX, check_office, kind_of

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
OFFICE = frozenset({DOCX, XLSX, PPTX})
DOCUMENTS = frozenset({PDF})
IMAGES = frozenset({PNG, JPEG})
LOGOS = frozenset({PNG, JPEG, WEBP})

MEGABYTE = 1024 * 1024
LIMITS = {PDF: 20 * MEGABYTE, PNG: 10 * MEGABYTE, JPEG: 10 * MEGABYTE, WEBP: 10 * MEGABYTE}
LIMITS |= dict.fromkeys(OFFICE, 20 * MEGABYTE)
MAX_SCANS = 100  # of a JPEG: each makes the whole picture anew
MAX_PIXELS = 40_000_000
NAME_LENGTH = 150

_MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_EXTENSIONS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), WEBP: (".webp",)}
_EXTENSIONS |= {DOCX: (".docx",), XLSX: (".xlsx",), PPTX: (".pptx",)}
# What a whole picture ends with.
_ENDS = {PNG: b"IEND", JPEG: b"\xff\xd9"}
_NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", WEBP: "WebP"}
_NAMES |= {DOCX: "DOCX", XLSX: "XLSX", PPTX: "PPTX"}
_SCAN = b"\xff\xda"
_MOVIE = b"ftyp"  # what stands after the first four bytes of an MP4
_PILLOW_NAMES = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
_SAVED_WITH: dict[str, dict[str, int]] = {JPEG: {"quality": 88}, WEBP: {"quality": 90}}
_RIFF_HEAD = 8  # bytes of a RIFF file before those that it counts


@dataclass(frozen=True)
class CheckedFile:
    """A file that was read and found to be what it is kept as."""

    data: bytes
    filename: str
    content_type: str


def check_file(
    data: bytes,
    filename: str,
    allowed: frozenset[str],
    *,
    limit: int | None = None,
    longest_side: int | None = None,
) -> CheckedFile:
    """Return the file as it may be kept, images without their hidden data; Invalid otherwise.

    `limit` is how many bytes may come, `longest_side` how many points of an image's side stay.
    Takes its time with large files, so it is better called before a unit of work than inside.
    """
    content_type = sniff(data)
    if content_type is None or content_type not in allowed:
        if data[4:8] == _MOVIE:
            raise Invalid("file_is_video", field="file")
        kinds = [name for one, name in _NAMES.items() if one in allowed]
        raise Invalid("file_type_refused", field="file", kinds=kinds)
    limit = limit or LIMITS[content_type]
    if len(data) > limit:
        raise Invalid("file_too_large", field="file", megabytes=limit // MEGABYTE)
    if content_type == PDF:
        from app.core.pdf_files import check_pdf  # loads a large library

        check_pdf(data)
    elif content_type in OFFICE:
        check_office(data)
    if content_type in _PILLOW_NAMES:
        data = _redraw(data, content_type, longest_side)
    return CheckedFile(data, clean_filename(filename, content_type), content_type)


def sniff(data: bytes) -> str | None:
    """Return the type that the first bytes tell, None for those that we do not take."""
    for magic, content_type in _MAGIC.items():
        if data.startswith(magic):
            return content_type
    if data.startswith(MAGIC):
        return kind_of(data)
    return WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def clean_filename(filename: str, content_type: str) -> str:
    """Return a name that every system can store, with the extension of what the file is."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter if letter.isprintable() else " " for letter in name)
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .")
    extensions = _EXTENSIONS.get(content_type)
    if extensions is None:
        return name[:NAME_LENGTH] or "file"
    path = PurePosixPath(name or "file")
    suffix = path.suffix if path.suffix.lower() in extensions else extensions[0]
    stem = path.stem if path.suffix.lower() in extensions else path.name
    return stem[:NAME_LENGTH].strip(" .") + suffix


def _is_whole(data: bytes, content_type: str) -> bool:
    """Whether a picture ends as its kind does; Pillow may put up with less."""
    if content_type == WEBP:
        return len(data) >= int.from_bytes(data[4:8], "little") + _RIFF_HEAD
    return _ENDS[content_type] in data


def _redraw(data: bytes, content_type: str, longest_side: int | None) -> bytes:
    """Return the same picture drawn anew: upright, and without places, names or thumbnails."""
    from PIL import Image, ImageOps

    kind = _PILLOW_NAMES[content_type]
    has_bad_scans = content_type == JPEG and data.count(_SCAN) > MAX_SCANS
    if has_bad_scans or not _is_whole(data, content_type):
        raise Invalid("file_broken", field="file")
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Invalid("picture_too_large", field="file")
            if longest_side is not None:
                picture.thumbnail((longest_side, longest_side))
            upright = ImageOps.exif_transpose(picture)
            drawn = io.BytesIO()
            upright.info.clear()
            upright.save(drawn, format=kind, **_SAVED_WITH.get(content_type, {}))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid("file_broken", field="file") from error
    return drawn.getvalue()
