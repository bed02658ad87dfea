"""The scanner without a network: it decides by itself, tells no name, and loses nothing."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.checkin.models import Scan, ScannerDevice
from app.checkin.queries.bundle import search_phrase
from app.checkin.queries.scanners import find_scanner
from app.checkin.rules import IncomingScan, Verdict
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.db import db
from app.core.uow import unit_of_work
from tests.app.checkin.samples import Entrance, change, code_of, letters_of, make_entrance
from tests.browser.test_scanner import SOON, pair, type_in, verdict
from tests.factories.checkin import make_device, make_gate
from tests.factories.tickets import make_ticket

pytestmark = pytest.mark.browser
STORED = """async () => {
  const base = await new Promise((done) => {
    const request = indexedDB.open("innoday-scanner");
    request.onsuccess = () => done(request.result);
  });
  const all = [];
  for (const name of base.objectStoreNames) {
    const request = base.transaction(name).objectStore(name).getAll();
    all.push(...await new Promise((done) => { request.onsuccess = () => done(request.result); }));
  }
  base.close();
  return JSON.stringify([all, {...localStorage}]);
}"""


@pytest.fixture
def door(app) -> Entrance:
    return make_entrance()


@pytest.fixture
def ready(phone: Page, door: Entrance):
    """Return a maker of a scanner that has taken along what it needs and has no network."""

    def make() -> Page:
        pair(phone, door)
        expect(phone.locator("[data-part=as-of]")).to_contain_text(
            "Decides by itself", timeout=SOON
        )
        expect(phone.locator("[data-offline=ready]")).to_be_attached(timeout=SOON)
        phone.context.set_offline(True)
        return phone

    return make


def told(scan: Scan) -> tuple[str, str, str]:
    return scan.told, scan.verdict, scan.reason


def stored() -> list[tuple[str, str, str]]:
    db.session.rollback()
    scans = db.session.scalars(select(Scan).order_by(Scan.scanned_at, Scan.sequence))
    return [told(scan) for scan in scans]


def test_it_decides_by_itself_and_after_a_restart(ready, door):
    ticket = make_ticket(door.kind)
    other = make_ticket(door.kind, state="cancelled")
    phone = ready()

    type_in(phone, code_of(ticket, door.event))
    verdict(phone, "Welcome")
    assert phone.locator("[data-part=name]").inner_text() == "Νίκος Παππάς"
    phone.reload()
    expect(phone.locator("[data-part=as-of]")).to_be_visible(timeout=SOON)
    type_in(phone, letters_of(ticket, door.event))
    verdict(phone, "Again")
    assert "Main door" in phone.locator("[data-part=reason]").inner_text()
    type_in(phone, code_of(other, door.event))
    verdict(phone, "Stop")
    expect(phone.locator("[data-part=queue-count]")).to_have_text("3")
    assert stored() == []

    phone.context.set_offline(False)
    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)
    assert stored() == [
        ("green", "green", "first_time"),
        ("amber", "amber", "already_in"),
        ("red", "red", "cancelled"),
    ]


def test_a_stolen_phone_tells_nobody(ready, door):
    make_ticket(door.kind, given_name="Ludvík", family_name="Vaculík")
    phone = ready()

    kept = phone.evaluate(STORED)

    assert '"sealed"' in kept
    assert [word for word in ("Ludv", "Vacul", "Νίκος", "@") if word in kept] == []


def test_a_forged_and_a_foreign_badge_are_refused_without_a_network(ready, door):
    ticket = make_ticket(door.kind)
    elsewhere = make_entrance()
    phone = ready()
    code = code_of(ticket, door.event)

    type_in(phone, code[:90] + ("A" if code[90] != "A" else "B") + code[91:])
    verdict(phone, "Stop")
    assert "forged" in phone.locator("[data-part=reason]").inner_text()
    type_in(phone, code_of(ticket, elsewhere.event))
    verdict(phone, "Stop")
    assert "another event" in phone.locator("[data-part=reason]").inner_text()


def test_the_server_corrects_the_screen_and_both_gates_hear_of_a_double(ready, door, axe):
    """Two phones without a network let one badge in; each is told when the network is back."""
    ticket = make_ticket(door.kind)
    side = make_gate(door.event, "Garden door")
    _, other = make_device(side, door.event)
    phone = ready()
    code = code_of(ticket, door.event)

    type_in(phone, code)
    verdict(phone, "Welcome")
    there = find_scanner(tokens.hash_secret(other), clock.now())
    with unit_of_work():
        record_scans(there, [IncomingScan(str(uuid4()), code, clock.now(), told=Verdict.GREEN)])
    phone.context.set_offline(False)

    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)
    expect(phone.locator("[data-part=last]")).to_contain_text("Again", timeout=SOON)
    assert {one[:2] for one in stored()} == {("green", "green"), ("green", "amber")}
    phone.reload()
    doubled = phone.locator("[data-part=doubled]")
    expect(doubled).to_contain_text("came in twice: 1", timeout=SOON)
    doubled.locator("summary").click()
    assert "Garden door" in doubled.locator("li").inner_text()
    axe(phone)
    phone.get_by_role("button", name="I have told the desk").click()
    expect(doubled).to_be_hidden()
    # It is forgotten with the tickets, or the next event's first doubles would stay hidden.
    assert '"seen"' not in phone.evaluate("JSON.stringify({...localStorage})")


def test_a_supervisor_finds_by_name_without_a_network_and_the_phone_forgets(ready, door, axe):
    """The names open with the letters alone; a revoked phone forgets them and says so."""
    change(door.device, is_supervisor=True)
    make_ticket(door.kind, given_name="Łukasz", family_name="Żółkiewski")
    phone = ready()
    tool = phone.get_by_role("button", name="Search", exact=True)
    expect(tool).to_be_visible(timeout=SOON)

    phone.reload()
    tool.click()
    phone.get_by_label("The supervisor’s letters").fill("0000-0000-0000")
    phone.get_by_role("button", name="Open the names").click()
    expect(phone.locator("[data-part=search-said]")).to_contain_text("not the words")
    assert "ukasz" not in phone.evaluate(STORED)
    phone.get_by_label("The supervisor’s letters").fill(search_phrase(door.device.id).upper())
    phone.get_by_role("button", name="Open the names").click()
    phone.get_by_label("Name or organisation").fill("zolk LUK")
    axe(phone)
    phone.get_by_role("button", name="Łukasz Żółkiewski").click()
    verdict(phone, "Welcome")
    assert "ukasz" not in phone.evaluate(STORED)

    phone.context.set_offline(False)
    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)
    assert stored() == [("green", "green", "first_time")]
    change(door.device, revoked_at=clock.now())
    with phone.expect_response("**/api/v1/devices/wiped", timeout=SOON) as told:
        phone.reload()
    assert told.value.json() == {"is_wiped": True}
    expect(phone.locator("[data-part=message]")).to_contain_text("forgotten", timeout=SOON)
    expect(tool).to_be_hidden()
    assert '"sealed"' not in phone.evaluate(STORED)
    db.session.rollback()
    assert db.session.scalar(select(ScannerDevice.wiped_at)) is not None
