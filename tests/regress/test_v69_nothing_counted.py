"""Row 69: what happens for every scan, order and mail counts no rows of a table that grows.

Places are counters that guarded updates move; a count over scans or tickets would cost the more,
the more people came. That a scan takes no longer among 500,000 tickets is measured by `bench scan`.
Rooms with a limit of their own are left out: there a scan does look at the room's passes.
"""

import pytest

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.uow import unit_of_work
from app.notifications.models import Delivery
from app.tickets import services
from app.tickets.services import Attendee
from tests.app.checkin.samples import code_of, make_entrance, scan_of
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.queries import QueryCounter
from tests.worker import run_jobs


@pytest.fixture
def counting(app):
    counter = QueryCounter(db.engine)
    yield counter
    counter.close()


@pytest.fixture
def door(app):
    return make_entrance()


def counted(counter: QueryCounter) -> list[str]:
    assert counter.count > 0
    return [one for one in counter.statements if "count(" in one.lower()]


def test_a_scan_counts_nothing(counting, door):
    codes = [code_of(make_ticket(door.kind), door.event) for _ in range(3)]
    with counting:
        door.send(*map(scan_of, codes))
    assert counted(counting) == []


def test_an_order_and_its_mail_count_nothing(app, counting, door):
    kind = make_ticket_type(door.event, size=5)
    event = door.event
    guest = Attendee(ticket_type=kind.id, given_name="Ada", email="ada@example.org")
    with counting, unit_of_work():
        services.place_order(ANONYMOUS, event, [guest])
    assert counted(counting) == []

    with counting:
        run_jobs(app)
    assert db.session.query(Delivery).filter_by(state="sent").count() == 1
    assert counted(counting) == []
