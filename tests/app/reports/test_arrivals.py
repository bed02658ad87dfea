"""Phones upload when they find a network: the order changes neither the page nor the report."""

from collections import Counter
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checkin.queries.live import view_live
from app.checkin.queries.scanners import find_scanner
from app.checkin.rules import IncomingScan
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.policies import EVERYBODY
from app.reports.queries.records import load_records
from app.reports.rules.outcome import count_outcome
from tests.app.checkin.samples import code_of
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket, make_ticket_type

HOUR = timedelta(hours=1)
# Within the hours of the doors, or on the evening before, when somebody tries a scanner out.
MINUTES = st.one_of(st.integers(0, 240), st.integers(-840, -721))
READINGS = st.lists(  # which ticket, at which gate, how many minutes after the beginning
    st.tuples(st.integers(0, 2), st.integers(0, 2), MINUTES), min_size=1, max_size=8
)


def make_doors(gates=3):
    """Make an event that began five hours ago, with a phone at each gate that nobody heard of."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) - 5 * HOUR
    event = make_event(starts_at=start, created_at=start - 24 * HOUR)
    phones = [make_device(make_gate(event, f"Gate {n}"), event)[1] for n in range(gates)]
    kind = make_ticket_type(event)
    return event, phones, [make_ticket(kind) for _ in range(3)]


def upload(event, phones, tickets, readings):
    for number, (ticket, gate, minutes) in readings:
        scanner = find_scanner(tokens.hash_secret(phones[gate]), clock.now())
        at = event.starts_at + timedelta(minutes=minutes)
        code = code_of(tickets[ticket], event)
        with unit_of_work():
            record_scans(scanner, [IncomingScan(f"scan-{number}", code, at)])
    db.session.expire_all()


def outcomes(event):
    """Return the times of arrival that the page and the report have, alike if all is well."""
    page = Counter(
        {one.starts_at: one.people for one in view_live(event.id, EVERYBODY).arrivals if one.people}
    )
    records = load_records(event)
    report = count_outcome(records).arrivals
    return page, {one.at: one.people for one in report}, [one.came_at for one in records.tickets]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_first_gate_counts_whoever_uploads_first(app, order):
    event, phones, tickets = make_doors()
    readings = list(enumerate([(0, 0, 0), (0, 1, 170), (0, 2, 200)]))

    upload(event, phones, tickets, [readings[n] for n in order])

    page, report, came_at = outcomes(event)
    assert page == report == {event.starts_at: 1}
    assert sorted(at for at in came_at if at) == [event.starts_at]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(readings=READINGS, random=st.randoms(use_true_random=False))
def test_page_and_report_agree_in_any_order_of_uploads(app, readings, random):
    event, phones, tickets = make_doors()
    numbered = list(enumerate(readings))
    random.shuffle(numbered)

    upload(event, phones, tickets, numbered)

    first = {
        ticket: min(m for t, _gate, m in readings if t == ticket and m >= 0)
        for ticket in {ticket for ticket, _gate, minutes in readings if minutes >= 0}
    }
    page, report, came_at = outcomes(event)
    assert page == report
    found = sorted(at - event.starts_at for at in came_at if at)
    assert found == sorted(timedelta(minutes=minutes) for minutes in first.values())
