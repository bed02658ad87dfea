"""The live board: who is inside, gates, scanners, awaited guests; the wall without names."""

import random
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from app.checkin.models import Scan
from app.checkin.queries.board import view_board
from app.checkin.rules import CheckpointKind, Direction, PastScan, Reason, Verdict, inside
from app.checkin.rules.board import (
    DeviceState,
    Turn,
    device_state,
    here_now,
    is_late,
    next_turn,
    shown_fault,
    slot_of,
)
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from app.events.policies import EVERYBODY, Fence
from tests.app.checkin.samples import change, code_of, scan_of
from tests.factories import saved
from tests.factories.checkin import make_checkpoint, make_device, make_gate
from tests.factories.events import make_session, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

NOW = datetime(2031, 5, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NAMES = ("Νίκος", "Παππάς")


@pytest.mark.parametrize(
    ("ago", "state"),
    [(None, "never"), (5 * MINUTE, "heard"), (5 * MINUTE + timedelta(seconds=1), "silent")],
)
def test_a_scanner_is_silent_after_five_minutes(ago, state):
    assert device_state(NOW - ago if ago else None, NOW) == DeviceState(state)


@pytest.mark.parametrize(
    ("fault", "minutes"), [(0, 0), (59_999, 0), (60_000, 1), (-600_000, -10), (150_001, 3)]
)
def test_a_clock_is_told_when_a_minute_off(fault, minutes):
    assert shown_fault(fault) == minutes


def test_the_next_session_that_names_somebody_is_awaited():
    def turn(title, after, names):
        return Turn(title, NOW + after, NOW + after + 30 * MINUTE, names)

    over = turn("Over", -60 * MINUTE, "ana berg")
    soon = turn("Soon", 40 * MINUTE, "bo li, ana berg")
    later = turn("Later", 90 * MINUTE, "ana berg")
    other = turn("Other", MINUTE, "mariana bergman")

    assert next_turn("ana berg", [later, soon, over, other], NOW) == soon
    assert next_turn("", [soon], NOW) is None
    assert [is_late(one, NOW) for one in (soon, later, None)] == [True, False, False]
    assert slot_of(NOW + 19 * MINUTE) == NOW + 10 * MINUTE


def chance_scans(door, gates, tickets):
    """Store passes of some tickets through some gates, in and out as chance has it."""
    chance = random.Random(7)
    for number in range(60):
        goes_in = chance.random() < 0.6
        gate, ticket = chance.choice(gates), chance.choice(tickets)
        values = {
            "event_id": door.event.id,
            "gate_id": gate.id,
            "client_id": f"{number:03}",
            "ticket_id": ticket.id,
            "code": "x",
            "verdict": Verdict.GREEN.value,
            "reason": (Reason.FIRST_TIME if goes_in else Reason.WENT_OUT).value,
            "direction": Direction.IN if goes_in else Direction.OUT,
            "scanned_at": NOW + number // 3 * MINUTE,
        }
        saved(partial(Scan, **values))


def test_who_is_inside_is_what_the_rules_say(door):
    kinds = ("room", "session", "meal", "trip")
    points = [
        make_checkpoint(door.event, kind, kind=kind, has_exit=True, is_exclusive=number < 2)
        for number, kind in enumerate(kinds)
    ]
    gates = [door.gate, *(make_gate(door.event, one.name, one) for one in points)]
    tickets = [make_ticket(door.kind) for _ in range(8)]
    chance_scans(door, gates, tickets)

    board = view_board(door.event, EVERYBODY)

    place = {gate.id: gate.checkpoint_id for gate in gates}
    past = [
        PastScan(
            one.client_id,
            one.ticket_id,
            one.gate_id,
            one.scanned_at,
            Verdict(one.verdict),
            Reason(one.reason),
            place[one.gate_id],
            Direction(one.direction),
        )
        for one in db.session.query(Scan)
    ]
    found = {one.id: CheckpointKind(one.kind) for one in points}
    found[door.gate.checkpoint_id] = CheckpointKind.VENUE
    assert board.inside == len(here_now(past, found))
    by_rules = inside(past, [one.id for one in points[:2]])
    shown = {one.checkpoint_id: one.inside for one in board.places if one.inside is not None}
    assert shown == {one.id: len(by_rules.get(one.id, ())) for one in points}
    assert sum(sum(slot.values()) for slot in board.by_slot.values()) == len(board.live.came)


def test_gates_scanners_and_guests_are_told(door):
    make_device(make_gate(door.event, "Side door"), door.event)
    change(door.device, seen_at=clock.now(), waiting=12, clock_fault_ms=-300_000)
    speakers = make_ticket_type(door.event, name="Speaker", audience="speaker")
    late = make_ticket(speakers, given_name="Ana", family_name="Žagar")
    make_ticket(speakers, given_name="Bo", family_name="Li")
    came = make_ticket(speakers)
    make_session(
        door.event, title="Keynote", speakers="Ana Žagar", starts_at=clock.now() + 20 * MINUTE
    )
    door.send(scan_of(code_of(came, door.event)), scan_of(code_of(came, door.event)))

    board = view_board(door.event, EVERYBODY)

    assert [(one.name, one.people, one.lately) for one in board.gates] == [
        ("Main door", 1, 2),
        ("Side door", 0, 0),
    ]
    said = {one.state: (one.waiting, one.minutes_behind) for one in board.devices}
    assert said == {DeviceState.HEARD: (12, -5), DeviceState.NEVER: (0, 0)}
    assert [(one.name, one.is_late) for one in board.awaited] == [
        ("Ana Žagar", True),
        ("Bo Li", False),
    ]
    assert (board.awaited[0].ticket_id, board.late, board.waiting) == (late.id, 1, 12)


def test_within_a_fence_there_are_own_people_alone(door):
    change(door.device, seen_at=clock.now())
    make_ticket(make_ticket_type(door.event, audience="press"))
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    board = view_board(door.event, Fence(frozenset({1})))

    assert (board.inside, board.lately, board.devices, board.awaited) == (0, 0, (), [])
    assert [one.people for one in board.places] == [0]


@pytest.mark.parametrize("people", [1, 3])
def test_the_board_takes_as_many_statements_for_many(door, count_queries, people):
    speakers = make_ticket_type(door.event, audience="speaker")
    for number in range(people):
        make_ticket(speakers)
        make_device(make_gate(door.event, f"Gate {number}"), door.event)
        door.send(scan_of(code_of(make_ticket(door.kind), door.event)))
    event = door.event
    assert event.slug

    with count_queries:
        view_board(event, EVERYBODY)

    # five for the numbers; inside; checkpoints; gates; scanners; guests; the programme
    assert count_queries.count == 11


def test_the_page_names_who_is_late_and_the_wall_nobody(lead, door):
    sponsors = make_ticket_type(door.event, audience="sponsor", name="Sponsor")
    make_ticket(sponsors, given_name="Ana", family_name="Žagar")
    change(door.device, seen_at=clock.now() - 9 * MINUTE, waiting=4, clock_fault_ms=180_000)
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))
    root = f"/manage/{door.event.slug}/checkin"

    page, wall = lead.get(root).text, lead.get(f"{root}/wall").text
    now = lead.get(f"{root}/wall/now").text

    for words in ("Ana Žagar", "Phone 1", "3 minutes behind", "Silent", *NAMES):
        assert words in page
    for shown in (wall, now):
        assert "of 2 expected" in shown
        assert not any(name in shown for name in ("Ana", "Žagar", "Phone 1", *NAMES))
    assert '<noscript><meta http-equiv="refresh"' in wall
    assert "<html" not in now


@pytest.mark.parametrize(
    ("role", "status"),
    [(TeamRole.CO_ORGANISER, 200), (TeamRole.DESK, 200), (TeamRole.SCANNER, 404)],
)
def test_the_wall_is_for_those_who_see_people_come(browser, door, role, status):
    person = make_person()
    make_team_member(door.event, person, role)
    browser.sign_in(person)

    root = f"/manage/{door.event.slug}/checkin/wall"
    assert [browser.get(root + rest).status_code for rest in ("", "/now")] == [status] * 2


def test_programs_read_the_board_without_names(client, door):
    press = make_ticket(make_ticket_type(door.event, audience="press"))
    person = make_person()
    make_team_member(door.event, person)
    secret = make_api_token(person)
    door.send(scan_of(code_of(make_ticket(door.kind), door.event)))

    url = f"/api/v1/events/{door.event.slug}/arrivals"
    answer = client.get(url, headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 200
    told = answer.json
    assert (told["people"], told["expected"], told["inside"]) == (1, 2, 1)
    assert told["gates"][0]["lately"] == 1
    assert [one["ticket_id"] for one in told["awaited"]] == [encode_id(press.id)]
    assert not any(name in answer.text for name in NAMES)
    assert client.get(url).status_code == 401
