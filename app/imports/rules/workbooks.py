"""The first sheet of a workbook (ECMA-376) as texts; formulas are never run.

The package was looked at before (`app.core.office_files`): its size, its parts, no declarations.
Here its XML is read as it comes, so that a large sheet is never held as a tree.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.errors import Invalid
from app.core.office_files import read_xml
from app.imports.rules.lists import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Listed, listed

MAX_STRINGS = MAX_ROWS * MAX_COLUMNS
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock's time, its zone comes later
DATES = frozenset({*range(14, 23), *range(45, 48)})  # ids of the formats that show a time
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
LAST_SERIAL = 2_958_466  # the end of the year 9999
_BROKEN = (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError)


def read_workbook(data: bytes) -> Listed:
    """Return what the first sheet of a workbook says; Invalid where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            sheets = sorted((int(m[1]), name) for name in names if (m := SHEET.fullmatch(name)))
            if not sheets:
                raise Invalid("list_unreadable", field="file")
            strings = _strings(package, names)
            dates = _date_styles(package, names)
            return listed(_rows(package, sheets[0][1], strings, dates))
    except _BROKEN as error:
        raise Invalid("list_unreadable", field="file") from error


def _strings(package: zipfile.ZipFile, names: list[str]) -> list[str]:
    """Return the texts that cells share."""
    found: list[str] = []
    parts: list[str] = []
    inside: list[str] = []

    def begin(tag: str, _values: dict[str, str]) -> None:
        inside.append(tag)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            found.append("".join(parts))
            parts.clear()
            if len(found) > MAX_STRINGS:
                raise Invalid("list_unreadable", field="file")

    def text(data: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            parts.append(data)

    if "xl/sharedStrings.xml" in names:
        read_xml(package, "xl/sharedStrings.xml", begin, end, text)
    return found


def _date_styles(package: zipfile.ZipFile, names: list[str]) -> set[int]:
    """Return the numbers of the styles that show a number as a day or a time."""
    formats = set(DATES)
    styles: list[int] = []
    inside: list[str] = []

    def begin(tag: str, values: dict[str, str]) -> None:
        inside.append(tag)
        if tag == "numFmt" and DATE_LETTERS.search(QUOTED.sub("", values.get("formatCode", ""))):
            formats.add(int(values["numFmtId"]))
        if tag == "xf" and inside[-2:-1] == ["cellXfs"]:
            styles.append(int(values.get("numFmtId", 0)))

    if "xl/styles.xml" in names:
        read_xml(package, "xl/styles.xml", begin, lambda _tag: inside.pop(), lambda _text: None)
    return {place for place, one in enumerate(styles) if one in formats}


class _Sheet:
    """Takes the elements of a sheet and keeps the rows that it says."""

    def __init__(self, strings: list[str], dates: set[int]) -> None:
        self.strings, self.dates = strings, dates
        self.rows: list[tuple[int, list[str]]] = []
        self.cells: dict[int, str] = {}
        self.cell: dict[str, str] = {}
        self.parts: list[str] = []
        self.number, self.column = 0, -1
        self.is_value = False

    def begin(self, tag: str, values: dict[str, str]) -> None:
        if tag == "row":
            self.number = int(values.get("r", self.number + 1))
            self.column = -1
        elif tag == "c":
            self.cell = values
            self.parts.clear()
        self.is_value = tag in ("v", "t")

    def text(self, data: str) -> None:
        if self.is_value:
            self.parts.append(data)

    def end(self, tag: str) -> None:
        self.is_value = False
        if tag == "c":
            self._keep()
        elif tag == "row" and self.cells:
            wide = max(self.cells) + 1
            self.rows.append((self.number, [self.cells.get(n, "") for n in range(wide)]))
            self.cells = {}
            if len(self.rows) > MAX_ROWS + 1:
                raise Invalid("too_many_rows", field="file", limit=MAX_ROWS)

    def _keep(self) -> None:
        self.column = column = self._place()
        text = "".join(self.parts)
        if column >= MAX_COLUMNS:
            if text:
                raise Invalid("too_many_columns", field="file", limit=MAX_COLUMNS)
            return
        if text:
            self.cells[column] = self._value(text)[: MAX_CELL + 1]

    def _place(self) -> int:
        """Return the column of a cell: what it says, else the one after the last."""
        said = self.cell.get("r")
        if said is None:
            return self.column + 1
        place = CELL.fullmatch(said)
        if place is None:
            raise ValueError("a cell without a place")
        return _column(place[1])

    def _value(self, text: str) -> str:
        kind = self.cell.get("t", "n")
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return "yes" if text == "1" else "no"
        if kind == "n" and int(self.cell.get("s", 0)) in self.dates:
            return _as_time(float(text))
        return text.removesuffix(".0") if kind == "n" else text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _as_time(serial: float) -> str:
    """Return a day number of a spreadsheet as a time on the wall, to the second."""
    if not 0 <= serial < LAST_SERIAL:
        raise ValueError("no such day")
    seconds = round(serial * 86400)
    return (EPOCH + timedelta(seconds=seconds)).isoformat(sep=" ")


def _rows(
    package: zipfile.ZipFile, name: str, strings: list[str], dates: set[int]
) -> Iterator[tuple[int, list[str]]]:
    sheet = _Sheet(strings, dates)
    read_xml(package, name, sheet.begin, sheet.end, sheet.text)
    return iter(sheet.rows)
