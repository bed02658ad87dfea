"""Tickets for programs."""

import pytest

from app.checkin.queries.scanners import public_keys
from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from app.events.queries import get_accepted_keys
from app.tickets import queries
from app.tickets.models import Ticket
from app.tickets.rules.badge_token import TicketToken, read_token
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

API = "/api/v1"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(app, event):
    person = make_person()
    make_team_member(event, person)
    return {"Authorization": "Bearer " + make_api_token(person)}


@pytest.fixture
def stranger(app):
    return {"Authorization": "Bearer " + make_api_token(make_person())}


def attendee(ticket_type, number=0):
    return {
        "ticket_type": encode_id(ticket_type.id),
        "given_name": "Δημήτρης",
        "family_name": "Ν",
        "email": f"guest{number}@example.org",
    }


def test_an_order_takes_places_for_all_or_none(client, event, stranger):
    ticket_type = make_ticket_type(event, size=3)
    two = {"attendees": [attendee(ticket_type, number) for number in range(2)]}
    first = client.post(f"{API}/events/day/orders", json=two, headers=stranger)
    assert first.status_code == 201
    assert [ticket["email"] for ticket in first.json["tickets"]] == [
        "guest0@example.org",
        "guest1@example.org",
    ]
    page = client.get(f"/tickets/{first.json['link']}").text
    assert all(f"guest{number}@example.org" in page for number in range(2))
    own = client.get(f"/tickets/{queries.link_of(db.session.query(Ticket).first())}").text
    assert own.count("@example.org") == 1
    second = client.post(f"{API}/events/day/orders", json=two, headers=stranger)
    assert (second.status_code, second.json["code"], second.json["field"]) == (
        409,
        "sold_out",
        "ticket_type",
    )


def test_an_order_sent_twice_is_one(client, event, stranger):
    body = {"client_key": "k", "attendees": [attendee(make_ticket_type(event))]}
    answers = [
        client.post(f"{API}/events/day/orders", json=body, headers=stranger) for _ in range(2)
    ]
    assert answers[0].json == answers[1].json
    assert db.session.query(Ticket).count() == 1


@pytest.mark.parametrize(
    "body", [{}, {"attendees": []}, {"attendees": [{}]}, {"attendees": [1]}, {"x": 1}, []]
)
def test_what_is_no_order_is_refused(client, event, stranger, body):
    answer = client.post(f"{API}/events/day/orders", json=body, headers=stranger)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_programs_register_no_addresses_as_names(client, event, stranger):
    named = attendee(make_ticket_type(event)) | {"given_name": "http://evil.example"}
    answer = client.post(f"{API}/events/day/orders", json={"attendees": [named]}, headers=stranger)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert db.session.query(Ticket).count() == 0


def test_ticket_types_are_listed_and_added(client, event, lead, stranger):
    make_ticket_type(event, name="Hidden", visibility="staff")
    new = {"name": "Attendee", "size": 40, "on_sale_until": "2027-01-01T08:00"}
    added = client.post(f"{API}/events/day/ticket-types", json=new, headers=lead)
    assert added.status_code == 201
    assert added.json["on_sale_until"] == "2027-01-01T07:00:00+00:00"
    refused = client.post(f"{API}/events/day/ticket-types", json=new, headers=stranger)
    assert refused.status_code == 404
    listed = client.get(f"{API}/events/day/ticket-types", headers=stranger).json
    assert [(one["name"], [q["size"] for q in one["quotas"]]) for one in listed] == [
        ("Attendee", [40])
    ]


def test_tickets_are_listed_page_by_page_for_the_team_alone(client, event, lead, stranger):
    ticket_type = make_ticket_type(event)
    ids = sorted(make_ticket(ticket_type).id for _ in range(3))
    path = f"{API}/events/day/tickets"
    first = client.get(path, query_string={"limit": 2}, headers=lead).json
    rest = client.get(
        path, query_string={"limit": 2, "cursor": first["next_cursor"]}, headers=lead
    ).json
    found = [one["id"] for one in first["items"] + rest["items"]]
    assert (found, rest["next_cursor"]) == ([encode_id(number) for number in ids], None)
    assert client.get(path, headers=stranger).status_code == 404


def test_a_ticket_is_read_reissued_and_cancelled(client, event, lead, stranger):
    ticket = make_ticket(make_ticket_type(event))
    path = f"{API}/tickets/{encode_id(ticket.id)}"
    assert client.get(path, headers=stranger).status_code == 404
    assert client.post(f"{path}/reissue", headers=lead).json["epoch"] == 1
    code = client.get(path, headers=lead).json["code"]
    assert read_token(code, public_keys(get_accepted_keys(event.id)), event.id) == TicketToken(
        event_id=event.id, ticket_id=ticket.id, epoch=1
    )
    assert client.post(f"{path}/cancel", headers=lead).json["state"] == "cancelled"
    again = client.post(f"{path}/cancel", headers=lead)
    assert (again.status_code, again.json["code"]) == (409, "ticket_not_valid")


def test_a_reader_of_reports_sees_no_tickets(client, event):
    person = make_person()
    make_team_member(event, person, TeamRole.REPORT_READER)
    headers = {"Authorization": "Bearer " + make_api_token(person)}
    assert client.get(f"{API}/events/day/tickets", headers=headers).status_code == 404
