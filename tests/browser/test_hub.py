"""A hall without the internet: the command serves phones over HTTPS, and the scans come back."""

import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from threading import Timer

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.checkin.models import Scan
from app.core.db import db
from app.core.uow import in_unit_of_work
from app.events.queries import get_event_by_id
from app.hub.services import making
from tests.app.checkin.samples import code_of, make_entrance
from tests.browser.fixtures import DESK, PHONE, ROOT
from tests.browser.test_scanner import SOON, type_in, verdict
from tests.factories.checkin import make_hub
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket

pytestmark = pytest.mark.browser
PATIENCE = 90  # seconds until a hub is there: its database is made by all the migrations


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def hub(server, tmp_path):
    """Return a way to start the hub of a parcel; gives what it printed."""
    started = []

    def start(parcel) -> str:
        path = tmp_path / "day.innoday"
        path.write_bytes(parcel.sealed())
        ports = ["--port", str(free_port()), "--guide-port", str(free_port())]
        place = ["--host", "127.0.0.1", *ports, "--folder", str(tmp_path / "hub")]
        env = os.environ | {"INNODAY_HUB_LETTERS": parcel.phrase}
        command = [sys.executable, "innoday.py", "hub", str(path), *place]
        said, loud = subprocess.PIPE, subprocess.STDOUT
        begun = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said, stderr=loud, text=True)
        started.append(begun)
        return said_by(begun)

    yield start
    for begun in started:
        begun.terminate()
        begun.communicate(timeout=30)


def said_by(begun) -> str:
    """Read what a hub prints until it is there; one that takes too long is ended."""
    late = Timer(PATIENCE, begun.kill)
    late.start()
    said = ""
    for line in begun.stdout:
        said += line
        if "The hub is at" in line:
            late.cancel()
            return said
    raise AssertionError(said)


@dataclass
class Hall:
    """Where a hub is, as it printed it: its guide, the way in for its keeper, and itself."""

    guide: str
    enter: str
    base: str

    @classmethod
    def of(cls, said: str) -> "Hall":
        found = (re.search(rf"{words} (\S+)", said) for words in ("at", "you:", "hub is at"))
        return cls(*(one.group(1) for one in found if one))


def pair_phone(desk, axe, hall):
    """Look at the guide, enter as the hub's keeper, and return the link of a new scanner."""
    desk.goto(hall.guide)
    expect(desk.get_by_role("link", name="Get the certificate")).to_be_visible()
    axe(desk)
    desk.goto("/hub")
    axe(desk)
    desk.goto(hall.enter)
    axe(desk)
    desk.get_by_role("button", name="Enter").click()
    desk.get_by_role("link", name="Gates and scanners").click()
    desk.get_by_label("Gate", exact=True).select_option(label="Main door")
    desk.get_by_label("Name of the scanner").fill("Ana")
    desk.get_by_role("button", name="Show the link").click()
    return desk.locator("p.code").inner_text()


def scan_all(phone, first, second, third):
    """Scan at the hub, then behind its back, hand the queue over, and come back to it."""
    expect(phone.locator("[data-offline=ready]")).to_be_attached(timeout=SOON)
    expect(phone.locator("[data-part=as-of]")).to_contain_text("Decides by itself", timeout=SOON)
    type_in(phone, first)
    verdict(phone, "Welcome")
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-part=as-of]")).to_be_visible(timeout=SOON)
    type_in(phone, second)
    verdict(phone, "Welcome")
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="Save the waiting scans").dispatch_event("click")
    assert saved.value.suggested_filename == "scans-Ana.json"
    phone.context.set_offline(False)
    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)
    type_in(phone, third)
    expect(phone.locator("[data-part=last]").locator("li")).to_have_count(2, timeout=SOON)
    expect(phone.locator("[data-part=queue-count]")).to_have_text("0", timeout=SOON)


def planned_parcel(server):
    """Return an event's parcel, and the codes of three tickets."""
    door = make_entrance(slug="day")
    lead = make_person()
    make_team_member(door.event, lead)
    codes = [code_of(make_ticket(door.kind), door.event) for _number in range(3)]
    actor, hub_id, event_id = actor_of(lead), make_hub(door.event).id, door.event.id

    def pack():
        return making.pack(actor, get_event_by_id(event_id), hub_id, main_url=server)

    return in_unit_of_work(pack), codes


@pytest.mark.slow
def test_a_hall_without_the_internet(app, server, hub, launch, axe):
    parcel, codes = planned_parcel(server)
    hall = Hall.of(hub(parcel))
    # Chromium has no list of authorities that a test could add to; a phone has.
    chromium = launch("--ignore-certificate-errors")
    secure = {"base_url": hall.base, "ignore_https_errors": True}
    desk = chromium.new_context(viewport=DESK, bypass_csp=True, **secure).new_page()
    phone = chromium.new_context(viewport=PHONE, has_touch=True, **secure).new_page()

    phone.goto(pair_phone(desk, axe, hall))
    scan_all(phone, *codes)
    desk.goto("/hub")
    axe(desk)
    desk.get_by_role("button", name="Send to the main server").click()

    expect(desk.get_by_text("It is ready")).to_be_visible(timeout=3 * SOON)
    db.session.rollback()
    shown = db.session.execute(select(Scan.told, Scan.verdict).order_by(Scan.id)).all()
    assert [tuple(one) for one in shown] == [("green", "green")] * 3
    desk.goto("/hub")
    expect(desk.locator("dd, .stat__value").nth(1)).to_have_text("0")
