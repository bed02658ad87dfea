"""The page beside a printer prints what waits, one badge after the other, and notes it."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.badges.models import BadgePrint
from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from tests.factories.badges import make_print, make_printer
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket, make_ticket_type

pytestmark = pytest.mark.browser
# There is no printer here: the frame says that it was asked to print, and that is all.
NO_PAPER = """window.print = () => {
  localStorage.printed = Number(localStorage.printed ?? 0) + 1;
};"""


def test_what_waits_is_printed_and_noted(page, signed_in_as, axe, app):
    event = make_event(slug="day")
    at, kind, helper = make_printer(event), make_ticket_type(event), make_person()
    for _ in range(2):
        make_print(make_ticket(kind), at)
    make_team_member(event, helper, TeamRole.DESK)
    page.context.add_init_script(NO_PAPER)
    page.set_viewport_size({"width": 360, "height": 740})
    address = f"/manage/day/badges/printers/{encode_id(at.id)}"
    signed_in_as(page, helper).goto(address)
    axe(page)

    start = page.get_by_role("link", name="Start printing here")
    start.focus()
    start.press("Enter")
    expect(page.get_by_title("The badge of Νίκος Παππάς")).to_be_visible()
    expect(page.get_by_role("button", name="Again for Νίκος Παππάς")).to_have_count(
        2, timeout=30_000
    )
    expect(page.get_by_text("0 badges wait.")).to_be_visible()

    assert page.evaluate("localStorage.printed") == "2"
    db.session.rollback()
    assert list(db.session.scalars(select(BadgePrint.state))) == ["printed", "printed"]
