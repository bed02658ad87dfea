"""Holders give add-ons back and take others: places add up, and what costs money stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.tickets import queries, services
from app.tickets.models import Quota, TakenPlace, TicketAddOn
from app.tickets.rules.add_ons import Keep, why_fixed
from app.tickets.services.choosing import choose_add_ons
from tests.concurrency.test_members import at_once
from tests.factories.events import make_event
from tests.factories.tickets import (
    give_add_on,
    make_add_on,
    make_quota,
    make_ticket,
    make_ticket_type,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def event(app):
    soon = clock.now() + timedelta(days=9)
    return make_event(slug="day", starts_at=soon, ends_at=soon + 8 * HOUR)


@pytest.fixture
def ticket(event):
    return make_ticket(make_ticket_type(event))


def link_of(ticket):
    return queries.link_of(queries.get_ticket(ticket.id))


def choose(ticket, *add_ons):
    with unit_of_work():
        choose_add_ons(ANONYMOUS, link_of(ticket), ticket.id, {one.id for one in add_ons})


def has(ticket):
    db.session.rollback()
    mine = select(TicketAddOn.add_on_id).where(TicketAddOn.ticket_id == ticket.id)
    return set(db.session.scalars(mine))


def taken(add_on):
    """Return how many places are taken, which is what tickets have noted."""
    db.session.rollback()
    noted = select(TakenPlace.id).where(TakenPlace.add_on_id == add_on.id)
    count = db.session.get_one(Quota, add_on.quotas[0].id).taken
    assert len(db.session.scalars(noted).all()) == count
    return count


def test_what_has_begun_or_costs_money_stays():
    now = clock.now()
    later, before = now + HOUR, now - HOUR
    assert why_fixed(0, None, later, now) is None
    assert why_fixed(0, later, later, now) is None
    assert why_fixed(0, now, later, now) is Keep.BEGUN
    assert why_fixed(0, None, before, now) is Keep.BEGUN
    assert why_fixed(500, before, later, now) is Keep.BEGUN
    assert why_fixed(500, later, later, now) is Keep.COSTS


def test_an_add_on_is_taken_and_given_back(ticket, event):
    visit, dinner = make_add_on(event), make_add_on(event)
    choose(ticket, visit)
    assert (has(ticket), taken(visit), taken(dinner)) == ({visit.id}, 1, 0)
    choose(ticket, dinner)
    assert (has(ticket), taken(visit), taken(dinner)) == ({dinner.id}, 0, 1)
    choose(ticket)
    choose(ticket)
    assert (has(ticket), taken(dinner)) == (set(), 0)
    told = db.session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)).all()
    assert told == ["AddOnTaken", "AddOnGivenBack", "AddOnTaken", "AddOnGivenBack"]


def test_one_place_of_two_add_ons_moves_along(ticket, event):
    shared = make_quota(event, size=1)
    one, other = make_add_on(event, quotas=[shared]), make_add_on(event, quotas=[shared])
    choose(ticket, one)
    choose(ticket, other)
    assert (has(ticket), taken(other)) == ({other.id}, 1)


def test_a_full_add_on_is_refused_and_nothing_changes(ticket, event):
    full, dinner = make_add_on(event, size=0), make_add_on(event)
    give_add_on(ticket, dinner)
    with pytest.raises(Conflict, match="add_on_full"):
        choose(ticket, full)
    assert (has(ticket), taken(full), taken(dinner)) == ({dinner.id}, 0, 1)


def test_what_is_not_theirs_to_choose(ticket, event):
    paid = make_add_on(event, price=500)
    begun = make_add_on(event, starts_at=clock.now() - HOUR)
    for_others = make_add_on(event, ticket_types=[make_ticket_type(event)])
    gone, foreign = make_add_on(event, is_offered=False), make_add_on(make_event())
    for add_on, error in ((paid, Conflict), (begun, Conflict), (gone, Invalid)):
        with pytest.raises(error):
            choose(ticket, add_on)
    for add_on in (for_others, foreign):
        with pytest.raises(Invalid, match="add_on_not_for_ticket"):
            choose(ticket, add_on)
    give_add_on(ticket, begun)
    with pytest.raises(Conflict, match="add_on_begun"):
        choose(ticket)
    with unit_of_work():
        services.cancel_ticket(SYSTEM, queries.get_ticket(ticket.id))
    with pytest.raises(Conflict, match="ticket_not_valid"):
        choose(ticket, begun)


def test_the_last_place_is_taken_once(app, event):
    kind, workshop = make_ticket_type(event), make_add_on(event, size=1)
    tickets = [make_ticket(kind) for _ in range(8)]
    links = [(link_of(one), one.id) for one in tickets]
    workshop_id = workshop.id
    db.session.rollback()
    acts = [
        lambda link=link, ticket_id=ticket_id: choose_add_ons(
            ANONYMOUS, link, ticket_id, {workshop_id}
        )
        for link, ticket_id in links
    ]
    assert at_once(app, *acts) == {"done": 1, "add_on_full": 7}
    assert taken(workshop) == 1


def test_one_ticket_takes_an_add_on_once(app, event, ticket):
    workshop, link = make_add_on(event), link_of(ticket)
    ticket_id, workshop_id = ticket.id, workshop.id
    db.session.rollback()
    act = [lambda: choose_add_ons(ANONYMOUS, link, ticket_id, {workshop_id})] * 8
    assert at_once(app, *act) == {"done": 8}
    assert taken(workshop) == 1


def test_the_holder_chooses_on_a_page(browser, event, ticket):
    visit = make_add_on(event, name="Study visit", size=3)
    make_add_on(event, name="Gala", price=4500)
    page = f"/tickets/{link_of(ticket)}"
    path = f"{page}/{encode_id(ticket.id)}/add-ons"
    assert path in browser.get(page).text
    shown = browser.get(path).text
    assert "3 places left" in shown
    assert "costs money" in shown
    answer = browser.post(path, {"add_ons": [encode_id(visit.id)]})
    assert answer.status_code == 302
    assert "Study visit" in browser.get(page).text
    assert "Yours" in browser.get(path).text
    assert browser.post(path, {}).status_code == 302
    assert has(ticket) == set()


def test_without_add_ons_no_page_leads_there(browser, ticket):
    assert "/add-ons" not in browser.get(f"/tickets/{link_of(ticket)}").text
