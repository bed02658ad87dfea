"""Steps 1 and 2: the organiser makes an event, the company posts a challenge."""

from datetime import datetime, timedelta

from app.core import clock
from tests.journeys.briefing import TITLE, write_a_brief_from_the_library
from tests.journeys.walk import Walker

SLUG = "smart-industry-day"


def local(value: datetime) -> str:
    """Write an instant as the date field of a page wants it, in UTC."""
    return value.strftime("%Y-%m-%dT%H:%M")


def create_event(organiser: Walker) -> None:
    """Step 1: create, fill the programme, publish."""
    page = organiser.page
    organiser.look("home-organiser")
    organiser.press("Create an event")
    page.wait_for_url("**/events/new")
    start = clock.now().replace(second=0, microsecond=0) + timedelta(hours=6)
    page.get_by_label("Name", exact=True).fill("Open Innovation Day Smart Industry")
    page.locator("#f-slug").fill(SLUG)
    page.get_by_label("Summary").fill("Bring the problem, meet the people who can solve it.")
    page.get_by_label("Time zone of the venue").select_option(value="UTC")
    page.get_by_label("Starts").fill(local(start))
    page.get_by_label("Ends").fill(local(start + timedelta(hours=9)))
    page.get_by_label("Venue", exact=True).fill("Messe Dresden")
    page.get_by_label("Address of the venue").fill("Messering 6, 01067 Dresden")
    page.get_by_label("Capacity").fill("200")
    page.get_by_label("Description").fill("## Why come\n\nSeven companies, *one* day.")
    organiser.look("event-new")
    organiser.press("Create event")
    page.wait_for_url(f"**/manage/{SLUG}")
    add_session(organiser, start)
    page.goto(f"/manage/{SLUG}")
    organiser.look("event-draft")
    organiser.press("Publish event")
    page.get_by_role("link", name="Public page").wait_for()
    page.goto(f"/e/{SLUG}")
    assert page.get_by_role("heading", name="Open Innovation Day Smart Industry").is_visible()
    assert page.get_by_text("Opening and pitches").is_visible()


def add_session(organiser: Walker, start: datetime) -> None:
    """Put the opening on the programme."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/programme")
    organiser.look("programme-empty")
    organiser.press("Add session")
    page.get_by_label("Title").fill("Opening and pitches")
    page.get_by_label("Starts").fill(local(start + timedelta(hours=1)))
    page.get_by_label("Ends").fill(local(start + timedelta(hours=2)))
    page.get_by_label("Room").fill("Saal 1")
    organiser.look("session")
    organiser.press("Save session")
    page.get_by_text("Opening and pitches").first.wait_for()
    organiser.look("programme")


def post_challenge(owner: Walker) -> None:
    """Step 2: start from a brief of the library, complete it step by step, send it."""
    page = owner.page
    page.goto(f"/e/{SLUG}")
    owner.look("event-public-empty")
    write_a_brief_from_the_library(page, SLUG, look=owner.look)


def approve_challenge(organiser: Walker) -> str:
    """Approve what waits; return the address of the challenge's page."""
    page = organiser.page
    page.goto("/home")
    organiser.look("home-to-do")
    page.goto(f"/manage/{SLUG}/challenges")
    organiser.look("challenges-manage")
    organiser.press(TITLE)
    organiser.look("challenge-manage")
    organiser.press("Approve and publish")
    organiser.look("challenge-approve")
    page.get_by_role("main").get_by_role("button", name="Approve and publish").click()
    page.get_by_role("link", name="Open its page").click()
    page.wait_for_url("**/challenges/*")
    organiser.look("challenge-public")
    return page.url
