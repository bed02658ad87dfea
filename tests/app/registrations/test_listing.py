"""The list of attendees: filters, order, columns, views, files, and what it costs."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.imports.rules import read_list
from app.registrations.models import AttendeeView
from app.tickets.models import Order, Ticket
from tests.client import Browser
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

LIST = "/manage/day/tickets/attendees"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(app, event):
    person = make_person()
    make_team_member(event, person)
    return Browser(app).sign_in(person)


def told(browser, asked):
    """Return who a list tells of, by the first names of the three."""
    text = browser.get(f"{LIST}{asked}").text
    return [name for name in ("Ana", "Bea", "Cid") if f">{name} " in text]


@pytest.fixture
def three(event):
    """Three people who differ in all that a filter asks for."""
    day, evening = make_ticket_type(event, name="Day"), make_ticket_type(event, name="Evening")
    names = {"family_name": "Roe", "search_key": ""}
    ana = make_ticket(day, given_name="Ana", country="PL", organisation_name="Zeta", **names)
    bea = make_ticket(day, given_name="Bea", organisation_kind="sme", **names)
    cid = make_ticket(evening, given_name="Cid", organisation_name="Alfa", **names)
    with unit_of_work():
        db.session.get_one(Order, bea.order_id).channel = "summer-newsletter"
        db.session.get_one(Ticket, cid.id).created_at = clock.now() - timedelta(days=30)
    return ana, bea, cid, evening


def admit(ticket, event):
    from app.checkin.models import Admission

    gate = make_gate(event)
    with unit_of_work():
        db.session.add(
            Admission(
                ticket_id=ticket.id,
                event_id=event.id,
                gate_id=gate.id,
                checkpoint_id=gate.checkpoint_id,
                scan_client_id="1",
                admitted_at=clock.now(),
            )
        )


def test_each_filter_finds_its_own(lead, event, three):
    ana, _bea, _cid, evening = three
    admit(ana, event)
    week_ago = f"{clock.now() - timedelta(days=7):%Y-%m-%d}"
    assert told(lead, "?country=PL") == ["Ana"]
    assert told(lead, "?kind=sme") == ["Bea"]
    assert told(lead, "?channel=summer-newsletter") == ["Bea"]
    assert told(lead, f"?type={encode_id(evening.id)}") == ["Cid"]
    assert told(lead, "?came=yes") == ["Ana"]
    assert told(lead, "?came=no") == ["Bea", "Cid"]
    assert told(lead, f"?since={week_ago}") == ["Ana", "Bea"]
    assert told(lead, f"?until={week_ago}") == ["Cid"]
    assert told(lead, "?came=yes&kind=sme") == []
    assert told(lead, "?country=Mars&since=x&sort=y&col=z") == ["Ana", "Bea", "Cid"]


def test_a_head_sorts_and_a_second_click_turns_it(lead, three):
    page = lead.get(f"{LIST}?sort=organisation").text
    assert page.index("Cid") < page.index("Ana")
    assert "sort=-organisation" in page
    page = lead.get(f"{LIST}?sort=-organisation").text
    assert page.index("Ana") < page.index("Cid")


def test_the_file_has_what_is_seen(lead, three):
    text = lead.get(f"{LIST}.csv?country=PL&col=country&col=came").text.lstrip("\ufeff")
    assert text.splitlines() == ["family_name,given_name,country,came", "Roe,Ana,PL,no"]
    book = read_list(lead.get(f"{LIST}.xlsx?col=country&sort=-registered").data)
    assert book.head == ("family_name", "given_name", "country")
    assert [cells[1] for _line, cells in book.rows][-1] == "Cid"


def test_no_cell_of_a_workbook_is_a_formula(lead, event):
    make_ticket(make_ticket_type(event), given_name="=1+1", family_name="@cmd")
    with zipfile.ZipFile(io.BytesIO(lead.get(f"{LIST}.xlsx").data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ">&#x27;@cmd<" in sheet
    assert ">&#x27;=1+1<" in sheet
    assert "<f" not in sheet


def test_a_view_keeps_filters_and_leaves_the_search_out(app, lead, event, three):
    made = lead.post(f"{LIST}/views/new?country=PL&q=ana&col=email", {"name": "Poles"})
    assert made.status_code == 302
    kept = db.session.scalars(select(AttendeeView)).one()
    assert kept.asked == {"country": "PL", "col": ["email"]}
    assert told(lead, "?country=PL&col=email") == ["Ana"]
    assert "Delete this view" in lead.get(f"{LIST}?country=PL&col=email").text
    again = lead.post(f"{LIST}/views/new?country=PL", {"name": "Poles"})
    assert again.status_code == 409
    assert "a view of that name" in again.text


def test_a_shared_view_is_the_teams_and_only_its_maker_deletes_it(app, lead, event):
    lead.post(f"{LIST}/views/new?kind=sme", {"name": "Firms", "is_shared": "1"})
    lead.post(f"{LIST}/views/new?kind=public", {"name": "Mine"})
    desk = make_person()
    make_team_member(event, desk, role=TeamRole.DESK)
    other = Browser(app).sign_in(desk)
    page = other.get(f"{LIST}?kind=sme").text
    assert "Firms" in page
    assert "Mine" not in page
    assert "Delete this view" not in page
    db.session.rollback()
    shared = db.session.scalars(select(AttendeeView).where(AttendeeView.is_shared)).one()
    path = f"{LIST}/views/{encode_id(shared.id)}/delete"
    assert other.post(path, {}, page=LIST).status_code == 404
    assert lead.post(path, {}, page=LIST).status_code == 302
    assert "Firms" not in lead.get(LIST).text


def test_views_through_the_api(app, client, event):
    person = make_person()
    make_team_member(event, person)
    headers = {"Authorization": f"Bearer {make_api_token(person, 'read', 'write')}"}
    sent = {"name": "Poles", "asked": {"country": "PL", "q": "x"}}
    address = "/api/v1/events/day/attendee-views"
    made = client.post(address, json=sent, headers=headers)
    assert (made.status_code, made.json["asked"]) == (201, {"country": "PL"})
    assert [one["name"] for one in client.get(address, headers=headers).json] == ["Poles"]
    gone = client.delete(f"{address}/{made.json['id']}", headers=headers)
    assert gone.status_code == 204


def test_the_list_asks_as_often_for_three_as_for_one(lead, event, count_queries):
    kind = make_ticket_type(event)
    asked = []
    for more in (1, 2):
        for _n in range(more):
            make_ticket(kind)
        with count_queries as counter:
            lead.get(f"{LIST}?col=came&col=channel&col=supported")
        asked.append(counter.count)
    assert asked[0] == asked[1] <= 12


def test_what_was_done_stands_on_the_page_of_an_attendee(app, lead, browser, event):
    kind = make_ticket_type(event)
    sent = {
        "ticket_type": encode_id(kind.id),
        "given_name": "Eva",
        "family_name": "Roe",
        "email": "eva@example.org",
    }
    browser.post("/e/day/register?via=summer-newsletter", sent)
    ticket = db.session.scalars(select(Ticket)).one()
    path = f"{LIST}/{encode_id(ticket.id)}"
    lead.post(f"{path}/reissue", {}, page=path)
    page = lead.get(path).text
    assert "History" in page
    assert page.index("Gave a ticket a new code") < page.index("Registered an attendee")
