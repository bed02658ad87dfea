"""Reading lists: as every tool writes them, and as nobody should."""

import io
import time
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.csv_text import to_csv
from app.core.errors import Invalid
from app.core.xlsx import to_xlsx
from app.imports.rules import MAX_ROWS, read_list
from app.imports.rules.csv_lists import decode, guess_delimiter

TEXT = "Organisation;Title;Mail\r\nŠaltis AI;Kälte;a@b.lt\r\n"
HEAD, ROW = ("Organisation", "Title", "Mail"), ("Šaltis AI", "Kälte", "a@b.lt")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
        b"sep=;\r\n" + TEXT.encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.encode().rstrip(),
        ("\r\n\r\n" + TEXT + ";\r\n").encode(),
        TEXT.encode("cp1257").replace(b"\xd0", b"S").replace(b"S", b"\x8a"),
    ],
)
def test_every_way_of_writing_a_list_says_the_same(data):
    found = read_list(data)
    assert found.head == HEAD
    assert [cells for _, cells in found.rows] == [ROW]


def test_what_windows_writes_is_read_with_its_own_letters():
    assert decode("Müller – 5 €".encode("cp1252")) == "Müller – 5 €"


def test_a_line_keeps_the_number_that_it_has_in_the_file():
    found = read_list(b'a,b,c\n"1\n2",x,\n\n3,y,\n')
    assert found.rows == ((2, ("1\n2", "x", "")), (5, ("3", "y", "")))


def test_short_and_long_rows_get_the_width_of_the_head():
    assert read_list(b"a,b,c\n1\n1,2,3,4\n").rows == ((2, ("1", "", "")), (3, ("1", "2", "3")))


def test_commas_inside_of_texts_do_not_part_columns():
    assert guess_delimiter('name;text\na;"x, y, z"\nb;"p, q, r"\n') == ";"


def test_formulas_are_texts_and_lose_the_mark_that_our_own_exports_give_them():
    data = to_csv(["a", "b", "c"], [["=1+1", "+49 351", 1], ["@SUM(A1)", "-5", 2]]).encode()
    assert "'=1+1" in data.decode()
    assert [cells for _, cells in read_list(data).rows] == [
        ("=1+1", "+49 351", "1"),
        ("@SUM(A1)", "-5", "2"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b,c\n", "list_empty"),
        (b"\n\n\n", "list_empty"),
        (b"a\x00b,\x00c\n" * 9, "list_unreadable"),
        (b"a,b\n\x81\x8d,x\n", "list_unreadable"),
        (b"\xff\xfe\x00", "list_unreadable"),
        (b"a,b,c\n" + b"x" * 40_001 + b",y\n", "list_unreadable"),
        (b"a,b\nx,y\n", "too_few_columns"),
        (b"a,b,c\n" + b"x,y,z\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b",".join([b"h"] * 101) + b"\nx\n", "too_many_columns"),
        (b'a,b,c\n"' + b"x" * 200_000, "list_unreadable"),
        (b"PK\x03\x04 no zip", "list_unreadable"),
    ],
)
def test_what_is_no_list_is_refused_quickly(data, code):
    began = time.process_time()
    with pytest.raises(Invalid) as refused:
        read_list(data)
    assert refused.value.code == code
    assert time.process_time() - began < 2


def test_ten_thousand_lines_are_read_in_a_second():
    began = time.process_time()
    assert len(read_list(b"a;b;c\n" + b"one;two;three\n" * MAX_ROWS).rows) == 10_000
    assert time.process_time() - began < 2


def test_our_own_workbooks_are_read():
    made = to_xlsx(HEAD, [ROW, ("=1+1", 7, "x")], made_at=datetime(2026, 1, 1, tzinfo=UTC))
    found = read_list(made)
    assert found.head == HEAD
    assert [cells for _, cells in found.rows] == [ROW, ("=1+1", "7", "x")]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs>'
    '<xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)
STRINGS = (
    f"<sst {MAIN}><si><t>When</t></si><si><r><t>Fro</t></r><r><t>st</t></r>"
    "<rPh><t>no</t></rPh></si></sst>"
)


def workbook(rows, **parts):
    out = io.BytesIO()
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    whole = {"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": STYLES}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (whole | {"xl/sharedStrings.xml": STRINGS} | parts).items():
            packed.writestr(name, text)
    return out.getvalue()


def row(number, *cells):
    made = "".join(f'<c r="{"ABCD"[n]}{number}"{more}>{inner}</c>' for n, more, inner in cells)
    return f'<row r="{number}">{made}</row>'


def test_times_numbers_and_shared_texts_of_a_workbook():
    data = workbook(
        row(1, (0, ' t="s"', "<v>0</v>"), (1, ' t="s"', "<v>1</v>"), (2, "", "<v>9.0</v>"))
        + row(4, (0, ' s="1"', "<v>46347.604166667</v>"), (1, ' s="2"', "<v>3.5</v>"))
        + row(5, (0, ' s="3"', "<v>46348</v>"), (1, "", "<f>1+1</f><v>2</v>"))
    )
    found = read_list(data)
    assert found.head == ("When", "Frost", "9")
    assert found.rows == (
        (4, ("2026-11-21 14:30:00", "3.5", "")),
        (5, ("2026-11-22 00:00:00", "2", "")),
    )


@pytest.mark.parametrize(
    "data",
    [
        workbook("", **{"xl/worksheets/sheet1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        workbook(row(1, (0, ' t="s"', "<v>99</v>"))),
        workbook(row(1, (0, "", "<v>x</v>")) + "<row"),
        workbook('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        workbook(row(1, (0, ' s="1"', "<v>1e300</v>"))),
        workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    ],
)
def test_a_broken_workbook_is_refused(data):
    with pytest.raises(Invalid):
        read_list(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(data):
    try:
        found = read_list(data)
    except Invalid:
        return
    assert found.rows
    assert all(len(cells) == len(found.head) for _, cells in found.rows)


LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="'")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(LETTERS).filter(str.strip), st.text(LETTERS)),
        min_size=1,
        max_size=5,
    )
)
def test_what_we_write_we_read_again(rows):
    data = to_csv(["One", "Two", "Three"], [(*one, 3) for one in rows]).encode()
    kept = [(*(text.strip() for text in one), "3") for one in rows]
    assert [cells for _, cells in read_list(data).rows] == kept
