"""Whether a colour can carry words: its contrast by WCAG 2, as the style sheet mixes it."""

import re
from collections.abc import Callable, Sequence

ENOUGH = 4.5  # WCAG 2.2, 1.4.3: the contrast of text
WHITE = "#ffffff"
NIGHT = "#0e1014"  # the words on the accent in the dark
LIGHT_GROUNDS = (WHITE, "#f6f6f3")  # paper and ground of tokens.css
DARK_GROUNDS = ("#14171c", NIGHT)
LIGHTER = 0.58  # how much white the style sheet mixes into the accent in the dark
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_KNEE = 0.04045

Triple = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Whether a text is a colour as we keep it: `#2440b3`."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (high + 0.05) / (low + 0.05)


def weakest_contrast(accent: str) -> float:
    """Return the least contrast that words have on this accent, or in it on a page, day or night.

    By day the accent itself stands on light grounds, with white words on it; at night it is mixed
    with white, and stands on dark grounds with dark words on it.
    """
    night = _mixed_with_white(_linear(accent), LIGHTER)
    by_day = [contrast(accent, ground) for ground in LIGHT_GROUNDS]
    at_night = [
        (_luminance(night) + 0.05) / (_luminance(_linear(ground)) + 0.05) for ground in DARK_GROUNDS
    ]
    return min(*by_day, *at_night)


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _each(_to_linear, (red, green, blue))


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= _KNEE else ((value + 0.055) / 1.055) ** 2.4


def _luminance(linear: Triple) -> float:
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def _mixed_with_white(linear: Triple, share: float) -> Triple:
    """Mix as `color-mix(in oklab, …, white share)` does.

    Oklab is linear in the cube roots of its cone responses, of which white has 1 each; so the
    mixing can be done there.
    """
    roots = _each(lambda value: max(value, 0.0) ** (1 / 3), _times(_TO_LMS, linear))
    mixed = _each(lambda root: ((1 - share) * root + share) ** 3, roots)
    return _each(lambda value: min(max(value, 0.0), 1.0), _times(_FROM_LMS, mixed))


def _times(matrix: Sequence[Triple], vector: Triple) -> Triple:
    rows = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
    return rows[0], rows[1], rows[2]


def _each(change: Callable[[float], float], values: Triple) -> Triple:
    first, second, third = values
    return change(first), change(second), change(third)
