"""Thirty-two scanners at thirty-two doors, one badge: one of them says green."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.checkin.models import Admission, Scan
from app.checkin.queries.door import StoredScan
from app.checkin.queries.scanners import find_scanner
from app.checkin.rules import IncomingScan
from app.checkin.services.desk import admit_by_hand
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.db import db
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.models import TeamRole
from app.events.queries import get_event_by_id
from tests.app.checkin.samples import Entrance, code_of, make_entrance
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket

pytestmark = pytest.mark.slow

SCANNERS = 32


@pytest.fixture
def door(app) -> Entrance:
    return make_entrance()


def at_once(app: Flask, act: Callable[[int], str]) -> Counter[str]:
    """Let 32 threads act at the same moment and count what they say."""
    barrier = Barrier(SCANNERS)

    def one(number: int) -> str:
        with app.app_context():
            barrier.wait()
            return act(number)

    with ThreadPoolExecutor(SCANNERS) as pool:
        said = Counter(pool.map(one, range(SCANNERS)))
    db.session.rollback()  # only a new transaction sees what the threads wrote
    return said


def send(secret: str, code: str, client_id: str | None = None) -> str:
    scanner = find_scanner(tokens.hash_secret(secret), clock.now())
    assert scanner is not None
    one = IncomingScan(client_id or str(uuid4()), code, clock.now())
    (result,) = in_unit_of_work(lambda: record_scans(scanner, [one]))
    return result.verdict.value


def test_one_of_many_scanners_lets_a_badge_in(app, door):
    code = code_of(make_ticket(door.kind), door.event)
    event = door.event
    secrets = [make_device(make_gate(event, f"Door {n}"), event)[1] for n in range(SCANNERS)]

    said = at_once(app, lambda number: send(secrets[number], code))

    assert said == {"green": 1, "amber": 31}
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 1
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 32


def test_one_scan_sent_by_many_threads_is_one_scan(app, door):
    code, client_id = code_of(make_ticket(door.kind), door.event), str(uuid4())

    said = at_once(app, lambda _number: send(door.secret, code, client_id))

    assert said == {"green": 32}
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_a_desk_that_clicks_many_times_lets_in_once(app, door):
    """The browser sends one form again: each answer is that of the first."""
    make_team_member(door.event, helper := make_person(), TeamRole.DESK)
    actor, event_id, gate_id = actor_of(helper), door.event.id, door.gate.id
    ticket_id, client_id = make_ticket(door.kind).id, str(uuid4())

    def click(_number: int) -> str:
        def admit() -> StoredScan:
            event = get_event_by_id(event_id)
            wanted = {"gate_id": gate_id, "note": "At home", "client_id": client_id}
            return admit_by_hand(actor, event, ticket_id, **wanted)

        return in_unit_of_work(admit).verdict.value

    assert at_once(app, click) == {"green": 32}
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 1
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_without_the_referee_several_say_green(app, door):
    """The control: look first, then write, each in its own time, with nothing unique."""
    ticket_id, event_id, gate_id = make_ticket(door.kind).id, door.event.id, door.gate.id
    looked = Barrier(SCANNERS)

    def look_then_write(_number: int) -> str:
        query = select(Scan.id).where(Scan.ticket_id == ticket_id, Scan.verdict == "green")
        verdict = "amber" if db.session.scalar(query) else "green"
        db.session.remove()
        looked.wait()
        with unit_of_work():
            row = Scan(
                event_id=event_id,
                gate_id=gate_id,
                client_id=str(uuid4()),
                ticket_id=ticket_id,
                code="control",
                verdict=verdict,
                reason="control",
                scanned_at=clock.now(),
            )
            db.session.add(row)
        return verdict

    assert at_once(app, look_then_write)["green"] > 1
