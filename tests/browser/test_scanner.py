"""The scanner as a volunteer holds it: pair, point, read the colour; with a network and without."""

import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.checkin.models import Scan
from app.core.db import db
from tests.app.checkin.samples import Entrance, code_of, letters_of, make_entrance, scan_of
from tests.browser.camera import blank_picture, picture_of
from tests.factories.events import make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket

pytestmark = pytest.mark.browser
SOON = 10_000


@pytest.fixture
def door(app) -> Entrance:
    return make_entrance()


def pair(phone: Page, door: Entrance) -> None:
    """Make the phone the entrance's scanner, as pairing would have."""
    phone.goto("/scan")
    phone.evaluate(
        "door => localStorage.setItem('innoday.door', JSON.stringify(door))", door.paired
    )
    phone.reload()


def type_in(phone: Page, code: str) -> None:
    phone.get_by_role("button", name="Type").click()
    phone.get_by_label("Code", exact=True).fill(code)
    phone.get_by_role("button", name="Check", exact=True).click()


def verdict(phone: Page, word: str) -> Page:
    panel = phone.locator("[data-part=verdict]")
    expect(panel.locator("[data-part=word]")).to_have_text(word, timeout=SOON)
    expect(panel).to_be_visible()
    return phone


def stored() -> list[str]:
    db.session.rollback()
    return [scan.verdict for scan in db.session.scalars(select(Scan).order_by(Scan.id))]


def test_the_camera_reads_a_badge_and_the_same_badge_again(camera_phone, door):
    code = code_of(make_ticket(door.kind), door.event)
    phone = camera_phone(picture_of(code), blank_picture(), seconds=4)
    phone.goto("/scan")

    pair(phone, door)

    verdict(phone, "Welcome")
    name = phone.locator("[data-part=name]")
    assert name.inner_text() == "Νίκος Παππάς"
    assert name.evaluate("element => getComputedStyle(element).fontSize") == "48px"
    verdict(phone, "Again")
    assert "Main door" in phone.locator("[data-part=reason]").inner_text()
    assert stored()[:2] == ["green", "amber"]


def test_from_frame_to_colour_in_less_than_a_second(camera_phone, door):
    code = code_of(make_ticket(door.kind), door.event)
    phone = camera_phone(blank_picture(), picture_of(code), seconds=5)
    phone.add_init_script(
        """new MutationObserver(() => {
          const panel = document.querySelector("[data-part=verdict]");
          if (panel?.dataset.verdict === "green") window.greenAt ??= Date.now();
        }).observe(document, {subtree: true, attributes: true, childList: true});
        const read = createImageBitmap;
        window.createImageBitmap = async (...wanted) => {
          const picture = await read(...wanted);
          const canvas = new OffscreenCanvas(16, 16);
          const context = canvas.getContext("2d");
          context.drawImage(picture, 0, 0, 16, 16);
          const {data} = context.getImageData(0, 0, 16, 16);
          let dark = 0;
          for (let i = 0; i < data.length; i += 4) dark += data[i] < 150;
          if (dark > 20) window.seenAt ??= Date.now();
          return picture;
        };"""
    )
    pair(phone, door)

    verdict(phone, "Welcome")

    assert phone.evaluate("greenAt - seenAt") < 1000


def test_a_link_pairs_a_phone_once(phone, page, signed_in_as, door):
    lead = make_person()
    make_team_member(door.event, lead)
    signed_in_as(page, lead).goto(f"/manage/{door.event.slug}/checkin/doors")
    page.get_by_label("Name of the scanner").fill("Ana")
    page.get_by_label("Gate", exact=True).select_option(label="Main door")
    page.get_by_role("button", name="Show the link").click()
    link = page.locator(".code").inner_text()

    phone.goto(link)

    expect(phone.locator("[data-part=gate]")).to_have_text("Main door", timeout=SOON)
    assert "#" not in phone.url
    expect(page.get_by_text("Paired", exact=True)).to_be_visible(timeout=SOON)
    other = phone.context.browser.new_context()
    stranger = other.new_page()
    stranger.goto(link)
    expect(stranger.locator("[data-part=message]")).to_contain_text("has been used", timeout=SOON)
    other.close()


