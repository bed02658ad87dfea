"""What is worth a look before badges are printed: names that hardly fit, letters we lack."""

from enum import StrEnum
from itertools import chain

from app.badges.rules.layout import (
    FAMILY_NAME,
    GIVEN_NAME,
    ORGANISATION,
    Measure,
    fit,
    split_lines,
)

READABLE = 7.0  # points; smaller print is not read at arm's length


class Trouble(StrEnum):
    """Why a badge is worth a look."""

    CUT = "cut"
    SMALL = "small"
    LETTERS = "letters"


def troubles_of(
    names: tuple[str, str, str], bold: Measure, regular: Measure, *, scale: float
) -> list[Trouble]:
    """Return what is wrong with given name, family name and organisation on paper of a scale."""
    given, family, organisation = names
    lines = [
        (given, [fit(given, bold, GIVEN_NAME)]),
        (family, [fit(family, bold, FAMILY_NAME)]),
        (organisation, split_lines(organisation, regular, ORGANISATION)),
    ]
    is_cut = any(" ".join(text for text, _size in shown) != whole for whole, shown in lines)
    sizes = [size for text, size in chain.from_iterable(shown for _whole, shown in lines) if text]
    is_small = any(size * scale < READABLE for size in sizes)
    return [Trouble.CUT] * is_cut + [Trouble.SMALL] * is_small
