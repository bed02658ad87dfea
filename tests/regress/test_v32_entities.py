"""Row 32 (OJS, openpyxl): entities in XML that was taken in read files and filled the memory."""

import re
from pathlib import Path

import pytest

from app.core.content import IMAGES, OFFICE
from app.core.errors import Invalid
from app.core.intake import take_file
from app.imports.rules.workbooks import read_workbook
from app.juries.rules.cleaning import Unclean, clean_office
from tests.regress.corpus import office

APP = Path(__file__).parents[2]
PARSERS = re.compile(
    r"^\s*(?:import|from)\s+(xml|lxml|defusedxml|openpyxl|docx|pptx)\b", re.MULTILINE
)
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "{}">]><x>&a;</x>'
HOSTILE = {
    "a bomb": BOMB,
    "a file": OUTSIDE.format("file:///etc/passwd"),
    "an address": OUTSIDE.format("http://127.0.0.1:9/"),
    "a definition elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
}
PARTS = ("word/document.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_an_office_file_with_entities_is_refused_wherever_they_stand(kind, part):
    with pytest.raises(Invalid):
        take_file(office({part: HOSTILE[kind].encode()}), "a.docx", OFFICE)


def test_a_drawing_in_xml_is_no_picture():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for data in (svg, OUTSIDE.format("file:///etc/passwd").encode() + svg):
        with pytest.raises(Invalid):
            take_file(data, "logo.svg", IMAGES)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_list_of_proposals_with_entities_is_refused_wherever_they_stand(kind, part):
    sheet = b"<worksheet><sheetData/></worksheet>"
    parts = {"xl/worksheets/sheet1.xml": sheet, part: HOSTILE[kind].encode()}
    with pytest.raises(Invalid):
        read_workbook(office(parts))


@pytest.mark.parametrize("part", PARTS[:2])
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_copy_is_made_of_an_office_file_with_entities(kind, part):
    with pytest.raises(Unclean):
        clean_office(office({part: HOSTILE[kind].encode()}))


def test_one_module_parses_xml_that_comes_in_and_one_what_passed_it():
    named = [
        (path.relative_to(APP).as_posix(), found)
        for folder in ("app", "challenges")
        for path in (APP / folder).rglob("*.py")
        for found in PARSERS.findall(path.read_text())
    ]
    assert sorted(named) == [
        ("app/core/office_files.py", "xml"),
        ("app/juries/rules/cleaning/office.py", "lxml"),
    ]
