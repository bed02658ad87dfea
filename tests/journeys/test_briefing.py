"""A company with ten minutes: from "Post a challenge" to review, counted; and what may go wrong."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.challenges.models import Challenge
from app.core.db import db
from app.identity.models import OrganisationKind
from tests.browser.fixtures import DESK
from tests.browser.live import sign_in
from tests.factories.events import make_event
from tests.factories.identity import make_member, make_organisation
from tests.journeys.briefing import TITLE, be_on, write_a_brief_from_the_library

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
MOST_PAGES, MOST_FIELDS = 6, 40


@pytest.fixture
def slug(app: Flask, page: Page, server: str) -> str:
    """Return the event of an owner whose browser `page` is."""
    company = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name="Zielona Dolina Foods")
    event = make_event(timezone="UTC")
    sign_in(app, page.context, make_member(company), server)
    page.set_default_timeout(10_000)
    return str(event.slug)


def start(page: Page, slug: str) -> None:
    """Start a challenge from the first brief of the library."""
    page.goto(f"/e/{slug}/challenges/new")
    page.get_by_role("button", name="Start from this brief").first.click()
    be_on(page, "problem")


def stored() -> Challenge:
    """Return the one challenge as it is now."""
    db.session.rollback()
    return db.session.query(Challenge).one()


def test_a_brief_from_the_library_takes_few_pages_and_fields(
    page: Page, slug: str, say: Callable[[str], None]
) -> None:
    counts = write_a_brief_from_the_library(page, slug)
    say(f"A brief from the library: {counts.pages} pages, {counts.fields} fields")
    assert 0 < counts.pages <= MOST_PAGES
    assert 0 < counts.fields <= MOST_FIELDS
    sent = stored()
    assert (sent.phase, sent.title, sent.budget_minor) == ("in_review", TITLE, 4_800_000)
    assert sent.measures[0]["wanted"] == "at most 95 kWh per m³"
    assert [row.weight for row in sent.criteria][:2] == [30, 20]
    assert sent.contact == "challenges@zielona.example"


def test_a_link_waits_for_what_was_typed(page: Page, slug: str) -> None:
    start(page, slug)
    page.locator("#f-summary").fill("Typed, and left at once.")
    page.get_by_role("link", name="Criteria and questions").click()
    be_on(page, "criteria")
    assert stored().summary == "Typed, and left at once."
    page.locator("#f-questions-0-label").fill("Your idea")
    page.get_by_role("button", name="Save and continue").click()
    be_on(page, "sending")
    assert stored().questions[0].label == "Your idea"


def test_going_back_shows_what_is_stored_and_saves_again(page: Page, slug: str) -> None:
    start(page, slug)
    page.locator("#f-title").fill("First")
    page.get_by_role("button", name="Save and continue").click()
    be_on(page, "offer")
    page.locator("#f-budget_minor").fill("1,000")
    page.get_by_role("button", name="Save and continue").click()
    be_on(page, "terms")
    page.go_back()
    page.go_back()
    be_on(page, "problem")
    page.locator("#f-title").fill("Second")
    page.get_by_role("button", name="Save and continue").click()
    be_on(page, "offer")
    assert (stored().title, stored().budget_minor) == ("Second", 100_000)


def test_a_second_tab_is_told_and_nothing_is_lost(page: Page, slug: str) -> None:
    start(page, slug)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#f-title").fill("Of the second tab")
    expect(other.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    page.locator("#f-title").fill("Of the first tab")
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "conflict")
    expect(page.locator("#f-title")).to_have_value("Of the first tab")
    assert stored().title == "Of the second tab"


def test_what_is_missing_at_the_end_leads_to_its_field(page: Page, slug: str) -> None:
    start(page, slug)
    page.locator("#f-context").fill("")
    page.get_by_role("link", name="Dates, check and send").click()
    be_on(page, "sending")
    page.get_by_role("button", name="Send for review").click()
    alert = page.get_by_role("main").locator(".alert")
    alert.get_by_role("link", name="Say who you are and where the problem sits.").click()
    be_on(page, "problem")
    expect(page.locator("#f-context")).to_be_in_viewport()
    expect(page.locator("#f-context")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-step=problem] [data-note]")).to_have_text("1 missing")
    page.locator("#f-context").fill("Three cold stores near Poznań.")
    expect(page.locator("[data-step=problem] [data-note]")).to_have_text("Complete")


def test_a_brief_is_written_without_scripts(
    app: Flask, chromium: Browser, server: str, slug: str, page: Page
) -> None:
    context = chromium.new_context(base_url=server, viewport=DESK, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.set_default_timeout(10_000)
    start(plain, slug)
    plain.locator("#f-title").fill("Without scripts")
    plain.get_by_role("button", name="See it as others will").click()
    expect(plain.get_by_role("heading", name="Without scripts", level=1)).to_be_visible()
    plain.get_by_role("link", name="Go on writing").click()
    for step in ("problem", "offer", "terms", "criteria"):
        be_on(plain, step)
        plain.get_by_role("button", name="Save and continue").click()
    be_on(plain, "sending")
    plain.get_by_role("button", name="Send for review").click()
    plain.get_by_text("The organisers look at it now").wait_for()
    assert (stored().phase, stored().title) == ("in_review", "Without scripts")
    context.close()
