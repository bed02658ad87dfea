"""Rows 33 and 39 (HotCRP, alf.io, Indico): uploads were served inline, with their own type."""

import re
from pathlib import Path

import pytest

from app.core.content import LOGOS
from app.core.files import store_bytes
from app.core.uow import unit_of_work
from app.web.downloads import SANDBOX, send_stored

APP = Path(__file__).parents[2] / "app"
SENDS = re.compile(r"\b(send_file|send_from_directory|send_picture)\(")
TYPES = ("text/html", "image/svg+xml", "application/pdf", "image/png", "text/xml", "text/csv")


@pytest.mark.parametrize("kind", TYPES)
def test_whatever_is_stored_is_a_download_in_a_sandbox(app, kind):
    with unit_of_work():
        stored = store_bytes(b"<script>alert(1)</script>", 'a".html\r\nX: y', kind)
    with app.test_request_context("/"):
        answer = send_stored(stored)
        answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.mimetype == kind


def test_one_module_sends_files_and_only_logos_are_shown():
    found = {
        (path.relative_to(APP).as_posix(), name)
        for path in APP.rglob("*.py")
        for name in SENDS.findall(path.read_text())
    }
    elsewhere = {one for one in found if one[0] != "web/downloads.py"}
    assert {name for _path, name in elsewhere} == {"send_picture"}
    assert all(path.startswith("identity/") for path, _name in elsewhere)
    assert {"image/png", "image/jpeg", "image/webp"} == LOGOS
