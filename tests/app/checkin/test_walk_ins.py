"""Walk-ins at the desk: registered and let in by one act, on the page and through the API."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.checkin.models import Admission, Scan
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import Event, TeamRole
from app.tickets.models import Order, Quota, Ticket
from tests.app.checkin.samples import scan_of
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket, make_ticket_type, quota_of

COUNTED = (Order, Ticket, Admission, Scan)


@pytest.fixture
def desk(browser, door):
    person = make_person()
    make_team_member(door.event, person, TeamRole.DESK)
    return browser.sign_in(person)


def address(door, rest=""):
    return f"/manage/{door.event.slug}/checkin{rest}"


def typed(door, kind=None, **values):
    return {
        "given_name": "Ευανθία",
        "family_name": "Ωνάση",
        "email": "evanthia@example.org",
        "organisation_name": "Μεταλλουργία",
        "ticket_type": encode_id((kind or door.kind).id),
        "gate_id": encode_id(door.gate.id),
        "client_key": "key-1",
    } | values


def post(desk, door, data):
    return desk.post(address(door, "/walk-ins"), data, page=address(door, "/desk"))


def test_the_desk_gives_out_a_ticket_that_is_not_public_and_lets_in(desk, door):
    hidden = make_ticket_type(door.event, name="Helper", visibility="staff")

    done = post(desk, door, typed(door, hidden))

    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.name, ticket.is_walk_in, ticket.ticket_type_id) == (
        "Ευανθία Ωνάση",
        True,
        hidden.id,
    )
    scan = db.session.scalars(select(Scan)).one()
    assert (scan.ticket_id, scan.gate_id, scan.reason) == (ticket.id, door.gate.id, "first_time")
    shown = desk.get(done.location).text
    assert "Ευανθία Ωνάση is in." in shown
    link = re.search(r'href="(/tickets/[^"]+/ticket.pdf)"', shown)
    assert link is not None
    assert desk.get(link[1]).data[:5] == b"%PDF-"


def test_the_form_offers_every_kind_of_ticket_and_a_key_of_its_own(desk, door):
    make_ticket_type(door.event, name="Helper", visibility="staff")
    page = desk.get(address(door, "/desk")).text
    assert ">Helper</option>" in page
    assert re.search(r'name="client_key" value="[\w-]{36}"', page)


def test_the_only_choice_is_made_and_the_gate_stays(desk, door):
    page = desk.get(address(door, "/desk")).text
    chosen = re.findall(r"<option value=\"(\w+)\" selected", page)
    assert chosen == [encode_id(door.kind.id), encode_id(door.gate.id)]
    side = encode_id(make_gate(door.event, "Side door").id)

    done = post(desk, door, typed(door, gate_id=side))

    assert f'<option value="{side}" selected' in desk.get(done.location).text


def test_a_form_that_is_sent_twice_registers_once(desk, door):
    first, again = (post(desk, door, typed(door)) for _ in range(2))
    assert first.location == again.location
    counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in COUNTED]
    assert counts == [1, 1, 1, 1]


def test_the_form_again_with_another_name_is_another_person(desk, door):
    post(desk, door, typed(door))
    post(desk, door, typed(door, given_name="Ana"))
    counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in COUNTED]
    assert counts == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"email": "no address"}, 422, "e-mail"),
        ({"given_name": ""}, 422, "Given name: Fill this in."),
        ({"ticket_type": encode_id(7)}, 422, "cannot be had"),
        ({"gate_id": "?"}, 422, "Not an id."),
    ],
)
def test_what_was_typed_is_kept_when_it_does_not_go(desk, door, values, status, words):
    response = post(desk, door, typed(door, **values))

    assert response.status_code == status
    assert 'value="Μεταλλουργία"' in response.text
    assert 'value="key-1"' in response.text
    assert "One thing needs a change" in response.text
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0


def test_neither_half_happens_when_the_other_cannot(desk, door):
    with unit_of_work():
        db.session.get(Quota, quota_of(door.kind)).size = 0
    db.session.expire_all()
    assert post(desk, door, typed(door)).status_code == 409  # sold out: nobody is let in
    with unit_of_work():
        db.session.get(Quota, quota_of(door.kind)).size = 9
        event = db.session.get(Event, door.event.id)
        event.starts_at, event.ends_at = (
            at + timedelta(days=2) for at in (event.starts_at, event.ends_at)
        )
    refused = post(desk, door, typed(door))  # not the day: nobody is registered
    assert (refused.status_code, "not open today" in refused.text) == (422, True)
    counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in COUNTED]
    assert counts == [0, 0, 0, 0]


def test_only_the_desk_lets_walk_ins_in(browser, door):
    for role, status in ((None, 404), (TeamRole.SCANNER, 403), (TeamRole.LEAD, 302)):
        person = make_person()
        if role is not None:
            make_team_member(door.event, person, role)
        browser.sign_in(person)
        page = f"/manage/{door.event.slug}" if role else "/home"
        response = browser.post(address(door, "/walk-ins"), typed(door), page=page)
        assert response.status_code == status


def test_before_there_is_a_gate_the_form_says_so(browser, app):
    event, person = make_event(), make_person()
    make_team_member(event, person)
    make_ticket_type(event)
    page = browser.sign_in(person).get(f"/manage/{event.slug}/checkin/desk").text
    assert 'name="given_name"' not in page
    assert "No gate yet" in page


def test_programs_let_walk_ins_in_too(client, door):
    person = make_person()
    make_team_member(door.event, person, TeamRole.DESK)
    headers = {"Authorization": "Bearer " + make_api_token(person)}
    url = f"/api/v1/events/{door.event.slug}/walk-ins"

    first, again = (client.post(url, json=typed(door), headers=headers) for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)
    assert first.json["given_name"] == "Ευανθία"
    (result,) = door.send(scan_of(first.json["code"]))
    assert (result.reason, result.previous_gate) == ("already_in", "Main door")
    other = typed(door, gate_id=encode_id(make_gate(make_event()).id), client_key="key-2")
    assert client.post(url, json=other, headers=headers).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_the_desk_is_shown_no_address_of_a_ticket_that_nobody_came_in_with(door, desk):
    ticket = make_ticket(door.kind)
    page = desk.get(f"{address(door, '/desk')}?ticket={encode_id(ticket.id)}").text
    assert ("is in." in page, "/tickets/" + encode_id(ticket.id) in page) == (False, False)
