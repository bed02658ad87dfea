"""Two scanners without a network, one with a wrong clock, killed over and over: nothing is lost."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import select

from app.checkin.models import Admission, Scan
from app.checkin.queries.review import list_clashes, list_quarantined
from app.core import clock
from app.core.db import db
from tests.app.checkin.samples import Entrance, code_of, make_entrance
from tests.browser.camera import picture_of
from tests.browser.phones import Phone
from tests.browser.test_scanner import SOON
from tests.conftest import IS_LONG
from tests.factories.checkin import make_device, make_gate
from tests.factories.tickets import make_many_tickets

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TICKETS, KILLS, SECONDS = (1000, 100, 600) if IS_LONG else (16, 2, 6)
UNKNOWN = max(2, TICKETS // 100)
AHEAD = timedelta(minutes=10)
SHOWN = 0.8  # seconds that a badge is held before the camera
AT_ONCE = 12


@dataclass
class Lane:
    """What one phone still has to scan, and how often it will still be killed."""

    phone: Phone
    left: list[str]
    kills: int
    rest: float
    chance: random.Random
    ends_at: float = 0
    hand: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Open the scanner before the next badges."""
        seen = set(self.phone.acknowledged.values())
        self.left = [code for code in self.left if code not in seen]
        self.hand = list(islice(self.left, AT_ONCE))
        self.phone.open(*map(picture_of, self.hand), seconds=SHOWN)
        self.ends_at = time.monotonic() + self.rest * self.chance.uniform(0.6, 1.4)

    def go_on(self) -> None:
        """Kill the phone when its time has come, or close it when its badges are through."""
        if self.kills and time.monotonic() >= self.ends_at:
            self.kills -= 1
            self.phone.kill()
            self.begin()
        elif not self.kills and self.left and self.is_through:
            self.phone.close()
            self.begin()

    @property
    def is_through(self) -> bool:
        """Whether all that was before the camera has been acknowledged."""
        return set(self.hand) <= set(self.phone.acknowledged.values())

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to scan and nobody will kill it any more."""
        return not self.kills and set(self.left) <= set(self.phone.acknowledged.values())


@pytest.fixture
def phones(playwright: Playwright, server: str, tmp_path: Path) -> Iterator[list[Phone]]:
    """Return two phones, the second with a clock ten minutes ahead."""
    made = [
        Phone(playwright, tmp_path / "first", server),
        Phone(playwright, tmp_path / "second", server, ahead=AHEAD.total_seconds()),
    ]
    yield made
    for phone in made:
        phone.kill()


def doors(door: Entrance) -> list[Entrance]:
    """Return the entrance and one beside it, each with a scanner of its own."""
    gate = make_gate(door.event, "Garden door")
    device, secret = make_device(gate, door.event)
    return [door, Entrance(door.event, door.kind, gate, device, secret)]


def unknown_codes(door: Entrance) -> list[str]:
    """Return codes that make no sense: of no ticket, and no code at all."""
    (ticket,) = make_many_tickets(make_entrance().kind, 1)
    return [code_of(ticket, door.event), *(f"https://{uuid4()}" for _ in range(UNKNOWN - 1))]


def test_two_phones_without_a_network_lose_nothing(phones, say):
    chance = random.Random(2026)
    places = doors(make_entrance(capacity=TICKETS))
    event = places[0].event
    codes = [code_of(one, event) for one in make_many_tickets(places[0].kind, TICKETS)]
    share = round(TICKETS * 0.55)
    both = set(codes[:share]) & set(codes[-share:])
    unknown = unknown_codes(places[0])
    lanes = []
    for phone, place, own in zip(phones, places, (codes[:share], codes[-share:]), strict=True):
        phone.pair(place.paired)
        todo = own + unknown
        chance.shuffle(todo)
        lanes.append(Lane(phone, todo, KILLS // 2, SECONDS / (KILLS / 2), chance))

    began = clock.now()
    work_through(lanes)
    ended = clock.now()
    assert stored() == []
    assert [one for phone in phones for one in phone.lost] == []
    for lane in chance.sample(lanes, 2):
        upload(lane.phone)

    scans = stored()
    ids = [scan.client_id for scan in scans]
    acknowledged = phones[0].acknowledged | phones[1].acknowledged
    assert len(ids) == len(set(ids))
    assert set(acknowledged) - set(ids) == set()
    assert {one.client_id: one.code for one in scans if one.client_id in acknowledged} == (
        acknowledged
    )
    assert db.session.query(Admission).count() == TICKETS
    found = list_clashes(event.id)
    assert len(found) == len(both)
    for phone in phones:
        phone.page.reload()
        expect(phone.page.locator("[data-part=doubled-count]")).to_have_text(
            f"Badges that came in twice: {len(both)}", timeout=SOON
        )
        assert phone.page.locator("[data-part=doubled-list] li").count() == len(both)
    assert {one.code for one in list_quarantined(event.id)} == set(unknown)
    minute = timedelta(minutes=1)
    assert all(began - minute < scan.scanned_at < ended + minute for scan in scans)
    say(
        f"two phones, {(ended - began).total_seconds():.0f} s without a network, {TICKETS} tickets,"
        f" {KILLS} kills: {len(acknowledged)} scans acknowledged, {len(ids)} stored, 0 lost,"
        f" {len(both)} badges twice, told at both"
    )


def work_through(lanes: list[Lane]) -> None:
    """Let both phones scan side by side until all is scanned and the time is over."""
    over = time.monotonic() + SECONDS
    for lane in lanes:
        lane.begin()
    while time.monotonic() < over or not all(lane.is_done for lane in lanes):
        lanes[0].phone.page.wait_for_timeout(100)  # what the pages tell is heard meanwhile
        for lane in lanes:
            lane.go_on()


def upload(phone: Phone) -> None:
    """Give a phone its network back and wait until its queue is empty."""
    assert int(phone.page.locator("[data-part=queue-count]").inner_text()) > 0
    phone.connect()
    expect(phone.page.locator("[data-part=queue-count]")).to_have_text("0", timeout=3 * SOON)


def stored() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))
