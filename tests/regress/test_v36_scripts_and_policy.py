"""Rows 36 and 38 (Indico, pretix): questions before an act, toasts and previews ran what was typed.

Our scripts write text, never HTML; our pages hold no script, handler or style of their own, so that
the policy needs no exception.
"""

import re
from pathlib import Path

from app.web.headers import POLICY, STATIC_POLICY

ROOT = Path(__file__).parents[2]
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    r"|DOMParser|createContextualFragment|setHTML"
)
HANDLERS = "click|load|error|submit|change|input|focus|blur|toggle|key\\w+|mouse\\w+|pointer\\w+"
INLINE = re.compile(
    rf"""\s(?:on(?:{HANDLERS})|style)\s*=\s*["']|javascript:|hx-on\b""", re.IGNORECASE
)
SCRIPT = re.compile(r"<script\b(?![^>]*(?:nonce=|application/json))", re.IGNORECASE)
PRINTED = ("mail", "pdf")  # no browser shows these on a page of ours


def pages():
    for path in (ROOT / "templates").rglob("*.html"):
        if path.relative_to(ROOT / "templates").parts[0] not in PRINTED:
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def test_no_script_of_ours_writes_html():
    scripts = {path.name: path.read_text() for path in (ROOT / "app/static/js").rglob("*.js")}
    assert len(scripts) > 15
    assert [name for name, text in scripts.items() if SINKS.search(text)] == []


def test_the_patterns_find_what_they_look_for():
    for text in ("<a onclick='x'>", '<p style="x">', '<a href="javascript:x">', "<b hx-on:x>"):
        assert INLINE.search(text), text
    assert SCRIPT.search("<script src=x>")
    assert SINKS.search("one.innerHTML = text")


def test_no_page_has_a_script_a_handler_or_a_style_of_its_own():
    assert [name for name, text in pages() if INLINE.search(text) or SCRIPT.search(text)] == []


def test_the_policy_has_no_way_round():
    for policy in (POLICY, STATIC_POLICY):
        rules = dict(one.strip().partition(" ")[::2] for one in policy.split(";"))
        assert rules["default-src"] == "'none'"
        words = set(" ".join(rules.values()).split())
        assert not {word for word in words if "unsafe" in word or "*" in word or "//" in word}
