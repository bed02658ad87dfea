"""Where everything stands on a badge, and how large a name can be; lengths in points."""

from collections.abc import Callable
from dataclasses import dataclass

MM = 72 / 25.4
WIDTH, HEIGHT = 105 * MM, 148 * MM
MARGIN = 8 * MM
TEXT_WIDTH = WIDTH - 2 * MARGIN
ELLIPSIS = "…"
STEP = 0.5

Measure = Callable[[str, float], float]


@dataclass(frozen=True)
class Line:
    """Where a text goes, from the upper edge, and how large it may and must be."""

    baseline: float
    largest: float
    smallest: float


@dataclass(frozen=True)
class Square:
    """Where the QR code goes: its left and upper edge and its side."""

    left: float
    top: float
    side: float


GIVEN_NAME = Line(50 * MM, 46, 15)
FAMILY_NAME = Line(61 * MM, 25, 11)
ORGANISATION = Line(70 * MM, 13, 9)
ORGANISATION_SECOND = 5.4 * MM
QR = Square((105 - 44) / 2 * MM, 84 * MM, 44 * MM)
TYPED_CODE = Line(134 * MM, 9, 9)


def fit(text: str, measure: Measure, line: Line) -> tuple[str, float]:
    """Return a text and the largest size at which it fits; cut only where no size helps."""
    size = min(line.largest, line.largest * TEXT_WIDTH / max(measure(text, line.largest), 1))
    size = size // STEP * STEP
    if size >= line.smallest:
        return text, size
    return shorten(text, measure, line.smallest), line.smallest


def shorten(text: str, measure: Measure, size: float) -> str:
    """Return as much of a text as fits, with an ellipsis."""
    while text and measure(text + ELLIPSIS, size) > TEXT_WIDTH:
        text = text[:-1].rstrip()
    return text + ELLIPSIS


def split_lines(text: str, measure: Measure, line: Line) -> list[tuple[str, float]]:
    """Return a text on one line if it fits in full size, else broken between words onto two."""
    words = text.split(" ")
    if len(words) == 1 or measure(text, line.largest) <= TEXT_WIDTH:
        return [fit(text, measure, line)]

    def longer(at: int) -> float:
        halves = (" ".join(words[:at]), " ".join(words[at:]))
        return max(measure(half, line.largest) for half in halves)

    best = min(range(1, len(words)), key=longer)
    halves = [" ".join(words[:best]), " ".join(words[best:])]
    fitted = [fit(half, measure, line) for half in halves]
    size = min(size for _text, size in fitted)
    return [(half, size) for half, _size in fitted]
