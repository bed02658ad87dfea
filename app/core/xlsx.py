"""A table as a workbook of one sheet, whose texts no spreadsheet runs.

Only what ECMA-376 asks for at the least: texts stand inside their cells, a style makes the head
bold. Cost: linear.
"""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from io import BytesIO

from app.core.csv_text import safe_cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters; a spreadsheet takes no more
WIDTH = 24  # of a column, in characters
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        f'<styleSheet {_MAIN}><fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
    ),
}


def to_xlsx(head: Sequence[str], rows: Iterable[Sequence[object]], *, made_at: datetime) -> bytes:
    """Return a table as a workbook; the same table made at the same time is the same file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        sheet = {"xl/worksheets/sheet1.xml": _sheet(head, rows)}
        for name, text in (_PARTS | sheet).items():
            info = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, _XML + text)
    return out.getvalue()


def _sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = [_row(1, head, style=1)]
    body += [_row(number, row, style=0) for number, row in enumerate(rows, 2)]
    return (
        f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols><col min="1" max="{max(len(head), 1)}" width="{WIDTH}" '
        f'customWidth="1"/></cols><sheetData>{"".join(body)}</sheetData></worksheet>'
    )


def _row(number: int, cells: Sequence[object], *, style: int) -> str:
    made = "".join(_cell(safe_cell(value), style) for value in cells)
    return f'<row r="{number}">{made}</row>'


def _cell(value: object, style: int) -> str:
    if isinstance(value, bool):
        return f'<c s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f'<c s="{style}"><v>{value}</v></c>'
    text = "".join(letter for letter in str(value) if letter.isprintable() or letter in "\n\t")
    kept = escape(text[:LONGEST_CELL])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'
