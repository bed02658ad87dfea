"""GHSA-cjcx-jfp2-f7m2, CVE-2026-23891, CVE-2023-37901: no text that somebody typed ever runs."""

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page

from tests.access.asking import Asker, questions
from tests.access.world import OWN, World, make_world
from tests.conftest import IS_LONG

pytestmark = [pytest.mark.browser, pytest.mark.slow]
POISON = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"
FEW = ("proposer", "lead", "operator")
ROLES = (*FEW, "attendee", "owner", "juror", "coorganiser", "desk")
CHOSEN = ROLES if IS_LONG else FEW


@pytest.fixture
def world(app):
    return make_world(lambda kind, side: f"{POISON}{kind[:4]}{side[:2]}")


@pytest.mark.parametrize("role", CHOSEN)
def test_nothing_runs_that_somebody_typed(app, world: World, role, page: Page, signed_in_as):
    """Every page that the role may open, in a browser: no dialog, no complaint of the policy."""
    asker = Asker(app, world)
    ran: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    def note_refusal(said: ConsoleMessage) -> None:
        if "Security Policy" in said.text:
            ran.append(said.text)

    page.on("dialog", note_dialog)
    page.on("console", note_refusal)
    signed_in_as(page, world.operator if role == "operator" else world.sides[OWN].people[role])
    opened = 0
    for question in questions(app):
        if question.method != "GET" or question.guard not in ("signed in", "public"):
            continue
        answer = asker.ask(question, role, OWN)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            page.goto(asker.path(question, world.sides[OWN].names))
            opened += 1
    assert ran == []
    assert opened > 20
