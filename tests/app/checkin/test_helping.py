"""The desk puts names right and gives new codes, in few clicks."""

import re

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from app.tickets.models import Ticket, TicketState
from tests.app.checkin.samples import change, code_of, make_entrance, said, scan_of
from tests.factories.events import make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket


@pytest.fixture
def ticket(door):
    return make_ticket(door.kind, given_name="Anna", family_name="Bergh", search_key="bergh anna")


@pytest.fixture
def desk(browser, door):
    person = make_person()
    make_team_member(door.event, person, TeamRole.DESK)
    return browser.sign_in(person)


def address(door, ticket, rest):
    return f"/manage/{door.event.slug}/checkin/desk/{encode_id(ticket.id)}/{rest}"


def test_a_name_is_put_right_found_and_keeps_its_code(desk, door, ticket):
    code = code_of(ticket, door.event)
    page = address(door, ticket, "name")
    sent = {"given_name": "Ana", "family_name": "Žerg", "organisation_name": ""}

    done = desk.post(page, sent, page=page)

    assert done.status_code == 302
    found = desk.get(done.location).text
    assert "Ana Žerg" in found
    assert "The ticket says Ana Žerg now." in found
    assert said(door.send(scan_of(code))) == [("green", "first_time")]


def test_a_name_has_to_be_one(desk, door, ticket):
    page = address(door, ticket, "name")

    refused = desk.post(page, {"given_name": "x.example.org", "family_name": ""}, page=page)

    assert refused.status_code == 422
    assert "x.example.org" in refused.text


def test_a_new_code_ends_the_lost_badge(desk, door, ticket):
    old = code_of(ticket, door.event)
    start = f"/manage/{door.event.slug}/checkin/desk?q=bergh"

    done = desk.post(address(door, ticket, "code"), page=start)

    assert done.status_code == 302
    assert "has a new code" in desk.get(done.location).text
    assert said(door.send(scan_of(old))) == [("red", "replaced")]
    assert db.session.scalar(select(Ticket.epoch).where(Ticket.id == ticket.id)) == 1


def test_a_cancelled_ticket_gets_no_new_code(desk, door, ticket):
    change(ticket, state=TicketState.CANCELLED)
    start = f"/manage/{door.event.slug}/checkin/desk?q=bergh"

    done = desk.post(address(door, ticket, "code"), page=start)

    assert "This ticket has been cancelled." in desk.get(done.location).text
    assert db.session.scalar(select(Ticket.epoch).where(Ticket.id == ticket.id)) == 0


def test_others_put_nothing_right(browser, door, ticket):
    person = make_person()
    make_team_member(door.event, person, TeamRole.CO_ORGANISER)
    browser.sign_in(person)
    start = f"/manage/{door.event.slug}"

    assert browser.get(address(door, ticket, "name")).status_code == 403
    assert browser.post(address(door, ticket, "code"), page=start).status_code == 403
    elsewhere = make_ticket(make_entrance().kind)
    lead = make_person()
    make_team_member(door.event, lead)
    browser.sign_in(lead)
    assert browser.get(address(door, elsewhere, "name")).status_code == 404
    assert browser.post(address(door, elsewhere, "code"), page=start).status_code == 404


def test_a_lost_badge_takes_a_name_and_one_click(desk, door, ticket):
    """Typing the name finds the person with the reason filled in: one button lets them in."""
    page = f"/manage/{door.event.slug}/checkin/desk?q=bergh"
    found = desk.get(page).text
    form = re.search(r'<form[^>]+checkin/desk">.*?</form>', found, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form[0]))
    fields["gate_id"] = encode_id(door.gate.id)

    assert desk.post(f"/manage/{door.event.slug}/checkin/desk", fields, page=page).location
    assert "In since" in desk.get(page).text
