"""Charts as SVG: bars, columns, parts of a whole, and a funnel.

Colours are attributes, so that a picture is whole by itself on paper; on a page the style sheet
overrides them by class and follows the theme. No scripts, no styles, no ids, no files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 600
NARROW = 350  # beside its table on paper, with letters of the same size
FONT = 11
LETTER = 5.9  # the mean width of a letter in that size
ROW = 23
BAR = 14
GAP = 12
PLOT = 132
INK, MUTED, LINE = "#15181d", "#5a616b", "#d9d9d3"
# Blue, orange, teal, plum, grey: apart for every common colour blindness, and in lightness.
SERIES = ("#2440b3", "#e08a2e", "#2f8f83", "#8d4f8f", "#9aa0a8")
# One blue from light to dark, for stages that contain each other.
STAGES = ("#d5dcf3", "#9aa9df", "#5b73cb", "#2440b3")


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its label, and what stands beside it."""

    label: str
    value: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each place of an axis."""

    name: str
    values: Sequence[int]


def bars(title: str, rows: Sequence[Bar], *, width: int = WIDTH) -> Markup:
    """Draw one horizontal bar for each row, its value at the end."""
    left = _label_width(row.label for row in rows)
    most = max((row.value for row in rows), default=0) or 1
    room = width - left - max((_width(_shown(row)) for row in rows), default=0) - GAP
    parts = []
    for number, row in enumerate(rows):
        y, length = number * ROW + 4, room * row.value / most
        parts.append(_text((0, y + 12), _cut(row.label), "plot__label"))
        parts.append(_rect((left, y), (length, BAR), "plot__s1", SERIES[0]))
        parts.append(_text((left + length + 6, y + 12), _shown(row), "plot__value", weight=600))
    parts.append(_line((left, 0), (left, len(rows) * ROW)))
    return _svg(title, (width, len(rows) * ROW), parts)


def columns(
    title: str, labels: Sequence[str], series: Sequence[Series], *, width: int = WIDTH
) -> Markup:
    """Draw a stack of columns for each label, the first series at the bottom."""
    top = 22 if len(series) > 1 else 4
    totals = [sum(one.values[n] for one in series) for n in range(len(labels))]
    scale = PLOT / (max(totals, default=0) or 1)
    step = width / max(len(labels), 1)
    wide = min(step * 0.72, 46)
    base = float(top + 14 + PLOT)
    parts = [_legend([one.name for one in series], SERIES, "s")] if len(series) > 1 else []
    for n in range(len(labels)):
        x, y = n * step + (step - wide) / 2, base
        for tone, one in enumerate(series):
            height = one.values[n] * scale
            y -= height
            if height:
                parts.append(_rect((x, y), (wide, height), f"plot__s{tone + 1}", SERIES[tone]))
        if totals[n] and step >= _width(str(max(totals))) + 2:
            parts.append(_text((x + wide / 2, y - 4), str(totals[n]), "plot__value", "middle", 600))
    parts.append(_line((0, base), (width, base)))
    every = max(1, -(-int(_widest(labels) + 8) // max(int(step), 1)))
    for n in range(0, len(labels), every):
        half = _width(labels[n]) / 2
        middle = min(max(n * step + step / 2, half), width - half)
        parts.append(_text((middle, base + 15), labels[n], "plot__label", "middle", fill=MUTED))
    return _svg(title, (width, base + 22), parts)


def split(title: str, rows: Sequence[Bar], series: Sequence[Series]) -> Markup:
    """Draw each row as a whole that its series share, with their values inside."""
    left, top = _label_width(row.label for row in rows), 26
    parts = [_legend([one.name for one in series], SERIES, "s")]
    for n, row in enumerate(rows):
        y, x, scale = top + n * 36, float(left), (WIDTH - left) / (row.value or 1)
        parts.append(_text((0, y + 18), _cut(row.label), "plot__label"))
        for tone, one in enumerate(series):
            length = one.values[n] * scale
            if length:
                cell = (max(length - 1.5, 0.5), 26.0)
                parts.append(_rect((x, y), cell, f"plot__s{tone + 1}", SERIES[tone]))
            if length >= _width(str(one.values[n])) + 6:
                # Dark letters on the light colours, light ones on the dark.
                ink, name = ("#ffffff", "on") if tone in (0, 3) else (INK, "on-light")
                middle = x + length / 2
                text = str(one.values[n])
                parts.append(_text((middle, y + 17), text, f"plot__{name}", "middle", 600, ink))
            x += length
    return _svg(title, (WIDTH, top + len(rows) * 36 - 6), parts)


def funnel(title: str, stages: Sequence[Bar], *, width: int = WIDTH) -> Markup:
    """Draw stages below each other, centred, with the way from one to the next."""
    left = _label_width(stage.label for stage in stages)
    right = max((_width(_shown(stage)) for stage in stages), default=0) + GAP
    most = max((stage.value for stage in stages), default=0) or 1
    middle, room = (left + width - right) / 2, width - left - right
    halves = [room * stage.value / most / 2 for stage in stages]
    parts = []
    for n, stage in enumerate(stages):
        y, half = n * 46, halves[n]
        tone = STAGES[-1 - max(len(stages) - 1 - n, 0) % 4]
        if n + 1 < len(stages):
            parts.append(_slope(middle, y + 28, half, halves[n + 1]))
        name = f"plot__t{STAGES.index(tone) + 1}"
        parts.append(_rect((middle - half, y), (max(2 * half, 1), 28), name, tone))
        parts.append(_text((0, y + 18), _cut(stage.label), "plot__label"))
        parts.append(_text((width, y + 18), _shown(stage), "plot__value", "end", 600))
    return _svg(title, (width, len(stages) * 46 - 16), parts)


def nested(title: str, rows: Sequence[str], series: Sequence[Series]) -> Markup:
    """Draw for each row bars that contain each other, the largest behind."""
    left = _label_width(rows)
    most = max((value for one in series for value in one.values), default=0) or 1
    room = WIDTH - left - 8
    parts = [_legend([one.name for one in series], STAGES, "t")]
    for n, label in enumerate(rows):
        y = 26 + n * ROW
        parts.append(_text((0, y + 13), _cut(label), "plot__label"))
        for tone, one in enumerate(series):
            size = (room * one.values[n] / most, float(BAR + 3))
            parts.append(_rect((left, y), size, f"plot__t{tone + 1}", STAGES[tone]))
    bottom = 26 + len(rows) * ROW
    parts.append(_line((left, 22), (left, bottom)))
    parts += [_tick(left + room * value / most, bottom, value) for value in _ticks(most)]
    return _svg(title, (WIDTH, bottom + 16), parts)


def _ticks(most: int) -> Iterable[int]:
    step = next(
        size for n in range(12) for size in (10**n, 2 * 10**n, 5 * 10**n) if most <= 6 * size
    )
    return range(0, most + 1, step)


def _tick(x: float, y: float, value: int) -> Markup:
    return _text((x, y + 13), str(value), "plot__label", "middle", fill=MUTED)


def _legend(names: Sequence[str], colours: Sequence[str], family: str) -> Markup:
    parts, x = [], 0.0
    for tone, name in enumerate(names):
        parts.append(_rect((x, 1), (10, 10), f"plot__{family}{tone + 1}", colours[tone]))
        parts.append(_text((x + 15, 10), name, "plot__label"))
        x += _width(name) + 34
    return Markup("").join(parts)


def _slope(middle: float, y: float, upper: float, lower: float) -> Markup:
    points = " ".join(
        f"{x:.1f},{at:.1f}"
        for x, at in (
            (middle - upper, y),
            (middle + upper, y),
            (middle + lower, y + 18),
            (middle - lower, y + 18),
        )
    )
    shape = Markup('<polygon class="plot__slope" points="{}" fill="{}"/>')
    return shape.format(points, "#eef0f6")


def _label_width(labels: Iterable[str]) -> float:
    return _widest([_cut(label) for label in labels]) + GAP


def _widest(labels: Iterable[str]) -> float:
    return max((_width(label) for label in labels), default=0.0)


def _width(text: str) -> float:
    return len(text) * LETTER


def _cut(text: str, longest: int = 36) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _shown(bar: Bar) -> str:
    return bar.text or str(bar.value)


def _svg(title: str, size: tuple[int, float], parts: Iterable[Markup]) -> Markup:
    whole = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {width} {height:.0f}" '
        'width="{width}" height="{height:.0f}" role="img" font-family="Inter" '
        'font-size="{font}"><title>{title}</title>{parts}</svg>'
    )
    drawn = Markup("").join(parts)
    width, height = size
    return whole.format(width=width, height=height, title=title, font=FONT, parts=drawn)


def _rect(at: tuple[float, float], size: tuple[float, float], name: str, fill: str) -> Markup:
    shape = Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1.5" fill="{}"/>'
    )
    return shape.format(name, *at, *size, fill)


def _line(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    shape = Markup('<path class="plot__line" d="M{:.1f} {:.1f}L{:.1f} {:.1f}" stroke="{}"/>')
    return shape.format(*start, *end, LINE)


def _text(
    at: tuple[float, float],
    text: str,
    name: str,
    anchor: str = "start",
    weight: int = 400,
    fill: str = INK,
) -> Markup:
    shape = Markup(
        '<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-weight="{}" fill="{}">{}'
        "</text>"
    )
    return shape.format(name, *at, anchor, weight, fill, text)
