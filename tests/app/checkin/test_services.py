"""Recording scans, letting people in by hand, and the numbers of the door."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from app.checkin.models import Admission, Scan, ScannerDevice
from app.checkin.policies import Scanner
from app.checkin.queries.live import Headcount, count_people, view_live
from app.checkin.queries.scanners import find_scanner
from app.checkin.queries.setup import search_tickets
from app.checkin.rules import IncomingScan, PastScan, Reason, Verdict, presence
from app.checkin.services.desk import admit_by_hand
from app.checkin.services.doors import revoke_scanner
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.text import search_key
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY
from app.tickets.models import TakenPlace, TicketState
from tests.app.checkin.samples import (
    change,
    code_of,
    letters_of,
    make_entrance,
    said,
    scan_of,
)
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

TIMES = ("starts_at", "ends_at")


def stored():
    return [(one.verdict, one.reason) for one in db.session.scalars(select(Scan).order_by(Scan.id))]


def test_the_first_scan_is_green_with_all_that_the_screen_shows(door):
    ticket = make_ticket(door.kind, role_label="Speaker")

    (result,) = door.send(scan_of(code_of(ticket, door.event)))

    assert (result.verdict, result.reason) == (Verdict.GREEN, Reason.FIRST_TIME)
    assert (result.name, result.organisation, result.role, result.ticket_type) == (
        "Νίκος Παππάς",
        "Θεσσαλικός Μεταλλουργικός Όμιλος",
        "Speaker",
        "Attendee",
    )
    assert (result.previous_at, result.previous_gate) == (None, "")
    assert stored() == [("green", "first_time")]


def test_the_second_scan_says_when_and_where_the_first_was(door):
    code = code_of(make_ticket(door.kind), door.event)
    (first,) = door.send(scan_of(code))

    (second,) = door.send(scan_of(code))

    assert (second.verdict, second.reason) == (Verdict.AMBER, Reason.ALREADY_IN)
    assert (second.previous_at, second.previous_gate) == (first.scanned_at, "Main door")
    assert stored() == [("green", "first_time"), ("amber", "already_in")]


def test_a_repeat_is_answered_like_the_first_and_stored_once(door):
    ticket = make_ticket(door.kind)
    green, amber = scan_of(code_of(ticket, door.event)), scan_of(code_of(ticket, door.event))
    red = scan_of("nonsense")
    first = door.send(green, amber, red)
    change(ticket, state=TicketState.CANCELLED)

    assert door.send(red, amber, green) == [first[2], first[1], first[0]]
    assert len(stored()) == 3


def test_an_id_that_comes_back_with_another_code_is_answered_for_the_first(door):
    ticket, other = make_ticket(door.kind, given_name="Ana"), make_ticket(door.kind)
    one = scan_of(code_of(ticket, door.event))
    first = door.send(one)

    assert door.send(scan_of(code_of(other, door.event), client_id=one.client_id)) == first
    assert first[0].name == "Ana Παππάς"
    assert stored() == [("green", "first_time")]


def test_one_id_twice_in_a_batch_is_one_scan(door):
    one = scan_of(code_of(make_ticket(door.kind), door.event))

    assert said(door.send(one, one)) == [("green", "first_time")] * 2
    assert len(stored()) == 1


def test_what_is_unknown_is_kept_apart_never_dropped(door):
    other = make_event()
    ticket, stranger = make_ticket(door.kind), make_ticket(door.kind)
    gone = code_of(stranger, door.event)
    with unit_of_work():
        db.session.execute(delete(TakenPlace).where(TakenPlace.ticket_id == stranger.id))
        db.session.delete(stranger)
    texts = ["nonsense", "\ud800\x00half", "x" * 5000, gone, code_of(ticket, other)]

    results = door.send(*(scan_of(text) for text in texts))

    assert said(results) == [
        ("red", "malformed"),
        ("red", "malformed"),
        ("red", "malformed"),
        ("red", "unknown"),
        ("red", "foreign_event"),
    ]
    kept = list(db.session.scalars(select(Scan).order_by(Scan.client_id)))
    assert {scan.ticket_id for scan in kept} == {None}
    assert max(len(scan.code) for scan in kept) == 200


def test_a_forged_signature_is_refused(door):
    ticket = make_ticket(door.kind)
    code = code_of(ticket, door.event)
    letter = "0" if code[60] != "0" else "1"

    assert said(door.send(scan_of(code[:60] + letter + code[61:]))) == [("red", "bad_signature")]


def test_an_old_badge_and_a_cancelled_ticket_open_no_door(door):
    renewed = make_ticket(door.kind, epoch=1)
    cancelled = make_ticket(door.kind, state=TicketState.CANCELLED)

    results = door.send(
        scan_of(code_of(renewed, door.event, epoch=0)), scan_of(code_of(cancelled, door.event))
    )

    assert said(results) == [("red", "replaced"), ("red", "cancelled")]
    assert results[0].name == "Νίκος Παππάς"


def test_a_typed_code_lets_in_too(door):
    ticket = make_ticket(door.kind, epoch=3)

    letters = letters_of(ticket, door.event).lower()
    assert said(door.send(scan_of(letters))) == [("green", "first_time")]


def test_the_letters_of_an_old_badge_open_no_door(door):
    ticket = make_ticket(door.kind, epoch=1)
    old, made_up = letters_of(ticket, door.event, epoch=0), letters_of(ticket, make_event())

    results = door.send(scan_of(old), scan_of(made_up))

    assert said(results) == [("red", "replaced"), ("red", "malformed")]


def test_another_day_is_amber_and_lets_nobody_in(app):
    door = make_entrance(starts_at=clock.now() + timedelta(days=2))
    code = code_of(make_ticket(door.kind), door.event)

    assert said(door.send(scan_of(code))) == [("amber", "not_today")]
    assert list(db.session.scalars(select(Admission))) == []


def test_a_ticket_of_another_day_is_amber_until_its_day_comes(door):
    today = clock.now().date()
    over = make_ticket_type(door.event, valid_until_on=today - timedelta(days=2))
    now = make_ticket_type(
        door.event,
        valid_from_on=today - timedelta(days=1),
        valid_until_on=today + timedelta(days=1),
    )
    scans = [scan_of(code_of(make_ticket(kind), door.event)) for kind in (over, now)]

    assert said(door.send(*scans)) == [("amber", "not_today"), ("green", "first_time")]


def test_a_batch_is_decided_in_the_order_of_time(door):
    code = code_of(make_ticket(door.kind), door.event)
    now = clock.now()
    change(door.device, paired_at=now - timedelta(hours=2))
    late, early = scan_of(code, now), scan_of(code, now - timedelta(hours=1))

    results = door.send(late, early)

    assert said(results) == [("amber", "already_in"), ("green", "first_time")]
    assert results[0].previous_at == now - timedelta(hours=1)


def test_a_wrong_clock_is_corrected_and_a_lying_one_is_bounded(door):
    code = code_of(make_ticket(door.kind), door.event)
    ahead = datetime(2090, 1, 1, tzinfo=UTC)
    before = clock.now()
    paired_at = db.session.scalars(select(ScannerDevice.paired_at)).one()

    (corrected,) = door.send(scan_of(code, ahead), sent_at=ahead)
    (future,) = door.send(scan_of(code, ahead))
    (past,) = door.send(scan_of(code, datetime(2001, 1, 1, tzinfo=UTC)))
    (none,) = door.send(IncomingScan(str(uuid4()), code))

    after = clock.now()
    assert before <= corrected.scanned_at <= after
    assert before <= future.scanned_at <= after
    assert past.scanned_at == paired_at
    assert before <= none.scanned_at <= after
    notes = [scan.note for scan in db.session.scalars(select(Scan).order_by(Scan.id))]
    assert notes == ["clock"] * 4


def test_five_hundred_scans_are_the_most(door):
    with pytest.raises(Invalid) as caught:
        door.send(*(scan_of("x") for _ in range(501)))

    assert caught.value.code == "too_many_scans"


@pytest.mark.parametrize("count", [1, 3])
def test_a_scan_takes_four_statements(door, count_queries, count):
    codes = [code_of(make_ticket(door.kind), door.event) for _ in range(count)]
    scans = [scan_of(code) for code in codes]

    with count_queries:
        door.send(*scans)
    fresh = count_queries.count
    with count_queries:
        door.send(*scans)
    repeated = count_queries.count
    with count_queries:
        door.send(*(scan_of(code) for code in codes))

    # the scanner; tickets and earlier answers; admissions; scans
    assert (fresh, repeated, count_queries.count) == (4, 2, 3)


def test_only_a_scanner_scans(door):
    with pytest.raises(Forbidden), unit_of_work():
        record_scans(ANONYMOUS, [scan_of("x")])


def test_a_scanner_scans_at_its_own_event_only(door):
    elsewhere = make_entrance()
    ticket = make_ticket(door.kind)

    assert said(elsewhere.send(scan_of(code_of(ticket, door.event)))) == [("red", "foreign_event")]


def test_a_revoked_and_an_expired_scanner_are_nobody(door):
    scanner_hash = tokens.hash_secret(door.secret)
    assert isinstance(find_scanner(scanner_hash, clock.now()), Scanner)
    assert find_scanner(scanner_hash, door.event.ends_at + timedelta(days=2)) is None
    lead = make_person()
    make_team_member(door.event, lead)

    with unit_of_work():
        revoke_scanner(actor_of(lead), door.event, door.device.id)

    assert find_scanner(scanner_hash, clock.now()) is None


def test_the_desk_lets_in_by_hand_once(door):
    helper = make_person()
    make_team_member(door.event, helper, TeamRole.DESK)
    ticket = make_ticket(door.kind)
    client_id = str(uuid4())

    def admit(key=client_id):
        with unit_of_work():
            return admit_by_hand(
                actor_of(helper),
                door.event,
                ticket.id,
                gate_id=door.gate.id,
                note="Badge at home",
                client_id=key,
            )

    assert admit() == admit()
    with pytest.raises(Conflict) as caught:
        admit(str(uuid4()))
    assert caught.value.code == "already_in"
    (scan,) = db.session.scalars(select(Scan))
    assert (scan.person_id, scan.note, scan.verdict) == (helper.id, "Badge at home", "green")


def test_the_desk_lets_nobody_in_who_may_not(door):
    helper = make_person()
    make_team_member(door.event, helper, TeamRole.SCANNER)
    cancelled = make_ticket(door.kind, state=TicketState.CANCELLED)
    wanted = {"gate_id": door.gate.id, "note": "x", "client_id": str(uuid4())}

    with pytest.raises(Forbidden), unit_of_work():
        admit_by_hand(actor_of(helper), door.event, cancelled.id, **wanted)
    make_team_member(door.event, lead := make_person())
    db.session.expire_all()
    with pytest.raises(Invalid) as caught, unit_of_work():
        admit_by_hand(actor_of(lead), door.event, cancelled.id, **wanted)
    assert caught.value.code == "not_admitted"


def test_the_search_ignores_case_and_diacritics(door):
    ticket = make_ticket(
        door.kind,
        given_name="Łukasz",
        family_name="Żółkiewski",
        search_key=search_key("Łukasz Żółkiewski", "Zakłady"),
    )

    assert search_tickets(door.event.id, "zolk ZAKLADY") == [(ticket, None)]
    assert search_tickets(door.event.id, "  ") == []
    assert search_tickets(make_event().id, "zolk") == []


def test_live_numbers_agree_with_presence(door):
    tickets = [make_ticket(door.kind) for _ in range(4)]
    side = make_gate(door.event, "Side door")
    codes = [code_of(ticket, door.event) for ticket in tickets]
    door.send(*(scan_of(codes[n]) for n in (0, 1, 1, 2)), scan_of("nonsense"))

    live = view_live(door.event.id, EVERYBODY)

    past = {
        PastScan(
            s.client_id, s.ticket_id, s.gate_id, s.scanned_at, Verdict(s.verdict), Reason(s.reason)
        )
        for s in db.session.scalars(select(Scan))
    }
    here = presence(past)
    assert (live.headcount.people, live.headcount.expected, live.headcount.share) == (3, 4, 75)
    assert here.people == 3
    assert [(gate.name, gate.people) for gate in live.gates] == [("Main door", 3), ("Side door", 0)]
    assert here.by_gate() == {door.gate.id: 3}
    assert sum(slot.people for slot in live.arrivals) == 3
    assert len(live.last) == 5
    assert side.id not in here.by_gate()


def test_the_numbers_take_five_statements_however_many_come(door, count_queries):
    event_id = door.event.id
    for expected in (1, 3):
        for _ in range(expected):
            door.send(scan_of(code_of(make_ticket(door.kind), door.event)))
        with count_queries:
            view_live(event_id, EVERYBODY)
        assert count_queries.count == 5
    assert count_people(door.event.id, EVERYBODY).people == 4


def test_whoever_is_inside_is_expected_though_the_ticket_was_cancelled_since(door):
    inside, absent = make_ticket(door.kind), make_ticket(door.kind)
    door.send(scan_of(code_of(inside, door.event)))
    for ticket in (inside, absent):
        change(ticket, state=TicketState.CANCELLED)
    assert count_people(door.event.id, EVERYBODY) == Headcount(1, 1)
    make_ticket(door.kind)
    assert count_people(door.event.id, EVERYBODY) == Headcount(1, 2)
