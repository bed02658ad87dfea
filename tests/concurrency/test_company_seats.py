"""Seats of companies when many act at once: the last seat, one invitation, the cut-off, fewer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from app.seats import queries, services
from app.seats.models import CompanySeats
from app.seats.services.giving import close_when_over
from tests.concurrency.test_members import at_once
from tests.concurrency.test_once_only import MANY, counted, guest
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)


@pytest.fixture
def kind(app):
    return make_ticket_type(make_event(slug="day"), size=3)


def give(kind, seats):
    with unit_of_work():
        return services.give_seats(
            SYSTEM,
            kind.event,
            ticket_type=kind.id,
            company="Notos",
            email="office@example.org",
            seats=seats,
            until=clock.now() + DAY,
        )


def fillers(link, kind, number):
    people = [guest(kind.id, n) for n in range(number)]
    return [lambda who=who: services.fill_seat(ANONYMOUS, link, who) for who in people]


def adds_up(seats_id, kind):
    """Return how many seats are filled and returned, after a look at the counters."""
    taken, held, valid = counted(quota_of(kind))
    given = db.session.scalars(select(CompanySeats).where(CompanySeats.id == seats_id)).one()
    assert (taken, held, valid) == (given.filled, given.held, given.filled)
    return given.filled, given.returned


def test_the_last_seat_is_taken_once(app, kind):
    given = give(kind, 1)
    found = at_once(app, *fillers(queries.seats_link(given), kind, MANY))
    assert found == {"done": 1, "seats_filled": MANY - 1}
    assert adds_up(given.id, kind) == (1, 0)


def test_an_invitation_is_used_once(app, kind):
    given = give(kind, 3)
    with unit_of_work():
        one = services.invite(ANONYMOUS, queries.seats_link(given), "ada@example.org")
    link = queries.invitation_link(one)
    people = [guest(kind.id, n) for n in range(MANY)]
    works = [lambda who=who: services.accept_invitation(ANONYMOUS, link, who) for who in people]
    assert at_once(app, *works) == {"done": 1, "seat_invitation_over": MANY - 1}
    assert adds_up(given.id, kind) == (1, 0)


def test_the_cut_off_comes_before_or_after_a_name(app, kind):
    given = give(kind, 3)
    late = clock.now() + 2 * DAY
    works = fillers(queries.seats_link(given), kind, 3)
    found = at_once(app, *works, lambda: close_when_over(given.id, late))
    assert set(found) <= {"done", "seats_over"}
    filled, returned = adds_up(given.id, kind)
    assert (filled, filled + returned) == (found["done"] - 1, 3)


def test_fewer_seats_come_before_or_after_a_name(app, kind):
    given = give(kind, 3)
    works = fillers(queries.seats_link(given), kind, 3)
    fewer = [lambda: services.change_seats(SYSTEM, queries.get_seats(given.id), seats=1)]
    found = at_once(app, *works, *fewer)
    assert set(found) <= {"done", "seats_filled", "seats_below_filled"}
    filled, returned = adds_up(given.id, kind)
    assert (filled <= 3, returned) == (True, 0)
