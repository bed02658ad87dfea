"""Charts: well-formed, whole by themselves, and nothing that a strict policy would refuse."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.web.charts import (
    SERIES,
    STAGES,
    Bar,
    Series,
    bars,
    columns,
    funnel,
    nested,
    split,
)

NAME = 'A <b> & "c"'
ROWS = [Bar(NAME, 12), Bar("Ελλάδα", 3), Bar("None", 0)]
ONE = [Series("One", (3, 0, 5))]
TWO = [*ONE, Series(NAME, (1, 0, 2))]
CHARTS = {
    "bars": bars(NAME, ROWS),
    "no bars": bars(NAME, []),
    "columns": columns(NAME, ["a", "b", "c"], TWO),
    "one series": columns(NAME, ["a", "b", "c"], ONE),
    "no columns": columns(NAME, [], [Series("One", ())]),
    "many columns": columns(NAME, ["12:30"] * 60, [Series("One", range(60))]),
    "split": split(
        NAME, [Bar("All", 4), Bar("None", 0)], [Series("x", (1, 0)), Series("y", (3, 0))]
    ),
    "funnel": funnel(NAME, ROWS),
    "nested": nested(NAME, ["a", NAME], [Series("s", (9, 2)), Series("t", (3, 0))]),
    "nested nothing": nested(NAME, [], [Series("s", ())]),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_is_well_formed_and_says_what_it_shows(chart):
    root = ET.fromstring(chart)
    assert root.get("role") == "img"
    assert root[0].tag.endswith("title")
    assert root[0].text == NAME


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_holds_no_style_no_script_and_no_address(chart):
    without_namespace = chart.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert (
        re.findall(r"<style|style=|<script|href|\bid=|url\(|http|NaN|inf", without_namespace) == []
    )


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_everything_stays_inside(chart):
    root = ET.fromstring(chart)
    width, height = float(root.get("width")), float(root.get("height"))
    for shape in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, w, h = (float(shape.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= -0.01
        assert w >= 0
        assert x + w <= width + 0.1
        assert y + h <= height + 0.1


def test_bars_are_as_long_as_their_values():
    root = ET.fromstring(CHARTS["bars"])
    lengths = [float(one.get("width")) for one in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert lengths[1] == pytest.approx(lengths[0] / 4, abs=0.1)
    assert lengths[2] == 0


def test_at_most_five_colours():
    assert (len(SERIES), len(STAGES)) == (5, 4)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_on_colours_can_be_read():
    inks = ["#ffffff", "#15181d", "#15181d", "#ffffff", "#15181d"]
    assert [c for c, ink in zip(SERIES, inks, strict=True) if contrast(c, ink) < 4.5] == []
