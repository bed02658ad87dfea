"""Drawing badges: what they share is laid out once, names and codes are stamped on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from app.badges.rules import layout as place
from app.badges.rules.sheets import SHEETS, SheetFormat

if TYPE_CHECKING:
    from app.core.stamping import Face, Stamp

REPORT_EVERY = 100
BOLD, REGULAR = 0, 1


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What one badge says."""

    given_name: str
    family_name: str
    organisation: str
    role: str
    audience: str
    code: str
    typed_code: str


@dataclass(frozen=True)
class Design:
    """What stands on a badge before anything is stamped on it.

    Names in letters that our font lacks are part of the design: laying out finds them a font.
    """

    role: str
    audience: str
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""


RenderDesigns = Callable[[Sequence[Design]], bytes]
Report = Callable[..., None]


def draw_badges(
    badges: Sequence[Badge],
    *,
    layout: SheetFormat,
    both_sides: bool = False,
    render: RenderDesigns,
    title: str,
    report: Report = lambda *_: None,
) -> bytes:
    """Return the badges as a PDF; tells after every hundred how far it is."""
    from app.core.stamping import Sheets, line_marks

    faces = make_faces()
    designs = [_design(badge, faces) for badge in badges]
    numbers = {design: n for n, design in enumerate(dict.fromkeys(designs))}
    sheets = Sheets(render(list(numbers)), faces)
    sheet = SHEETS[layout]
    marks = line_marks(lines) if (lines := sheet.cut_marks()) else ""
    stamps = _stamps(badges, designs, numbers, faces, report)
    while batch := list(islice(stamps, sheet.badges)):
        shown = [stamp for stamp in batch for _copy in range(sheet.copies)]
        for places in (sheet.places(), sheet.backs())[: 1 + both_sides]:
            placed = [(x, y, stamp) for (x, y), stamp in zip(places, shown, strict=False)]
            sheets.add_page(sheet.size, placed, marks, scale=sheet.scale)
    return sheets.save(title=title, language="en")


def make_faces() -> tuple["Face", "Face"]:
    """Return the two fonts of a badge: that of names, and that of all else."""
    from app.core.pdf import FONTS
    from app.core.stamping import Face

    return Face(FONTS / "Inter-Bold.ttf"), Face(FONTS / "Inter-Medium.ttf")


def _design(badge: Badge, faces: Sequence["Face"]) -> Design:
    design = Design(badge.role, badge.audience)
    names = {
        "given_name": badge.given_name,
        "family_name": badge.family_name,
        "organisation": badge.organisation,
    }
    if all(faces[BOLD].has(text) for text in names.values()):
        return design
    return replace(design, **names)


def _stamps(
    badges: Sequence[Badge],
    designs: Sequence[Design],
    numbers: dict[Design, int],
    faces: Sequence["Face"],
    report: Report,
) -> Iterator["Stamp"]:
    from app.core.stamping import Stamp

    for count, (badge, design) in enumerate(zip(badges, designs, strict=True)):
        if count % REPORT_EVERY == 0:
            report(count, len(badges))
        names = [] if design.given_name else _name_marks(badge, faces)
        yield Stamp(numbers[design], [*names, *_code_marks(badge, faces)])


def _name_marks(badge: Badge, faces: Sequence["Face"]) -> list[str]:
    bold, regular = faces
    marks = []
    lines = ((badge.given_name, place.GIVEN_NAME), (badge.family_name, place.FAMILY_NAME))
    for text, line in lines:
        shown, size = place.fit(text, bold.width, line)
        marks.append(_centred(BOLD, faces, shown, size, line.baseline))
    down = place.ORGANISATION.baseline
    for text, size in place.split_lines(badge.organisation, regular.width, place.ORGANISATION):
        marks.append(_centred(REGULAR, faces, text, size, down))
        down += place.ORGANISATION_SECOND
    return marks


def _code_marks(badge: Badge, faces: Sequence["Face"]) -> list[str]:
    from app.core.qr import make_qr
    from app.core.stamping import qr_mark

    square, line = place.QR, place.TYPED_CODE
    code = make_qr(badge.code, version=5)
    drawn = qr_mark(code, square.side, (square.left, place.HEIGHT - square.top))
    return [drawn, _centred(REGULAR, faces, badge.typed_code, line.largest, line.baseline)]


def _centred(number: int, faces: Sequence["Face"], text: str, size: float, down: float) -> str:
    from app.core.stamping import text_mark

    face = faces[number]
    left = (place.WIDTH - face.width(text, size)) / 2
    return text_mark(number, face, text, size, (left, place.HEIGHT - down))
