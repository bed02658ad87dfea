"""A ticket that somebody came in with is never cancelled: its place is taken."""

import pytest
from sqlalchemy import select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.tickets import queries, services
from app.tickets.models import Quota, Ticket
from tests.app.checkin.samples import code_of, make_entrance, scan_of
from tests.client import Browser
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.tickets import make_ticket


@pytest.fixture
def door(app):
    return make_entrance(slug="day")


@pytest.fixture
def inside(door):
    ticket = make_ticket(door.kind)
    assert door.send(scan_of(code_of(ticket, door.event)))[0].verdict == "green"
    return ticket


@pytest.fixture
def organiser(door):
    person = make_person()
    make_team_member(door.event, person)
    return person


def state_and_taken(ticket):
    db.session.rollback()
    return db.session.get_one(Ticket, ticket.id).state, db.session.scalar(select(Quota.taken))


def test_neither_organiser_nor_holder_cancels_it(door, inside, organiser):
    link = queries.link_of(inside)
    with pytest.raises(Conflict, match="ticket_admitted"), unit_of_work():
        services.cancel_ticket(actor_of(organiser), queries.get_ticket(inside.id))
    with pytest.raises(Conflict, match="ticket_admitted"), unit_of_work():
        services.cancel_by_link(ANONYMOUS, link, inside.id)
    assert state_and_taken(inside) == ("valid", 1)


def test_pages_offer_it_only_where_it_can_be_done(app, browser, door, inside, organiser):
    outside = make_ticket(door.kind)
    desk = Browser(app).sign_in(organiser)
    seen = []
    for ticket in (inside, outside):
        link, number = queries.link_of(ticket), encode_id(ticket.id)
        pages = (
            browser.get(f"/tickets/{link}"),
            browser.get(f"/tickets/{link}/{number}/cancel"),
            desk.get(f"/manage/day/tickets/attendees/{number}"),
        )
        seen.append(["Cancel this ticket" in page.text for page in pages])
    assert seen == [[False, False, False], [True, True, True]]
    asked, kept = (
        f"/tickets/{queries.link_of(one)}/{encode_id(one.id)}/cancel" for one in (outside, inside)
    )
    refused = browser.post(kept, page=asked)
    assert refused.status_code == 409
    assert "Somebody came in with this ticket" in refused.text
    assert state_and_taken(inside) == ("valid", 2)


def test_programs_are_told(client, inside, organiser):
    headers = {"Authorization": "Bearer " + make_api_token(organiser)}
    answer = client.post(f"/api/v1/tickets/{encode_id(inside.id)}/cancel", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "ticket_admitted")
