"""One code, many who bring it at once: it is used as often as it can be, and no more."""

import time

import pytest
from sqlalchemy import select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.queries import get_event_by_id
from app.tickets import queries
from app.tickets.models import Ticket, Voucher
from app.tickets.services import Attendee, cancel_by_link, place_order
from app.tickets.services.redeeming import terms_for
from tests.bench.oversell import BUSY_SECONDS, buy_all
from tests.conftest import IS_LONG
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, make_voucher

pytestmark = pytest.mark.slow


@pytest.fixture
def kind(app):
    made = make_ticket_type(make_event(), size=500, price=9_900)
    make_voucher(made.event, code="ONCE-ONLY")
    return made


def bringer(kind):
    """Return what somebody does who registers with the code, through the services."""
    event_id, type_id = kind.event_id, kind.id

    def bring(number):
        def order():
            event = get_event_by_id(event_id)
            who = Attendee(ticket_type=type_id, given_name="A", email=f"a{number}@example.org")
            terms = terms_for(event, "once-only", network=None)
            return place_order(ANONYMOUS, event, [who], terms=terms)

        return in_unit_of_work(order)

    return bring


def uses_and_free():
    db.session.rollback()
    free = db.session.scalars(select(Ticket.state).where(Ticket.price == 0)).all()
    return db.session.scalars(select(Voucher.used)).one(), sorted(free)


def test_a_code_for_one_is_used_by_one(app, kind):
    threads = 50 if IS_LONG else 8
    assert buy_all(app, bringer(kind), buyers=threads, threads=threads) == 1
    assert uses_and_free() == (1, ["valid"])


def test_without_the_guard_several_use_a_code_for_one(app, kind):
    event_id, type_id = kind.event_id, kind.id

    def look_then_use(number):
        if db.session.scalar(select(Voucher.used)):
            raise Conflict("voucher_used_up")
        time.sleep(BUSY_SECONDS)
        who = Attendee(ticket_type=type_id, given_name="A", email=f"a{number}@example.org")
        with unit_of_work():
            place_order(ANONYMOUS, get_event_by_id(event_id), [who])
            db.session.scalars(select(Voucher)).one().used = 1

    assert buy_all(app, look_then_use, buyers=16, threads=8) > 1


def test_a_use_comes_back_once_from_a_ticket_cancelled_by_eight(app, kind):
    ticket = bringer(kind)(0).tickets[0]
    link, ticket_id = queries.link_of(ticket), ticket.id

    def cancel(_number):
        in_unit_of_work(lambda: cancel_by_link(ANONYMOUS, link, ticket_id))

    assert buy_all(app, cancel, buyers=8, threads=8) == 1
    assert uses_and_free() == (0, ["cancelled"])
