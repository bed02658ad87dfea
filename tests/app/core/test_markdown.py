"""Markdown becomes plain, safe HTML with headings that make an outline."""

import pytest

from app.core.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n### Two\n# Three", "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>\n"),
        ("#### Deep\n# High", "<h3>Deep</h3>\n<h3>High</h3>\n"),
        ("*yes*", "<p><em>yes</em></p>\n"),
    ],
)
def test_what_is_written(text, html):
    assert to_html(text) == html


def test_headings_start_where_the_page_wants_them():
    assert to_html("# One\n## Two", level=2) == "<h2>One</h2>\n<h3>Two</h3>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<a href="/x" data-hx-get="/y" onclick="z()">x</a>',
        "![x](http://127.0.0.1/canary.png)",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_that_runs_or_fetches_passes(text):
    html = to_html(text)
    assert [
        word
        for word in ("<script", "<img", 'href="javascript', "<a data", '<a href="/x"')
        if word in html
    ] == []
