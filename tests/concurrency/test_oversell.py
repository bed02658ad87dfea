"""Many people, few places: the guarded update never gives one too many."""

import pytest
from sqlalchemy import func, select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.uow import in_unit_of_work
from app.events.queries import get_event_by_id
from app.tickets import queries
from app.tickets.models import Order, Quota, Ticket
from app.tickets.services import Attendee, cancel_by_link, place_order
from tests.bench.oversell import buy_all, buyer, buyer_without_guard
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket, make_ticket_type

pytestmark = pytest.mark.slow


def taken_and_tickets(quota_id):
    db.session.rollback()
    taken = db.session.scalar(select(Quota.taken).where(Quota.id == quota_id))
    return taken, db.session.scalar(select(func.count()).select_from(Ticket))


def test_exactly_as_many_tickets_as_places_are_given_out(app):
    ticket_type = make_ticket_type(make_event(), size=5)
    assert buy_all(app, buyer(ticket_type), buyers=24, threads=8) == 5
    assert taken_and_tickets(ticket_type.quota_id) == (5, 5)


def test_without_the_guard_the_same_buyers_get_too_many(app):
    ticket_type = make_ticket_type(make_event(), size=5)
    assert buy_all(app, buyer_without_guard(ticket_type), buyers=40, threads=16) > 5


def test_one_form_sent_by_eight_at_once_is_one_order(app):
    ticket_type = make_ticket_type(make_event(), size=50)
    assert buy_all(app, buyer(ticket_type, client_key="one form"), buyers=8, threads=8) == 8
    assert taken_and_tickets(ticket_type.quota_id) == (1, 1)
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_a_ticket_cancelled_by_eight_at_once_frees_one_place(app):
    ticket_type = make_ticket_type(make_event(), size=50)
    tickets = [make_ticket(ticket_type) for _ in range(3)]
    link, first = queries.link_of(tickets[0]), tickets[0].id

    def cancel(_number):
        in_unit_of_work(lambda: cancel_by_link(ANONYMOUS, link, first))

    assert buy_all(app, cancel, buyers=8, threads=8) == 1
    assert taken_and_tickets(ticket_type.quota_id) == (2, 3)


@pytest.mark.parametrize(("together", "orders", "taken"), [(1, 5, 5), (2, 2, 4), (3, 1, 3)])
def test_an_order_takes_all_its_places_or_none(app, together, orders, taken):
    event = make_event()
    event_id, chosen = event.id, make_ticket_type(event, size=5)
    quota_id, type_id = chosen.quota_id, chosen.id

    def order(number):
        people = [
            Attendee(ticket_type=type_id, given_name="A", email=f"a{number}-{n}@example.org")
            for n in range(together)
        ]
        in_unit_of_work(lambda: place_order(ANONYMOUS, get_event_by_id(event_id), people))

    assert buy_all(app, order, buyers=12, threads=6) == orders
    assert taken_and_tickets(quota_id) == (taken, taken)
