"""The door on paper: the list to tick, and the ticks typed in later by the rules of every scan."""

import re
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.checkin.models import Scan
from app.checkin.queries.paper import days_of, list_for_paper
from app.checkin.queries.review import list_clashes
from app.checkin.queries.setup import get_gate_by_id
from app.checkin.rules import Direction
from app.checkin.rules.paper import Tick, read_sheet
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.times import to_local
from app.events.models import TeamRole
from app.tickets.rules.typed_code import TypedCode, type_code
from tests.app.checkin.samples import Entrance, change, letters_of, make_entrance
from tests.factories.checkin import make_checkpoint, make_gate
from tests.factories.events import make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.worker import run_jobs

KEY = b"k" * 32
USUAL = datetime.fromisoformat("2031-05-05T09:00")
LETTERS = type_code(TypedCode(12345, 2), KEY)


@pytest.fixture
def door(app) -> Entrance:
    return make_entrance(starts_at=clock.now() - timedelta(hours=2))


@pytest.fixture
def desk(browser, door):
    person = make_person()
    make_team_member(door.event, person, TeamRole.DESK)
    return browser.sign_in(person)


def root(door):
    return f"/manage/{door.event.slug}/checkin/paper"


def test_a_line_has_letters_and_perhaps_a_time():
    sheet = read_sheet([LETTERS, "", f" {LETTERS.lower()}, 14:05 "], USUAL, "Europe/Berlin", [KEY])

    nine, later = datetime(2031, 5, 5, 7, 0, tzinfo=UTC), datetime(2031, 5, 5, 12, 5, tzinfo=UTC)
    assert [(one.ticket_id, one.at) for one in sheet.ticks] == [(12345, nine), (12345, later)]
    assert sheet.unreadable == ()


@pytest.mark.parametrize("line", ["Ana Berg", f"{LETTERS} 25:00", LETTERS[:-1] + "!", "9:05"])
def test_a_line_that_proves_nothing_is_told_by_its_number(line):
    sheet = read_sheet([LETTERS, line], USUAL, "Europe/Berlin", [KEY])

    assert (len(sheet.ticks), sheet.unreadable) == (1, (2,))


@settings(max_examples=40)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_whatever_is_typed_each_line_is_a_tick_or_told(lines):
    sheet = read_sheet(lines, USUAL, "UTC", [KEY])

    written = sum(bool(line.strip()) for line in lines)
    assert len(sheet.ticks) + len(sheet.unreadable) == written


def test_the_same_tick_has_the_same_id():
    one = Tick(LETTERS, 5, datetime(2031, 5, 5, tzinfo=UTC))
    other = Tick(LETTERS.lower(), 5, datetime(2031, 5, 5, tzinfo=UTC))

    assert one.client_id(1, Direction.IN) == other.client_id(1, Direction.IN)
    ids = {one.client_id(gate, way) for gate in (1, 2) for way in Direction}
    assert len(ids) == 4


def test_the_list_has_those_who_may_pass_by_family_name(door):
    (day,) = days_of(door.event)[:1]
    over = make_ticket_type(door.event, valid_until_on=day - timedelta(days=1))
    names = [("Bo", "Żak"), ("Ana", "Zeman"), ("Cy", "Ångström")]
    tickets = [make_ticket(door.kind, given_name=a, family_name=b) for a, b in names]
    for kind, values in ((door.kind, {"state": "cancelled"}), (over, {})):
        make_ticket(kind, **values)

    lines = list_for_paper(get_gate_by_id(door.gate.id), day)

    assert [one.name for one in lines] == ["Ångström, Cy", "Żak, Bo", "Zeman, Ana"]
    assert lines[1].letters == letters_of(tickets[0], door.event)
    assert [one.initial for one in lines] == ["A", "Z", "Z"]


