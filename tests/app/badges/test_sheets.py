"""Where badges stand on their paper, and that every code on it can be read."""

import io
import subprocess

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from app.badges.presentation import draw
from app.badges.rules.layout import MM
from app.badges.rules.preflight import troubles_of
from app.badges.rules.sheets import SHEETS, Sheet, SheetFormat
from app.tickets.queries import codes_of
from tests.factories.identity import make_api_token
from tests.factories.tickets import make_ticket

PER_SHEET = {
    "a6": 1,
    "a7": 1,
    "label_62": 1,
    "card": 1,
    "a5_folded": 1,
    "a4_four": 4,
    "a4_eight": 8,
    "a4_ten": 10,
}
IN_MM = {
    "a6": (105, 148),
    "a7": (74.2, 104.7),
    "label_62": (62, 87.4),
    "a5_folded": (210, 148),
    "a4_four": (210, 297),
    "a4_eight": (297, 210),
    "a4_ten": (297, 210),
    "card": (54, 85.6),
}
SHOWN = {"a5_folded": 2}


@pytest.mark.parametrize("paper", SheetFormat)
def test_badges_lie_side_by_side_on_their_paper(paper):
    sheet = SHEETS[paper]
    width, height = sheet.each
    assert sheet.badges == PER_SHEET[paper]
    assert tuple(round(side / MM, 1) for side in sheet.size) == IN_MM[paper]
    for places in (sheet.places(), sheet.backs()):
        assert len(set(places)) == sheet.badges * sheet.copies
        for x, y in places:
            assert x >= -0.5
            assert y >= -0.5
            assert x + width <= sheet.size[0] + 0.5
            assert y + height <= sheet.size[1] + 0.5
            others = [one for one in places if one != (x, y)]
            assert all(abs(x - a) >= width - 0.01 or abs(y - b) >= height - 0.01 for a, b in others)


@pytest.mark.parametrize("paper", SheetFormat)
def test_a_back_lies_behind_its_front(paper):
    sheet = SHEETS[paper]
    for (x, y), (back, also) in zip(sheet.places(), sheet.backs(), strict=True):
        # Turned over at the left or right edge, what was left is right.
        assert (round(x, 6), y) == (round(sheet.size[0] - back - sheet.each[0], 6), also)


def test_marks_show_where_to_cut_and_never_run_into_a_badge():
    assert SHEETS[SheetFormat.A6].cut_marks() == []
    sheet = Sheet((400, 600), 1.0, columns=1, rows=1)
    assert sheet.cut_marks() == []
    four = SHEETS[SheetFormat.A4_FOUR]
    marks = [[round(one / MM, 1) for one in line] for line in four.cut_marks()]
    assert [105.0, 0, 105.0, 5.0] in marks
    assert [0, 148.5, 5.0, 148.5] in marks
    assert [102.5, 148.5, 107.5, 148.5] in marks


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("paper", SheetFormat)
def test_every_code_on_every_paper_is_read(scene, tmp_path, paper):
    for number in range(2):
        name = "Katarzyna-Małgorzata " * (number + 1)
        scene.tickets.append(make_ticket(scene.kind, given_name=name, family_name="Źdźbłowska"))
    made = draw(scene.event, scene.tickets, paper, both_sides=True)
    sheet = SHEETS[paper]
    fronts = -(-len(scene.tickets) // sheet.badges)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2 * fronts
    (tmp_path / "made.pdf").write_bytes(made)
    command = ["pdftoppm", "-r", "150", "-gray", str(tmp_path / "made.pdf"), str(tmp_path / "p")]
    subprocess.run(command, check=True)
    found = [
        one.text
        for page in sorted(tmp_path.glob("p*.pgm"))
        for one in zxingcpp.read_barcodes(Image.open(page))
    ]
    times = 2 * SHOWN.get(paper, 1)
    assert sorted(found) == sorted([codes_of(one).token for one in scene.tickets] * times)


# Before printing


def seven(text, size):
    """Measure as if every letter were seven tenths of its size wide."""
    return len(text) * 0.7 * size


@pytest.mark.parametrize(
    ("names", "scale", "expected"),
    [
        (("Ada", "Abel", "Νότος ΑΕ"), 1.0, []),
        (("Ada", "Abel", ""), 62 / 105, []),
        (("Ada", "A" * 60, ""), 1.0, ["cut"]),
        (("Ada", "Abel", "Z" * 60), 1.0, ["cut"]),
        (("Ada", "A" * 30, ""), 1.0, []),
        (("Ada", "A" * 30, ""), 0.5, ["small"]),
        (("A" * 60, "Abel", "word " * 30), 0.5, ["cut", "small"]),
        # An ellipsis of one's own is not ours.
        (("Ada…", "Abel", "and so on…"), 1.0, []),
    ],
)
def test_what_is_worth_a_look(names, scale, expected):
    assert troubles_of(names, seven, seven, scale=scale) == expected


def test_whose_names_to_look_at(browser, client, scene):
    make_ticket(scene.kind, given_name="ქეთევან", family_name="ბერიძე")
    make_ticket(scene.kind, given_name="Maximilian-Alexander" * 3, family_name="Ö")
    desk = browser.sign_in(scene.person)
    page = desk.get("/manage/day/badges/check").text
    assert "Our font lacks a letter" in page
    assert "A name is too long and is cut." in page
    assert "Νίκος" not in page
    assert desk.get("/manage/day/badges/check?layout=nothing").status_code == 200
    headers = {"Authorization": "Bearer " + make_api_token(scene.person)}
    found = client.get("/api/v1/events/day/badge-check?layout=label_62", headers=headers).json
    assert {one["name"]: one["troubles"] for one in found} == {
        "ქეთევან ბერიძე": ["letters"],
        "Maximilian-Alexander" * 3 + " Ö": ["cut"],
    }
