"""Steps 5 to 7: tickets with a limit, badges, the door."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.camera import blank_picture, picture_from
from tests.journeys.opening import SLUG
from tests.journeys.walk import Walker
from tests.worker import run_jobs

DPI = 150


def offer_tickets(organiser: Walker, places: int) -> None:
    """Offer one ticket type with few places."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/tickets")
    organiser.look("tickets-empty")
    organiser.press("Add a ticket")
    page.get_by_label("Name", exact=True).fill("Attendee")
    page.get_by_label("Places of its own").fill(str(places))
    organiser.look("ticket-type")
    with page.expect_navigation():
        organiser.press("Add ticket")
    organiser.look("tickets")


def register(attendee: Walker, given_name: str, family_name: str, email: str) -> None:
    """Register for the event without an account."""
    page = attendee.page
    page.goto(f"/e/{SLUG}")
    attendee.look("event-public")
    page.get_by_role("link", name="Register").first.click()
    page.get_by_label("Attendee").first.check()
    page.get_by_label("Given name").fill(given_name)
    page.get_by_label("Family name").fill(family_name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Name of the organisation").fill("Θεσσαλικός Μεταλλουργικός Όμιλος")
    page.get_by_label("What it is").select_option(index=1)
    page.get_by_label("Country").select_option(value="GR")
    attendee.look("register")
    page.get_by_role("main").get_by_role("button", name="Register").click()


def see_ticket(attendee: Walker) -> None:
    """See the ticket with its code."""
    attendee.page.wait_for_url("**/tickets/*")
    attendee.look("ticket")
    expect(attendee.page.locator(".ticket__code svg, .ticket__code img").first).to_be_visible()


def see_sold_out(attendee: Walker) -> None:
    """See that no place is left, with nothing of what was typed lost."""
    page = attendee.page
    page.goto(f"/e/{SLUG}/register")
    attendee.look("sold-out")
    expect(page.get_by_role("main")).to_contain_text("Join the waiting list")


def print_badges(organiser: Walker, app: Flask, layout: str, folder: Path) -> Path:
    """Have the badges made by the worker and download them."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/badges")
    organiser.look("badges")
    page.get_by_label(layout).check()
    organiser.press("Make badges")
    page.wait_for_url("**/work/*")
    return download_work(organiser, app, folder / f"badges-{layout[:2]}.pdf")


def put_back(organiser: Walker) -> None:
    """Say that the last badges did not reach paper, so that they count as new."""
    organiser.page.goto(f"/manage/{SLUG}/badges")
    organiser.press("Not printed: put back")
    expect(organiser.page.get_by_text("counts as not printed")).to_be_visible()


def download_work(organiser: Walker, app: Flask, target: Path) -> Path:
    """Let the worker finish what the page waits for, and download it."""
    page = organiser.page
    run_jobs(app)
    page.get_by_role("link", name="Download").wait_for()
    organiser.look("work-done")
    with page.expect_download() as waiting:
        organiser.press("Download")
    waiting.value.save_as(target)
    return target


def codes_on(pdf: Path) -> list[Image.Image]:
    """Return a picture of each page of a PDF, as a camera would get to see it."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", str(pdf), str(pdf.with_suffix(""))], check=True
    )
    assert done.returncode == 0
    pages = sorted(pdf.parent.glob(pdf.stem + "-*.png"))
    return [Image.open(io.BytesIO(path.read_bytes())) for path in pages]


def pair_scanner(organiser: Walker) -> str:
    """Add a gate and a scanner; return the link that its QR code holds."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/checkin/doors")
    page.get_by_label("New gate").fill("Main door")
    with page.expect_navigation():
        organiser.press("Add gate")
    page.get_by_label("Gate", exact=True).select_option(label="Main door")
    page.get_by_label("Name of the scanner").fill("Ana")
    organiser.look("doors")
    with page.expect_navigation():
        organiser.press("Show the link")
    organiser.look("pairing")
    return page.locator(".code").inner_text()


def scan_badge(camera_phone: Callable[..., Page], link: str, badge: Image.Image, name: str) -> None:
    """Point the phone at a badge, away from it, and at it again."""
    seen = [blank_picture(), picture_from(badge)]
    phone = camera_phone(*seen, seconds=3)
    phone.goto(link)  # pairs, and starts the camera by itself
    verdict = phone.locator("[data-part=verdict]")
    expect(verdict).to_have_attribute("data-verdict", "green", timeout=20_000)
    expect(verdict).to_contain_text(name)
    expect(verdict).to_have_attribute("data-verdict", "amber", timeout=30_000)


def watch_door(organiser: Walker, people: int) -> None:
    """See the live number move without reloading."""
    page = organiser.page
    expect(page.get_by_role("main")).to_contain_text(f"{people} ", timeout=10_000)
    organiser.look("checkin-live")