def test_a_checkpoint_for_some_lists_them_alone(door, count_queries):
    speakers = make_ticket_type(door.event, name="Speaker")
    room = make_checkpoint(door.event, "Green room", kind="room")
    change(room, ticket_types=[speakers])
    gate = make_gate(door.event, "Back door", room)
    make_ticket(door.kind)
    make_ticket(speakers, family_name="Only")

    lines = list_for_paper(get_gate_by_id(gate.id), days_of(door.event)[0])

    assert [one.ticket_type for one in lines] == ["Speaker"]


def test_the_worker_prints_the_list(desk, door):
    ticket = make_ticket(door.kind)
    day = days_of(door.event)[0].isoformat()

    asked = {"gate_id": encode_id(door.gate.id), "day": day}
    made = desk.post(root(door), asked, page=root(door))
    run_jobs()

    assert made.status_code == 302
    page = desk.get(made.location).text
    found = re.search(r'href="(/work/[^"]+/file)"', page)
    assert found is not None
    printed = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=desk.get(found[1]).data,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for words in ("Παππάς, Νίκος", "Main door", "1 person", letters_of(ticket, door.event)):
        assert words in printed
    wrong = desk.post(root(door), asked | {"day": "1999-01-01"}, page=root(door))
    assert (wrong.status_code, "not on that day" in wrong.text) == (422, True)


def typed(desk, door, lines, **values):
    at = to_local(clock.now() - timedelta(minutes=30), door.event.timezone)
    sent = {
        "gate_id": encode_id(door.gate.id),
        "at": f"{at:%Y-%m-%dT%H:%M}",
        "direction": "in",
        "ticks": "\r\n".join(lines),
    }
    page = root(door) + "/ticks"
    return desk.post(page, sent | values, page=page)


def test_ticks_become_scans_once_however_often_they_are_typed(desk, door):
    tickets = [make_ticket(door.kind), make_ticket(door.kind, state="cancelled")]
    lines = [letters_of(one, door.event) for one in tickets]

    pages = [typed(desk, door, lines) for _ in range(2)]

    assert [one.status_code for one in pages] == [200, 200]
    for words in ("2 ticks are written down", "First time in", "Cancelled"):
        assert words in pages[1].text
    scans = list(db.session.scalars(select(Scan).order_by(Scan.reason)))
    assert [(one.note, one.told, one.device_id) for one in scans] == [("paper", "green", None)] * 2
    assert scans[0].person_id is not None
    assert clock.now() - scans[0].scanned_at > timedelta(minutes=29)


def test_a_line_that_cannot_be_read_refuses_all_and_is_named(desk, door):
    lines = [letters_of(make_ticket(door.kind), door.event), "nonsense"]

    page = typed(desk, door, lines)

    assert page.status_code == 422
    assert "in line 2" in page.text
    assert "nonsense" in page.text
    assert list(db.session.scalars(select(Scan))) == []


def test_ticks_of_the_future_and_too_many_are_refused(desk, door):
    line = letters_of(make_ticket(door.kind), door.event)
    later = to_local(clock.now() + timedelta(hours=3), door.event.timezone)

    assert typed(desk, door, [line], at=f"{later:%Y-%m-%dT%H:%M}").status_code == 422
    assert typed(desk, door, [line] * 501).status_code == 422
    assert list(db.session.scalars(select(Scan))) == []


def test_what_paper_and_a_gate_both_let_in_is_to_be_looked_into(desk, door):
    ticket = make_ticket(door.kind)
    side = make_gate(door.event, "Side door")
    line = letters_of(ticket, door.event)

    typed(desk, door, [line])
    second = typed(desk, door, [line], gate_id=encode_id(side.id))

    assert "Already in" in second.text
    assert [one.clash.ticket_id for one in list_clashes(door.event.id)] == [ticket.id]


def test_paper_is_for_the_desk_alone(browser, door):
    person = make_person()
    make_team_member(door.event, person, TeamRole.CO_ORGANISER)
    browser.sign_in(person)

    assert [browser.get(root(door) + rest).status_code for rest in ("", "/ticks")] == [403, 403]
