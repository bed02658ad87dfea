"""Rows 34 and 37 (pretalx, Hi.Events): a sanitiser left what fires requests, or never ran."""

import re
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.markdown import TAGS, to_html
from tests.client import Page

ROOT = Path(__file__).parents[2]
CORPUS = (
    '<a data-hx-get="/x" hx-trigger="load">a</a>',
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<div style="position:fixed" class="toast" id="main">a</div>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<form action="/sign-out"><button>a</button></form>',
    "[a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](  JaVaScRiPt:alert(1))",
    "[a](//evil.example 'x\" onmouseover=\"alert(1)')",
    "![a](http://evil.example/x.png)",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "`<script>alert(1)</script>`",
    "<!--><script>alert(1)</script>-->",
    "</p></article><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<x-y hx-on:click='alert(1)'>a</x-y>",
)
MARKUP = re.compile(r"\bMarkup\((?![\"'])")
# Where our own code says that something is HTML already; none of these is a text as it is stored.
TRUSTED = {
    "app/core/qr.py": 1,
    "app/events/pages/public.py": 1,
    "app/web/i18n.py": 1,
    "app/web/summary.py": 1,
    "app/web/templating.py": 2,
}


class Seen(Page):
    """The tags and attributes of a text."""

    def __init__(self, text):
        self.found = set()
        super().__init__(text)

    def handle_starttag(self, tag, attrs):
        self.found |= {(tag, "")} | {(tag, name) for name, _value in attrs}
        hrefs = [value or "" for name, value in attrs if name == "href"]
        assert all(re.match(r"https?:|mailto:|[/#?\w.%-]", one) for one in hrefs), hrefs
        assert not [one for one in hrefs if re.match(r"(?i)\s*(javascript|data|vbscript):", one)]
        super().handle_starttag(tag, attrs)


def assert_harmless(text):
    found = Seen(to_html(text)).found
    assert {tag for tag, _name in found} <= TAGS
    assert {one for one in found if one[1]} <= {("a", "href"), ("a", "rel"), ("a", "title")}


@pytest.mark.parametrize("text", CORPUS)
def test_nothing_of_the_corpus_leaves_more_than_plain_tags(text):
    assert_harmless(text)
    assert_harmless(f"# {text}\n\n- {text}\n\n| a |\n|---|\n| {text} |")


@given(st.lists(st.sampled_from(CORPUS) | st.text(max_size=10), max_size=4).map("".join))
def test_what_was_cleaned_stays_as_it_is_when_it_is_cleaned_again(text):
    html = to_html(text)
    schemes, attributes = {"http", "https", "mailto"}, {"a": {"href"}}
    link = {"link_rel": "nofollow noopener"}
    assert nh3.clean(html, tags=TAGS, attributes=attributes, url_schemes=schemes, **link) == html


def test_no_page_takes_a_stored_text_for_html():
    found = {
        path.relative_to(ROOT).as_posix(): len(MARKUP.findall(path.read_text()))
        for path in (ROOT / "app").rglob("*.py")
        if MARKUP.search(path.read_text()) and "charts" not in path.name
    }
    assert found == TRUSTED
    templates = [path.read_text() for path in (ROOT / "templates").rglob("*.*")]
    assert [one for one in templates if re.search(r"\|\s*safe\b|autoescape\s+false", one)] == []