def test_without_a_network_scans_are_saved_survive_a_reload_and_are_sent(phone, door):
    code = code_of(make_ticket(door.kind), door.event)
    # What a service worker fetches passes by a route; and with no tickets it cannot decide itself.
    phone.add_init_script("delete Navigator.prototype.serviceWorker")
    phone.route("**/api/v1/devices/me/**", lambda route: route.abort())
    phone.route("**/api/v1/scans", lambda route: route.abort())
    pair(phone, door)

    type_in(phone, code)

    verdict(phone, "Saved")
    expect(phone.locator("[data-part=queue-count]")).to_have_text("1")
    assert stored() == []
    phone.reload()
    expect(phone.locator("[data-part=queue-count]")).to_have_text("1", timeout=SOON)
    phone.unroute("**/api/v1/scans")
    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)
    expect(phone.locator("[data-part=last]")).to_contain_text("Νίκος Παππάς")
    assert stored() == ["green"]


def test_typed_codes_and_readers_scan_too(phone, door, axe):
    first, second = make_ticket(door.kind), make_ticket(door.kind)
    pair(phone, door)

    type_in(phone, letters_of(first, door.event))
    verdict(phone, "Welcome")
    axe(phone)
    phone.locator("[data-part=verdict]").click()
    for letter in code_of(second, door.event):
        phone.keyboard.press("Space" if letter == " " else letter)
    phone.keyboard.press("Enter")
    verdict(phone, "Welcome")
    phone.locator("[data-part=verdict]").click()
    type_in(phone, "NONSENSE")

    verdict(phone, "Stop")
    assert stored() == ["green", "green", "red"]
    axe(phone)


def test_a_revoked_phone_says_so_and_keeps_its_scans(phone, door):
    pair(phone, door)
    phone.evaluate(
        """() => localStorage.setItem('innoday.door', JSON.stringify(
          {secret: 'dev_gone', gate_name: 'Main door', event_name: 'The Day'}))"""
    )
    phone.reload()

    type_in(phone, "12345-12345-12345-1234")

    expect(phone.locator("[data-part=message]")).to_contain_text("may scan no more", timeout=SOON)
    expect(phone.locator("[data-part=queue-count]")).to_have_text("1")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_axe_finds_nothing(phone, door, axe, width, scheme):
    phone.set_viewport_size({"width": width, "height": 640})
    phone.emulate_media(color_scheme=scheme)
    phone.goto("/scan")
    expect(phone.get_by_text("This phone is not a scanner yet")).to_be_visible()
    axe(phone)
    pair(phone, door)
    expect(phone.get_by_role("button", name="Start the camera")).to_be_visible(timeout=SOON)

    axe(phone)

    assert phone.evaluate("innerWidth") == width
    assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_door(page, signed_in_as, door, axe, width, scheme):
    lead = make_person()
    make_team_member(door.event, lead)
    door.send(scan_of(code_of(make_ticket(door.kind, search_key="eva"), door.event)))
    make_ticket(door.kind, search_key="eva")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    signed_in_as(page, lead)
    for rest in ("", "/doors", "/desk?q=eva"):
        page.goto(f"/manage/{door.event.slug}/checkin{rest}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_numbers_move_while_the_organiser_watches(page, signed_in_as, door):
    lead = make_person()
    make_team_member(door.event, lead)
    signed_in_as(page, lead).goto(f"/manage/{door.event.slug}/checkin")
    shown = page.locator(".stat__value").first
    assert shown.inner_text() == "0"
    before = time.monotonic()
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    expect(shown).to_have_text("1", timeout=SOON)
    assert time.monotonic() - before < 6


def test_numbers_that_move_leave_open_what_the_organiser_opened(page, signed_in_as, door):
    lead = make_person()
    make_team_member(door.event, lead)
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))
    signed_in_as(page, lead).goto(f"/manage/{door.event.slug}/checkin")
    table = page.locator("details").filter(has_text="As a table")
    table.locator("summary").click()
    page.get_by_role("heading", name="Check-in").click()

    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    expect(page.locator(".stat__value").first).to_have_text("2", timeout=SOON)
    assert table.get_attribute("open") is not None


def test_without_https_the_page_says_so_and_typed_codes_work(
    app, monkeypatch, launch, server, door
):
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["day.test"])
    browser = launch("--host-resolver-rules=MAP day.test 127.0.0.1")
    phone = browser.new_page(base_url=server.replace("127.0.0.1", "day.test"))
    phone.goto("/scan")
    assert phone.evaluate("isSecureContext") is False

    pair(phone, door)

    expect(phone.locator("[data-part=message]")).to_contain_text("The camera needs HTTPS")
    type_in(phone, letters_of(make_ticket(door.kind), door.event))
    verdict(phone, "Welcome")
    assert stored() == ["green"]
