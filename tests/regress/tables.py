"""Tables that are handed out, as texts and workbooks, read back as whoever opens them does."""

import csv
import io
import re
import zipfile
from html import unescape

from app.core.xlsx import CONTENT_TYPE as XLSX

CELL = re.compile(r"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)


def sheet_of(answer) -> str:
    """Return the XML of a workbook's only sheet."""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode()


def text_of(answer) -> str:
    """Return all that an answer says, also inside a workbook."""
    return unescape(sheet_of(answer)) if answer.mimetype == XLSX else answer.text


def cells_of(answer) -> list[str] | None:
    """Return the texts of a table that is handed out, None of anything else."""
    if answer.mimetype == "text/csv":
        rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
        return [cell for row in rows for cell in row]
    if answer.mimetype == XLSX:
        return [unescape(text) for text in CELL.findall(sheet_of(answer))]
    return None
