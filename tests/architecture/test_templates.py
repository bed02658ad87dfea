"""Templates compile, and keep what the content security policy would refuse out of the pages."""

import re

import pytest

from tests.architecture.tree import ROOT, assets, name_of, templates

# A mail or a PDF is not under the policy of our pages: it carries its own style sheet.
ELSEWHERE = ("templates/pdf/", "templates/mail/")
PAGES = [path for path in templates() if not name_of(path).startswith(ELSEWHERE)]
# Trigger filters of htmx (`click[...]`) are evaluated as code in 2.x and throw in 4.x.
FORBIDDEN = {
    "inline style": re.compile(r"<[^>{]*\sstyle=", re.IGNORECASE),
    "style element": re.compile(r"<style", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>{]*\son[a-z]+=", re.IGNORECASE),
    "htmx handler": re.compile(r"hx-on"),
    "htmx trigger filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "foreign host": re.compile(r"(src|href)=\"(https?:)?//"),
    "unescaped text": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_every_template_compiles(application, path):
    application.jinja_env.get_template(path.relative_to(ROOT / "templates").as_posix())


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_template_needs_an_unsafe_policy(path):
    text = path.read_text()
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", assets(), ids=name_of)
def test_styles_and_scripts_fetch_nothing_from_elsewhere(path):
    without_comments = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"https?://[^\s\"')]+", without_comments) in (
        [],
        ["http://www.w3.org/2000/svg"],
    )
