"""Sheets of paper: how large, how many badges are on one and where; lengths in points.

A badge is drawn once, as large as A6, and placed smaller where its paper is smaller. A sheet is
turned over at its left or right edge, so that backs lie behind their fronts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.badges.rules.layout import HEIGHT, MM, WIDTH

A4, A4_ACROSS, A5_ACROSS = (
    (210 * MM, 297 * MM),
    (297 * MM, 210 * MM),
    (210 * MM, 148 * MM),
)
CUT = 5 * MM
NEAR = 0.5  # what lies that near to the edge of the paper needs no cut

Line = tuple[float, float, float, float]


class SheetFormat(StrEnum):
    """What badges are printed on."""

    A6 = "a6"
    A7 = "a7"
    LABEL_62 = "label_62"
    CARD = "card"
    A5_FOLDED = "a5_folded"
    A4_FOUR = "a4_four"
    A4_EIGHT = "a4_eight"
    A4_TEN = "a4_ten"


@dataclass(frozen=True)
class Sheet:
    """A sheet with a grid of places in its middle; `copies` is how many of them show one badge.

    A place is as large as a badge, or as a `card`, at whose upper edge the badge is.
    """

    size: tuple[float, float]
    scale: float = 1.0
    columns: int = 1
    rows: int = 1
    copies: int = 1
    card: tuple[float, float] | None = None

    @property
    def each(self) -> tuple[float, float]:
        """Width and height of a badge on it."""
        return WIDTH * self.scale, HEIGHT * self.scale

    @property
    def place(self) -> tuple[float, float]:
        """Width and height of a place: from one cut to the next."""
        return self.card or self.each

    @property
    def badges(self) -> int:
        """How many people's badges are on it."""
        return self.columns * self.rows // self.copies

    def places(self) -> list[tuple[float, float]]:
        """Return the lower left corners of the badges, in the order of reading."""
        (wide, tall), (width, height) = self.place, self.each
        right, up = (wide - width) / 2, tall - height
        across, upwards = self.lines()
        return [(x + right, y + up) for y in reversed(upwards[:-1]) for x in across[:-1]]

    def backs(self) -> list[tuple[float, float]]:
        """Return for each place where its back is once the sheet is turned over."""
        width, (each, _height) = self.size[0], self.each
        return [(width - x - each, y) for x, y in self.places()]

    def lines(self) -> tuple[list[float], list[float]]:
        """Return where the grid's lines are: from the left edge, and from the lower one."""
        (width, height), (each, tall) = self.size, self.place
        left, low = (width - self.columns * each) / 2, (height - self.rows * tall) / 2
        across = [left + n * each for n in range(self.columns + 1)]
        return across, [low + n * tall for n in range(self.rows + 1)]

    def cut_marks(self) -> list[Line]:
        """Return short lines at the edges, and crosses inside, that show where to cut or fold."""
        if self.columns * self.rows == 1:
            return []
        (width, height), (across, upwards) = self.size, self.lines()
        xs = [x for x in across if NEAR < x < width - NEAR]
        ys = [y for y in upwards if NEAR < y < height - NEAR]
        return [
            *(line for x in xs for line in ((x, 0, x, CUT), (x, height - CUT, x, height))),
            *(line for y in ys for line in ((0, y, CUT, y), (width - CUT, y, width, y))),
            *_crosses(across[1:-1], upwards[1:-1]),
        ]


def _crosses(xs: list[float], ys: list[float]) -> Iterator[Line]:
    half = CUT / 2
    for x in xs:
        for y in ys:
            yield x - half, y, x + half, y
            yield x, y - half, x, y + half


A7_SCALE = 74.25 / 105
CARD, CARD_SCALE = (54 * MM, 85.6 * MM), 54 / 105  # ISO/IEC 7810 ID-1, upright
SHEETS = {
    SheetFormat.A6: Sheet((WIDTH, HEIGHT)),
    SheetFormat.A7: Sheet((WIDTH * A7_SCALE, HEIGHT * A7_SCALE), A7_SCALE),
    SheetFormat.LABEL_62: Sheet((62 * MM, HEIGHT * 62 / 105), 62 / 105),
    SheetFormat.CARD: Sheet(CARD, CARD_SCALE, card=CARD),
    SheetFormat.A5_FOLDED: Sheet(A5_ACROSS, columns=2, copies=2),
    SheetFormat.A4_FOUR: Sheet(A4, columns=2, rows=2),
    SheetFormat.A4_EIGHT: Sheet(A4_ACROSS, A7_SCALE, columns=4, rows=2),
    SheetFormat.A4_TEN: Sheet(A4_ACROSS, CARD_SCALE, columns=5, rows=2, card=CARD),
}
