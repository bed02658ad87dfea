"""Text with columns as form tools and spreadsheets write it, whatever they write it with."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from app.core.errors import Invalid
from app.imports.rules.lists import MAX_CELL, Listed, listed

DELIMITERS = ",;\t|"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no list has, but programs do
LOOKED_AT = 50  # rows, to see what stands between the columns
LOOKED_INTO = 4096  # bytes, to see how the letters are written
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_csv(data: bytes) -> Listed:
    """Return what a text with columns says; Invalid where it is none."""
    text = decode(data)
    if CONTROL.search(text):
        raise Invalid("list_unreadable", field="file")
    text, delimiter = _told_delimiter(text)
    try:
        return listed(_rows(text, delimiter or guess_delimiter(text)))
    except csv.Error as error:
        raise Invalid("list_unreadable", field="file") from error


def decode(data: bytes) -> str:
    """Return bytes as text: by their mark, else UTF-8 if they are, else as Windows writes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    zeros = [place for place, byte in enumerate(data[:LOOKED_INTO]) if byte == 0]
    if zeros:
        sides = Counter(place % 2 for place in zeros)
        if len(sides) > 1:
            raise Invalid("list_unreadable", field="file")
        return _decoded(data, "utf-16-le" if 1 in sides else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("list_unreadable", field="file") from error


def _told_delimiter(text: str) -> tuple[str, str | None]:
    """Take the line off with which a spreadsheet says what stands between the columns."""
    first, _, rest = text.partition("\n")
    line = first.strip().lower()
    if len(line) == 5 and line.startswith("sep="):  # noqa: PLR2004 - and one letter
        return rest, line[-1]
    return text, "\t" if first.rstrip("\r") == "sep=\t" else None


def guess_delimiter(text: str) -> str:
    """Return what parts the columns: what gives most columns, the same number in most rows."""

    def weight(delimiter: str) -> tuple[float, int]:
        try:
            rows = [cells for _, cells in islice(_rows(text, delimiter), LOOKED_AT) if any(cells)]
        except csv.Error:
            return 0, 0
        if not rows or len(rows[0]) < 2:  # noqa: PLR2004 - one column is no table
            return 0, 0
        wide = len(rows[0])
        return sum(len(cells) == wide for cells in rows) / len(rows), wide

    return max(DELIMITERS, key=weight)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL + 1))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1
