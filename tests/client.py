"""Clients that look at what they get: broken HTML and doubled ids fail the test that met them."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web.login import SECRET
from tests.factories.identity import make_session_secret

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "path", "circle", "rect", "line", "use", "polyline", "polygon", "ellipse"),
}


class Page(HTMLParser):
    """A page as a test sees it: balanced tags, ids, hidden fields of forms."""

    def __init__(self, text: str):
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: Counter[str] = Counter()
        self.hidden: dict[str, str] = {}
        self.feed(text)
        self.problems += [f"<{tag}> is never closed" for tag in self.open]
        self.problems += [f"id {key!r} is there twice" for key, n in self.ids.items() if n > 1]

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines, for nobody asks for them: it is a tenth of the reading."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an opened tag."""
        values = dict(attrs)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values.get("name") or ""] = values.get("value") or ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check a closed tag."""
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problems.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")


class CheckedClient(FlaskClient):
    """A test client that refuses malformed pages."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and check the answer."""
        kwargs.setdefault("buffered", True)  # a download closes its file
        _forget_last_request()
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and response.location is None
        if is_page and not response.is_streamed and response.data:
            problems = Page(response.text).problems
            assert problems == [], f"{response.request.path}: {problems[:5]}"
        return response


def _forget_last_request() -> None:
    """Empty `g`, which requests share when a test has an application context of its own."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


class Browser:
    """A person's browser: keeps the session, brings the CSRF token of the page it posts from."""

    def __init__(self, app: Flask):
        self.client = app.test_client()

    def sign_in(self, person: Any) -> "Browser":
        """Sign a person in as the sign-in page would have."""
        with self.client.session_transaction() as session:
            session[SECRET] = make_session_secret(person)
        return self

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **kwargs)

    def post(
        self, path: str, data: Any = None, *, page: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Fill in the form of a page (by default the page at the same address) and send it."""
        hidden = Page(self.client.get(page or path).text).hidden
        values = {"csrf_token": hidden.get("csrf_token", "")} | dict(data or {})
        return self.client.post(path, data=values, **kwargs)
