"""Offers, approvals, codes and last places: however many act at once, each counts once.

Each guard stands against a control that looks first and writes afterwards: there everybody wins.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.outbox import OutboxMessage
from app.core.text import search_key
from app.core.uow import unit_of_work
from app.events.queries import get_event_by_id
from app.tickets import queries, services
from app.tickets.models import (
    Quota,
    RequestQuestion,
    Ticket,
    TicketTransfer,
    Voucher,
    WaitingEntry,
    WaitingOffer,
)
from app.tickets.queries import waiting as lists
from app.tickets.queries.coming import count_coming
from app.tickets.queries.transfers import transfer_link
from app.tickets.services import Attendee, Group, coming, deciding, offering, transferring
from app.tickets.services.correcting import change_by_link
from app.tickets.services.redeeming import terms_for
from tests.concurrency.test_members import at_once
from tests.conftest import IS_LONG
from tests.factories.events import make_event
from tests.factories.tickets import (
    make_add_on,
    make_ticket,
    make_ticket_type,
    make_transfer,
    make_voucher,
    quota_of,
)

pytestmark = pytest.mark.slow

MANY = 50 if IS_LONG else 8


@pytest.fixture
def event(app):
    return make_event(slug="day")


def guest(type_id, name, **values):
    return Attendee(ticket_type=type_id, given_name="Ada", email=f"ada{name}@example.org", **values)


def counted(quota_id):
    """Return what of a quota is taken and held, and how many tickets of the event are valid."""
    db.session.rollback()
    counts = db.session.execute(select(Quota.taken, Quota.held).where(Quota.id == quota_id)).one()
    valid = select(func.count()).select_from(Ticket).where(Ticket.state == "valid")
    return *counts, db.session.scalar(valid)


def asked(event, number=1):
    """Let people ask to come; return the kind of ticket and their tickets."""
    kind = make_ticket_type(event, size=number, needs_approval=True)
    with unit_of_work():
        placed = [
            services.place_order(ANONYMOUS, event, [guest(kind.id, n)]) for n in range(number)
        ]
    return kind, [one.tickets[0].id for one in placed]


@pytest.fixture
def offered(event):
    """Return the kind of ticket whose only place is offered, and the secret address for it."""
    kind = make_ticket_type(event, size=1, has_waiting_list=True)
    ticket = make_ticket(kind)
    with unit_of_work():
        entry = services.join_waiting_list(
            ANONYMOUS, kind, Group(name="Eglė", email="e@example.org", places=1)
        )
    with unit_of_work():
        services.cancel_ticket(SYSTEM, ticket)
    with unit_of_work():
        assert offering.offer_places(event.id) == 1
    return kind, lists.waiting_link(entry)


def takers(link, type_id, number):
    """Return that many who take an offer, each for somebody else."""
    people = [guest(type_id, n) for n in range(number)]
    return [lambda who=who: services.take_offer(ANONYMOUS, link, [who]) for who in people]


def test_an_offer_is_taken_once(app, offered):
    kind, link = offered
    works = takers(link, kind.id, MANY)
    assert at_once(app, *works) == {"done": 1, "offer_over": MANY - 1}
    assert counted(quota_of(kind)) == (1, 0, 1)
    assert db.session.scalars(select(WaitingEntry.state)).all() == ["taken"]


def test_an_offer_is_taken_or_declined_or_too_late(app, offered):
    """Who declines after somebody took it leaves nothing behind, whoever comes first."""
    kind, link = offered
    take = takers(link, kind.id, MANY // 2)
    found = at_once(app, *take, *[lambda: services.leave_waiting_list(ANONYMOUS, link)] * len(take))
    assert found.pop("done") == 1
    assert set(found) <= {"offer_over", "no_longer_waiting"}
    taken, held, valid = counted(quota_of(kind))
    assert (held, taken) == (0, valid)
    state = db.session.scalars(select(WaitingOffer.state)).one()
    assert state == ("taken" if valid else "declined")


def look_then_write(app, column, row_id, value):
    """Return how many of eight get through who look at a row first and write it afterwards."""
    looked = Barrier(8)
    mine = column.class_.id == row_id

    def one(_number):
        with app.app_context():
            before = db.session.scalar(select(column).where(mine))
            db.session.rollback()
            looked.wait()
            if before == value:
                return False
            with unit_of_work():
                db.session.execute(update(column.class_).where(mine).values({column.key: value}))
            return True

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(one, range(8)))


def test_without_the_guards_everybody_wins(app, event, offered):
    _kind, (ticket_id,) = asked(event)
    offer_id = db.session.scalar(select(WaitingOffer.id))
    voucher_id = make_voucher(event, code="ONE").id
    transfer_id = make_transfer(make_ticket(make_ticket_type(event))).id
    db.session.rollback()
    assert look_then_write(app, WaitingOffer.state, offer_id, "taken") == 8
    assert look_then_write(app, Ticket.state, ticket_id, "valid") == 8
    assert look_then_write(app, Voucher.used, voucher_id, 1) == 8
    assert look_then_write(app, TicketTransfer.state, transfer_id, "accepted") == 8


def test_one_request_is_approved_or_declined_once(app, event):
    kind, (ticket_id,) = asked(event)

    def approve():
        services.approve_ticket(SYSTEM, queries.get_ticket(ticket_id))

    def decline():
        services.decline_ticket(SYSTEM, queries.get_ticket(ticket_id), "No.")

    found = at_once(app, *[approve, decline] * (MANY // 2))
    assert found == {"done": 1, "ticket_decided": MANY - 1}
    taken, held, valid = counted(quota_of(kind))
    assert (taken, held) == (valid, 0)


def test_a_queue_that_many_let_in_at_once_comes_in_once(app, event):
    kind, ids = asked(event, number=3)
    event_id = event.id

    def work():
        deciding.approve_requests(SYSTEM, get_event_by_id(event_id), ids)

    assert at_once(app, *[work] * MANY) == {"done": 1, "ticket_decided": MANY - 1}
    assert counted(quota_of(kind)) == (3, 0, 3)


def test_a_question_is_answered_once(app, event):
    _kind, (ticket_id,) = asked(event)
    with unit_of_work():
        ticket = queries.get_ticket(ticket_id)
        deciding.ask_back(SYSTEM, ticket, "Which team?")
    link = queries.link_of(ticket)
    works = [
        lambda n=n: deciding.answer_question(ANONYMOUS, link, ticket_id, f"Team {n}")
        for n in range(MANY)
    ]
    assert at_once(app, *works) == {"done": 1, "question_answered": MANY - 1}
    db.session.rollback()
    assert db.session.scalars(select(RequestQuestion.answer)).one().startswith("Team ")


def test_a_code_for_five_is_used_by_five(app, event):
    kind = make_ticket_type(event, size=500, price=9_900)
    make_voucher(event, code="FIVE", times=5)
    event_id, type_id = event.id, kind.id

    def bring(number):
        here = get_event_by_id(event_id)
        people = [guest(type_id, f"{number}-{n}") for n in range(2 if number % 2 else 1)]
        terms = terms_for(here, "five", network=None)
        services.place_order(ANONYMOUS, here, people, terms=terms)

    found = at_once(app, *[lambda n=n: bring(n) for n in range(MANY)])
    assert found["done"] + found["voucher_used_up"] == MANY
    db.session.rollback()
    used = db.session.scalars(select(Voucher.used)).one()
    assert used == counted(quota_of(kind))[2] in {4, 5}


def test_the_last_place_at_dinner_is_had_by_one(app, event):
    kind, dinner = make_ticket_type(event, size=500), make_add_on(event, size=1)
    event_id, dinner_id = event.id, dinner.id
    people = [guest(kind.id, n, add_ons=(dinner_id,)) for n in range(MANY)]
    works = [
        lambda who=who: services.place_order(ANONYMOUS, get_event_by_id(event_id), [who])
        for who in people
    ]
    assert at_once(app, *works) == {"done": 1, "sold_out": MANY - 1}
    assert counted(quota_of(kind)) == (1, 0, 1)
    sizes = db.session.execute(select(Quota.size, Quota.taken).order_by(Quota.size)).all()
    assert sizes == [(1, 1), (500, 1)]


def test_a_name_corrected_by_many_at_once_is_found_by_what_it_is(app, event):
    """Each changes another part; the words that a search looks for are those on the ticket."""
    ticket = make_ticket(make_ticket_type(event))
    link, ticket_id = queries.link_of(ticket), ticket.id
    parts = ("given_name", "family_name", "organisation_name")
    works = [
        lambda n=n: change_by_link(ANONYMOUS, link, ticket_id, **{parts[n % 3]: f"Word{n}"})
        for n in range(MANY)
    ]
    assert at_once(app, *works) == Counter(done=MANY)
    db.session.expire_all()
    found = queries.get_ticket(ticket_id)
    words = (found.family_name, found.given_name, found.organisation_name, found.email)
    assert found.search_key == search_key(*words)


def test_a_name_is_corrected_before_the_ticket_is_cancelled_or_not(app, event):
    ticket = make_ticket(make_ticket_type(event))
    link, ticket_id = queries.link_of(ticket), ticket.id

    def change():
        change_by_link(ANONYMOUS, link, ticket_id, given_name="New")

    def cancel():
        services.cancel_by_link(ANONYMOUS, link, ticket_id)

    found = at_once(app, *[change, cancel] * (MANY // 2))
    assert set(found) <= {"done", "names_frozen", "ticket_not_valid"}
    db.session.expire_all()
    assert queries.get_ticket(ticket_id).state == "cancelled"


def taking(transfer_link, type_id, number):
    """Return that many who take a ticket by one link."""
    people = [guest(type_id, n) for n in range(number)]
    return [
        lambda who=who: transferring.accept_transfer(ANONYMOUS, transfer_link, who)
        for who in people
    ]


def test_a_ticket_is_taken_by_one_colleague(app, event):
    kind = make_ticket_type(event)
    ticket = make_ticket(kind)
    link = transfer_link(make_transfer(ticket))
    assert at_once(app, *taking(link, kind.id, MANY)) == {"done": 1, "transfer_over": MANY - 1}
    assert counted(quota_of(kind)) == (1, 0, 1)
    assert queries.get_ticket(ticket.id).epoch == 1


def test_a_ticket_is_taken_kept_or_cancelled(app, event):
    """Whoever comes first: it is never somebody's who may not have it, and its place is counted."""
    kind = make_ticket_type(event)
    ticket = make_ticket(kind)
    ticket_id, mine = ticket.id, queries.link_of(ticket)
    take = taking(transfer_link(make_transfer(ticket)), kind.id, MANY // 2)
    keep = [lambda: transferring.withdraw_transfer(ANONYMOUS, mine, ticket_id)]
    end = [lambda: services.cancel_by_link(ANONYMOUS, mine, ticket_id)]
    found = at_once(app, *take, *keep * (MANY // 4), *end * (MANY // 4))
    assert set(found) <= {
        *("done", "transfer_over", "transfer_not_valid", "ticket_not_valid", "not_found"),
        "ticket_decided",
    }
    taken, held, valid = counted(quota_of(kind))
    assert (held, taken) == (0, valid)
    ticket = queries.get_ticket(ticket_id)
    state = db.session.scalars(select(TicketTransfer.state)).one()
    assert (ticket.epoch == 1) == (state == "accepted")


def test_everybody_is_asked_once_however_many_jobs_ask(app, event):
    ticket = make_ticket(make_ticket_type(event))
    event_id, begins = event.id, event.starts_at
    with unit_of_work():
        transferring.set_holder_rules(SYSTEM, event, names_until=begins, asks_coming=True)
    for before in (7, 4):
        now = begins - timedelta(days=before)
        at_once(app, *[lambda now=now: coming.ask_when_due(event_id, now)] * MANY)
    db.session.rollback()
    told = select(OutboxMessage.name, func.count()).where(OutboxMessage.name == "ComingAsked")
    assert db.session.execute(told.group_by(OutboxMessage.name)).all() == [("ComingAsked", 2)]
    assert count_coming(event_id).asked == 1
    assert queries.get_ticket(ticket.id).state == "valid"
