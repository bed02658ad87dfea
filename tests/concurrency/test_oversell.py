"""Many people, few places: the guarded update never gives one too many."""

from functools import partial

import pytest
from sqlalchemy import func, select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import in_unit_of_work
from app.events.queries import get_event_by_id
from app.tickets import queries
from app.tickets.models import HeldPlaces, Order, Quota, TakenPlace, Ticket
from app.tickets.services import Attendee, cancel_by_link, hold_places, place_order, release
from tests.bench.machinery.storm import one_storm
from tests.bench.oversell import buy_all, buyer, buyer_without_guard
from tests.conftest import IS_LONG
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket, make_ticket_type, quota_of

pytestmark = pytest.mark.slow


def taken_and_tickets(quota_id):
    """Return what is counted as taken, and the tickets, once every place is accounted for."""
    db.session.rollback()
    counted = select(Quota.taken, Quota.held).where(Quota.id == quota_id)
    places = select(func.count()).where(TakenPlace.quota_id == quota_id)
    held = select(func.coalesce(func.sum(HeldPlaces.places), 0))
    written = db.session.scalar(places), db.session.scalar(held)
    taken, kept = db.session.execute(counted).one()
    assert written == (taken, kept)
    return taken, db.session.scalar(select(func.count()).select_from(Ticket))


def test_exactly_as_many_tickets_as_places_are_given_out(app):
    ticket_type = make_ticket_type(make_event(), size=5)
    assert buy_all(app, buyer(ticket_type), buyers=24, threads=8) == 5
    assert taken_and_tickets(quota_of(ticket_type)) == (5, 5)


def test_without_the_guard_the_same_buyers_get_too_many(app):
    ticket_type = make_ticket_type(make_event(), size=5)
    assert buy_all(app, buyer_without_guard(ticket_type), buyers=40, threads=16) > 5


def test_one_form_sent_by_eight_at_once_is_one_order(app):
    ticket_type = make_ticket_type(make_event(), size=50)
    assert buy_all(app, buyer(ticket_type, client_key="one form"), buyers=8, threads=8) == 8
    assert taken_and_tickets(quota_of(ticket_type)) == (1, 1)
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_a_ticket_cancelled_by_eight_at_once_frees_one_place(app):
    ticket_type = make_ticket_type(make_event(), size=50)
    tickets = [make_ticket(ticket_type) for _ in range(3)]
    link, first = queries.link_of(tickets[0]), tickets[0].id

    def cancel(_number):
        in_unit_of_work(lambda: cancel_by_link(ANONYMOUS, link, first))

    assert buy_all(app, cancel, buyers=8, threads=8) == 1
    assert taken_and_tickets(quota_of(ticket_type)) == (2, 3)


@pytest.mark.parametrize(("together", "orders", "taken"), [(1, 5, 5), (2, 2, 4), (3, 1, 3)])
def test_an_order_takes_all_its_places_or_none(app, together, orders, taken):
    event = make_event()
    event_id, chosen = event.id, make_ticket_type(event, size=5)
    quota_id, type_id = quota_of(chosen), chosen.id

    def order(number):
        people = [
            Attendee(ticket_type=type_id, given_name="A", email=f"a{number}-{n}@example.org")
            for n in range(together)
        ]
        in_unit_of_work(lambda: place_order(ANONYMOUS, get_event_by_id(event_id), people))

    assert buy_all(app, order, buyers=12, threads=6) == orders
    assert taken_and_tickets(quota_id) == (taken, taken)


def test_forms_held_left_and_sent_at_once_never_take_too_many(app):
    event = make_event()
    chosen = make_ticket_type(event, size=5)
    event_id, quota_id, type_id = event.id, quota_of(chosen), chosen.id

    def fill_in(number):
        key, here = f"form {number}", lambda: get_event_by_id(event_id)
        in_unit_of_work(lambda: hold_places(ANONYMOUS, here(), {type_id: 1}, client_key=key))
        if number % 3 == 0:
            in_unit_of_work(lambda: release(ANONYMOUS, here(), key))
            raise Conflict
        who = Attendee(ticket_type=type_id, given_name="A", email=f"a{number}@example.org")
        in_unit_of_work(lambda: place_order(ANONYMOUS, here(), [who], client_key=key))

    sold = buy_all(app, fill_in, buyers=30, threads=8)
    assert taken_and_tickets(quota_id) == (sold, sold)
    # A form that is left may have kept the last place from everybody who came meanwhile; it is
    # then free, not lost: whoever comes next gets it.
    late = buy_all(app, lambda number: fill_in(100 + 3 * number), buyers=6, threads=1)
    assert sold + late == 5
    assert taken_and_tickets(quota_id) == (5, 5)
    assert db.session.scalar(select(Quota.held).where(Quota.id == quota_id)) == 0


def test_a_hold_ended_by_eight_at_once_gives_back_its_places_once(app):
    event = make_event()
    chosen = make_ticket_type(event, size=9)
    event_id, quota_id, type_id = event.id, quota_of(chosen), chosen.id
    for key, count in (("ours", 3), ("theirs", 4)):
        wanted = {type_id: count}
        in_unit_of_work(partial(hold_places, ANONYMOUS, event, wanted, client_key=key))

    def leave(_number):
        in_unit_of_work(lambda: release(ANONYMOUS, get_event_by_id(event_id), "ours"))

    assert buy_all(app, leave, buyers=8, threads=8) == 8
    db.session.rollback()
    assert db.session.scalar(select(Quota.held).where(Quota.id == quota_id)) == 4


def test_a_storm_of_all_that_moves_places_leaves_each_accounted_for(app):
    rounds = 50 if IS_LONG else 2
    for seed in range(rounds):
        assert one_storm(app, clients=200 if IS_LONG else 40, threads=8, seed=seed) == []
