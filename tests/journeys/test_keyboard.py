"""Step 3 with the keyboard alone: every stop is in view, uncovered and marked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from app.challenges.models import Challenge
from app.core.db import db
from app.proposals.models import Proposal, Submission
from tests.browser.fixtures import DESK, PHONE, watch
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.journeys.keys import Keyboard
from tests.journeys.mailbox import confirmation_of
from tests.journeys.proposing import let_deadline_pass, small_pdf
from tests.journeys.walk import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
EVENT = "Open Innovation Day Smart Industry and Circular Packaging"
SPOIL = """rule => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rule);
  document.adoptedStyleSheets = [sheet];
}"""
TITLE = "Fifteen per cent less energy in chilled storage"


@pytest.fixture
def keyboard_of(chromium: Browser, server: str) -> Iterator[Callable[[Any], Keyboard]]:
    """Return a way to sit down at a screen of a given size, with a keyboard and nothing else."""
    opened = []

    def sit_down(size: Any) -> Keyboard:
        context = chromium.new_context(base_url=server, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(10_000)
        opened.append((context, watch(page)))
        return Keyboard(page)

    yield sit_down
    for context, problems in opened:
        context.close()
        assert problems == []


@pytest.fixture
def challenge(app: Flask) -> Challenge:
    return make_challenge(make_event(name=EVENT), title=TITLE)


def sign_up(keyboard: Keyboard) -> None:
    keyboard.page.goto("/sign-up")
    keyboard.write("Given name", "Rokas")
    keyboard.write("Family name", "Šimkūnas")
    keyboard.write("E-mail", "rokas@example.org")
    keyboard.write("Password", PASSWORD)
    keyboard.write("Name of the organisation optional", "Šaltis AI")
    keyboard.write("What it is optional", "Small")
    keyboard.write("Country optional", "Lithuania")
    keyboard.push("Create account", "**/mailed")
    keyboard.page.goto(confirmation_of("rokas@example.org"))
    keyboard.push("Confirm and sign in", "**/home")


def find_challenge(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.follow("All events", "**/events")
    keyboard.go_to(page.get_by_role("link").filter(has_text=EVENT))
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/*")
    keyboard.follow(TITLE, "**/challenges/*")
    keyboard.follow("Write a proposal", "**/proposals")
    keyboard.push("Start the proposal", "**/edit")


def write_proposal(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.write("Title", "Smart defrost")
    keyboard.write("Summary", "A controller that learns when doors open.")
    keyboard.write("Your solution", "It measures the ice and waits until defrosting pays.")
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")


def fill_gap(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.push("Check and submit", "**/check")
    keyboard.follow("Say how mature your solution is.", "**/edit?check=1#f-trl")
    expect(page.get_by_label("Maturity today (TRL)")).to_be_focused()
    keyboard.look()
    page.keyboard.type("6")
    keyboard.push("Check and submit", "**/check")


def attach_file(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.go_to(page.get_by_label("Add a file"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(
        {"name": "Konzept.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    expect(page.get_by_role("button", name="Remove Konzept.pdf")).to_be_visible()
    keyboard.look()


def say_unlinked(keyboard: Keyboard) -> None:
    no = keyboard.page.get_by_role("radio", name="No", exact=True)
    keyboard.go_to(no)
    keyboard.page.keyboard.press("Space")
    expect(no).to_be_checked()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_proposal_is_handed_in_with_the_keyboard(
    size: Any, challenge: Challenge, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(size)
    sign_up(keyboard)
    find_challenge(keyboard)
    write_proposal(keyboard)
    keyboard.write("Maturity today (TRL)", "6")
    attach_file(keyboard)
    keyboard.go_to(keyboard.page.get_by_label("Title"), key="Shift+Tab")
    keyboard.push("Check and submit", "**/check")
    expect(keyboard.page.get_by_text("Konzept.pdf")).to_be_visible()
    say_unlinked(keyboard)
    keyboard.push("Submit proposal", "**/receipt")

    submission = db.session.query(Submission).one()
    assert submission.sha256 in keyboard.page.get_by_role("main").inner_text()
    assert submission.content["files"][0]["name"] == "Konzept.pdf"
    assert keyboard.problems == []


def test_the_keyboard_meets_the_deadline(
    challenge: Challenge, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(DESK)
    sign_up(keyboard)
    find_challenge(keyboard)
    write_proposal(keyboard)
    fill_gap(keyboard)
    say_unlinked(keyboard)
    let_deadline_pass()
    keyboard.push("Submit proposal", "**/check")

    expect(keyboard.page.locator(".error-summary")).to_be_focused()
    assert db.session.query(Proposal).one().state == "draft"
    assert keyboard.problems == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_summary_of_errors_leads_into_the_fields(
    size: Any, app: Flask, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(size)
    page = keyboard.page
    page.goto("/sign-up")
    keyboard.write("Given name", "Rokas")
    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_focused()
    keyboard.look()
    keyboard.go_to(page.get_by_role("link", name="Password: Fill this in."))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_be_focused()
    keyboard.look()
    assert page.get_by_label("Given name").input_value() == "Rokas"
    assert keyboard.problems == []


def test_the_first_stop_leads_past_the_navigation(
    challenge: Challenge, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(DESK)
    sign_up(keyboard)
    page = keyboard.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    keyboard.look()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    keyboard.go_to(page.get_by_role("link", name="Events", exact=True), key="Shift+Tab")
    assert keyboard.problems == []


def test_a_menu_opens_and_closes_with_keys(
    challenge: Challenge, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(PHONE)
    sign_up(keyboard)
    page = keyboard.page
    profile = page.locator("summary.profile")
    keyboard.go_to(profile)
    page.keyboard.press("Enter")
    keyboard.go_to(page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Escape")
    expect(profile).to_be_focused()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    assert keyboard.problems == []


@pytest.mark.parametrize(
    "rule",
    ["* { outline: none !important }", ".topbar { inset-block-start: -90px; position: fixed }"],
)
def test_a_stop_that_nobody_sees_would_be_noticed(
    rule: str, challenge: Challenge, keyboard_of: Callable[[Any], Keyboard]
) -> None:
    keyboard = keyboard_of(DESK)
    sign_up(keyboard)
    assert keyboard.problems == []
    keyboard.page.evaluate(SPOIL, rule)
    for _ in range(8):
        keyboard.page.keyboard.press("Tab")
        keyboard.look()
    assert keyboard.problems != []
