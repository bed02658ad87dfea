"""The desk on a narrow phone and by keyboard alone: somebody who is not on the list comes in."""

import pytest
from playwright.sync_api import expect

from app.events.models import TeamRole
from tests.app.checkin.samples import make_entrance
from tests.factories.events import make_team_member
from tests.factories.identity import make_person

pytestmark = pytest.mark.browser
FITS = "document.documentElement.scrollWidth <= innerWidth"
TYPED = ("Ana", "Kovač", "not an address", "Kovač d.o.o.")


def test_a_walk_in_is_registered_and_let_in(phone, signed_in_as, axe, app):
    door, helper = make_entrance(), make_person()
    make_team_member(door.event, helper, TeamRole.DESK)
    phone.set_viewport_size({"width": 360, "height": 740})
    signed_in_as(phone, helper).goto(f"/manage/{door.event.slug}/checkin/desk")
    axe(phone)
    phone.get_by_label("Given name").focus()
    for text in TYPED:
        phone.keyboard.type(text)
        phone.keyboard.press("Tab")
    phone.get_by_label("Family name").press("Enter")

    expect(phone.locator(".error-summary")).to_be_focused()
    assert phone.evaluate(FITS)
    axe(phone)
    phone.locator(".error-summary a").press("Enter")
    email = phone.get_by_label("E-mail", exact=True)
    expect(email).to_be_focused()
    email.fill("ana@example.org")
    email.press("Enter")

    expect(phone.get_by_text("Ana Kovač is in.")).to_be_visible()
    expect(phone.get_by_role("link", name="Print the ticket")).to_be_visible()
    assert phone.evaluate(FITS)
    axe(phone)
