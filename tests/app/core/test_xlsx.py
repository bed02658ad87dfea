"""Workbooks: what is in a cell is what was meant."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from app.core.xlsx import to_xlsx

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells_of(made):
    with zipfile.ZipFile(BytesIO(made)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [("".join(cell.itertext()), cell.get("t")) for cell in row.findall("m:c", NAMES)]
        for row in sheet.findall(".//m:row", NAMES)
    ]


def test_texts_and_numbers_come_back():
    made = to_xlsx(["Name", "Age"], [["Žukauskaitė & <b>", 41], ["two\nlines", None]], made_at=NOON)
    text = "inlineStr"
    assert cells_of(made) == [
        [("Name", text), ("Age", text)],
        [("Žukauskaitė & <b>", text), ("41", None)],
        [("two\nlines", text), ("", text)],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "＝1"])
def test_no_text_becomes_a_formula(text):
    ((_head,), ((cell, kind),)) = cells_of(to_xlsx(["x"], [[text]], made_at=NOON))
    assert (cell.startswith("'"), kind) == (True, "inlineStr")


def test_what_xml_cannot_hold_is_left_out():
    made = to_xlsx(["x"], [["a\x00b\x0bc\ufffed"], ["x" * 40_000]], made_at=NOON)
    cells = cells_of(made)
    assert cells[1][0][0] == "abcd"
    assert len(cells[2][0][0]) == 32_767


def test_the_same_table_is_the_same_file():
    assert to_xlsx(["x"], [["a"]], made_at=NOON) == to_xlsx(["x"], [["a"]], made_at=NOON)
