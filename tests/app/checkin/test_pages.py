"""Pages of the door: numbers, gates and scanners, the desk, the scanner."""

import re

import pytest
from sqlalchemy import select

from app.checkin.models import Gate, Scan, ScannerDevice
from app.checkin.queries.scanners import find_scanner
from app.core import clock, tokens
from app.core.db import db
from app.core.ids import encode_id
from app.core.text import search_key
from app.events.models import TeamRole
from tests.app.checkin.samples import code_of, make_entrance, scan_of
from tests.factories.checkin import make_device
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket


def address(door, rest=""):
    return f"/manage/{door.event.slug}/checkin{rest}"


def test_the_scanner_is_open_to_all(client, app):
    page = client.get("/scan")

    assert page.status_code == 200
    assert "data-scanner" in page.text


@pytest.mark.parametrize("rest", ["", "/live", "/doors", "/desk"])
def test_pages_are_for_the_team(app, browser, door, rest):
    assert browser.get(address(door, rest)).status_code == 302
    assert browser.sign_in(make_person()).get(address(door, rest)).status_code == 404


@pytest.mark.parametrize(
    ("role", "live", "doors", "desk"),
    [
        (TeamRole.LEAD, 200, 200, 200),
        (TeamRole.CO_ORGANISER, 200, 403, 403),
        (TeamRole.DESK, 200, 403, 200),
        (TeamRole.SCANNER, 404, 403, 403),
        (TeamRole.REPORT_READER, 404, 403, 403),
    ],
)
def test_each_role_sees_what_it_needs(browser, door, role, live, doors, desk):
    person = make_person()
    make_team_member(door.event, person, role)
    browser.sign_in(person)

    found = [browser.get(address(door, rest)).status_code for rest in ("", "/doors", "/desk")]

    assert found == [live, doors, desk]


def test_the_numbers_are_shown(lead, door):
    code = code_of(make_ticket(door.kind), door.event)
    make_ticket(door.kind)
    door.send(scan_of(code), scan_of(code), scan_of("nonsense"))

    page = lead.get(address(door)).text

    values = re.findall(r'stat__value">([^<]+?) ?<', page)
    assert values == ["1", "1", "2", "–", "–"]
    for words in ("Main door", "Already in", "No ticket of ours", "Νίκος Παππάς"):
        assert words in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_numbers_take_as_many_statements_for_many(lead, door, count_queries, people):
    url = address(door, "/live")
    for _ in range(people):
        door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    with count_queries:
        assert lead.get(url).status_code == 200

    # the person; the event with its team; eleven for the numbers
    assert count_queries.count == 13


def test_a_gate_is_added_and_two_cannot_be_alike(lead, door):
    page = address(door, "/doors")

    added = lead.post(address(door, "/gates"), {"name": " Side door "}, page=page)
    again = lead.post(address(door, "/gates"), {"name": "Side door"}, page=page)
    empty = lead.post(address(door, "/gates"), {"name": ""}, page=page)

    assert (added.status_code, again.status_code, empty.status_code) == (302, 409, 422)
    assert "There is a gate of this name already." in again.text
    names = db.session.scalars(select(Gate.name).order_by(Gate.name))
    assert list(names) == ["Main door", "Side door"]


def test_a_scanner_gets_a_link_that_only_its_maker_sees(lead, door, app):
    made = lead.post(
        address(door, "/scanners"),
        {"device_name": "Ana", "gate_id": encode_id(door.gate.id)},
        page=address(door, "/doors"),
    )

    shown = lead.get(made.location).text
    code = re.search(r"http://localhost/scan#pair=(pair_[\w-]+)", shown)
    assert code is not None
    device = db.session.scalars(select(ScannerDevice).where(ScannerDevice.name == "Ana")).one()
    assert device.pairing_hash == tokens.hash_secret(code[1])
    colleague = make_person()
    make_team_member(door.event, colleague)
    lead.sign_in(colleague)
    with lead.client.session_transaction() as session:
        session.pop("scanner_pairing")
    assert "cannot be shown again" in lead.get(made.location).text


def test_a_scanner_is_revoked(lead, door):
    url = address(door, f"/scanners/{encode_id(door.device.id)}/revoke")

    assert lead.post(url, page=address(door, "/doors")).status_code == 302
    assert find_scanner(tokens.hash_secret(door.secret), clock.now()) is None
    assert "Revoked" in lead.get(address(door, "/doors")).text


def test_scanners_of_another_event_are_not_there(lead, door):
    elsewhere = make_entrance()
    url = address(door, f"/scanners/{encode_id(elsewhere.device.id)}")

    assert lead.get(url).status_code == 404
    assert lead.post(url + "/revoke", page=address(door, "/doors")).status_code == 404
    posted = {"device_name": "X", "gate_id": encode_id(elsewhere.gate.id)}
    found = lead.post(address(door, "/scanners"), posted, page=address(door, "/doors"))
    assert found.status_code == 404


@pytest.mark.parametrize("scanners", [1, 3])
def test_scanners_are_listed_in_as_many_statements(lead, door, count_queries, scanners):
    url = address(door, "/doors")
    for _ in range(scanners - 1):
        make_device(door.gate, door.event)

    with count_queries:
        assert lead.get(url).status_code == 200

    assert count_queries.count == 7


def test_the_desk_finds_without_accents_and_lets_in_once(lead, door):
    ticket = make_ticket(
        door.kind,
        given_name="Łukasz",
        family_name="Żółkiewski",
        search_key=search_key("Łukasz Żółkiewski"),
    )
    page = address(door, "/desk") + "?q=ZOLK"
    found = lead.get(page).text
    client_id = re.search(r'name="client_id" value="([\w-]+)"', found)
    assert "Łukasz Żółkiewski" in found
    assert client_id is not None
    data = {
        "ticket_id": encode_id(ticket.id),
        "gate_id": encode_id(door.gate.id),
        "client_id": client_id[1],
        "note": "Badge at home",
        "q": "ZOLK",
    }

    first = lead.post(address(door, "/desk"), data, page=page)
    again = lead.post(address(door, "/desk"), data, page=page)
    other_id = data | {"client_id": "0b4f6b5e-9d0c-4d7c-8a52-1f0f4a9f6d11"}
    second = lead.post(address(door, "/desk"), other_id, page=page)

    assert (first.status_code, again.status_code, second.status_code) == (302, 302, 409)
    assert "This person has been let in already." in second.text
    assert len(list(db.session.scalars(select(Scan)))) == 1
    assert "In since" in lead.get(page).text


def test_the_organisers_page_shows_who_is_here(lead, door):
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    page = lead.get(f"/manage/{door.event.slug}").text

    assert "Checked in" in page
    assert "1 of 1" in page


def test_a_page_without_gates_offers_the_first_step(browser, app):
    event, person = make_event(), make_person()
    make_team_member(event, person)

    page = browser.sign_in(person).get(f"/manage/{event.slug}/checkin").text

    assert "No gate yet" in page
