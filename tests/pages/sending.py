"""Sending every form of the pages: where they are, what would be right, what is hostile."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from marshmallow import Schema, fields

from app.core.ids import encode_id
from app.web.forms import Form
from app.web.guards import guard_of
from tests.conftest import IS_LONG

LONG_TEXT = "Ж" * 3000
LONGEST_TEXT = "x" * 1_000_000
HOSTILE = {
    "nothing": "",
    "nul": "a\0b",
    "half a character": "\ud83d",
    "long": LONG_TEXT,
    "negative": "-1",
    "huge": "9" * 400,
    "far": "9999-12-31T23:59",
    "before time": "0001-01-01T00:00",
    "emoji": "👩🏽‍🔬" * 5,
    "right to left": "\u202eabc\u200f\u0000"[:5],
    "not a number": "NaN",
    "infinite": "1e999",
    "beyond digits": "9" * 5_000,  # more than Python turns into a number
    "markup": "<script>alert(1)</script>{{7*7}}",
    "quotes": "'\";--%s%(x)s{0}\\",
    "id of nothing": encode_id(1),
    "id too large": "z" * 13,
}
RIGHT = {
    "name": "Name",
    "title": "Title",
    "timezone": "Europe/Berlin",
    "starts_at": "2031-05-05T09:00",
    "ends_at": "2031-05-05T18:00",
    "venue_name": "Messe",
    "capacity": "100",
    "given_name": "Eglė",
    "family_name": "Žukauskaitė",
    "email": "somebody@example.org",
    "country": "DE",
    "kind": "sme",
    "password": "a long password, indeed",
    "reason": "Because",
    "size": "50",
    "version": "1",
    "per_proposal": "1",
    "state": "eligible",
    "outcome": "selected",
    "scopes": "read",
    "role": "scanner",
    "to": "closed",
    "colour": "#2440b3",
    "device_name": "Phone",
    "closes_at": "2031-05-05T18:00",
    "layout": "a6",
    "shared_with": "own",
    "seat": "member",
    "text_kind": "terms",
    "words": "Words",
    "topics": "energy",
    "languages": "de",
    "note": "Lost badge",
    "subject": "Subject",
    "text": "Text",
    "comment": "Because",
    "ip": "kept",
    "theme": "energy",
    "owner_link": "no",
    "answer": "Answer",
    "audience": "all",
    "tier": "public",
    "reply_days": "5",
    "addresses": "guest@example.org",
    "founded_year": "2001",
    "accounting_year": "2024",
    "headcount": "under_10",
    "relation": "autonomous",
    "client_id": "00000000-0000-4000-8000-000000000001",
}


def unsafe_pages(app: Flask) -> Iterator[tuple[str, str, str | None]]:
    """Return address, endpoint and guard of every page that takes what people send.

    What brings its own proof, as the signed messages of a payment provider, is no page.
    """
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "csrf_exempt", False):
            continue
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            yield rule.rule, rule.endpoint, guard_of(app, rule.endpoint)


def pages_to_read(app: Flask) -> Iterator[tuple[str, str]]:
    """Return address and endpoint of every page that is read."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/static/")):
            yield rule.rule, rule.endpoint


def some_of(pages: list[tuple[str, str]], turn: int) -> list[tuple[str, str]]:
    """Return every third page, others at the next turn; all of them in the long run."""
    return pages if IS_LONG else pages[turn % 3 :: 3]


def fill_address(rule: str, names: Mapping[str, Any]) -> str:
    """Return an address with what a day has in place of its parameters, or the id of nothing."""
    path = rule
    for kind in ("id:", "int:", ""):
        for name, value in names.items():
            path = path.replace(f"<{kind}{name}>", str(value))
    chosen = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", path)
    return re.sub(r"<int:\w+>", "1", re.sub(r"<id:\w+>", encode_id(1), chosen))


def field_names(schema: Any = Form) -> set[str]:
    """Return the names of every field that any form has, as a page sends them."""
    found: set[str] = set()
    for kind in schema.__subclasses__():
        if kind.__module__.startswith("app."):
            found |= set(_names(kind()))
        found |= field_names(kind)
    return found | {"answer-solution", "levels-0", "levels-1", "remove_file"}


def _names(schema: Schema, prefix: str = "") -> Iterator[str]:
    for name, field in schema.load_fields.items():
        if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
            yield from _names(field.inner.schema, f"{prefix}{name}-0-")
        else:
            yield f"{prefix}{name}"
