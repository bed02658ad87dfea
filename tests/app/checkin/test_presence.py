"""Who is inside and what clashes: any order of the scans gives the same answer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.checkin.rules import (
    Attempt,
    Direction,
    Entries,
    EntryRule,
    Hours,
    Pass,
    PastScan,
    Reason,
    Verdict,
    clashes,
    inside,
    occasion_of,
)
from tests.conftest import IS_LONG

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOURS = Hours(NOON - timedelta(days=2), NOON + timedelta(days=2), "Europe/Athens")
VENUE, HALL, SIDE = 1, 2, 3
RULES = {VENUE: EntryRule(HOURS), HALL: EntryRule(HOURS, has_exit=True), SIDE: EntryRule(HOURS)}
GREEN = Verdict.GREEN


def scan(key, minute, place=VENUE, reason=Reason.FIRST_TIME, told=GREEN, **values):
    way = Direction.OUT if reason in (Reason.WENT_OUT, Reason.NEVER_IN) else Direction.IN
    own = {"ticket_id": 7, "gate_id": place, "device_id": 1} | values
    return PastScan(
        key,
        scanned_at=NOON + timedelta(minutes=minute),
        verdict=GREEN,
        reason=reason,
        checkpoint_id=place,
        direction=way,
        told=told,
        **own,
    )


def test_whoever_went_out_is_not_inside():
    came, went = scan("a", 0, HALL), scan("b", 5, HALL, Reason.WENT_OUT)
    assert inside([came]) == {HALL: {7}}
    assert inside([went, came]) == {HALL: set()}
    assert inside([went, came, scan("c", 6, HALL, Reason.CAME_BACK)]) == {HALL: {7}}


def test_of_two_rooms_somebody_is_in_the_later_one():
    both = [scan("b", 5, SIDE), scan("a", 0, HALL)]
    assert inside(both) == {HALL: {7}, SIDE: {7}}
    assert inside(both, moving={HALL, SIDE}) == {HALL: set(), SIDE: {7}}
    assert inside([*both, scan("v", 1)], moving={HALL, SIDE}) == {
        VENUE: {7},
        HALL: set(),
        SIDE: {7},
    }


def test_a_refused_scan_puts_nobody_inside():
    assert inside([scan("a", 0, reason=Reason.NOT_TODAY), scan("b", 0, reason=Reason.FULL)]) == {}


def test_two_gates_that_both_said_green_clash():
    first = scan("a", 2, gate_id=11)
    second = scan("b", 4, reason=Reason.ALREADY_IN, gate_id=12)
    (clash,) = clashes([second, first], RULES)
    assert (clash.key, clash.ticket_id, clash.checkpoint_id) == ("a", 7, VENUE)
    assert clash.scans == (first, second)


def test_what_was_seen_as_amber_is_no_clash():
    shown = scan("b", 4, reason=Reason.ALREADY_IN, told=Verdict.AMBER)
    assert clashes([scan("a", 2), shown], RULES) == []


def test_between_in_and_in_again_somebody_went_out():
    out = scan("b", 3, HALL, Reason.WENT_OUT)
    back = scan("c", 4, HALL, Reason.CAME_BACK)
    assert clashes([scan("a", 2, HALL), out, back], RULES) == []
    assert [clash.key for clash in clashes([scan("a", 2, HALL), back], RULES)] == ["a"]


def test_an_occasion_is_a_day_or_a_return():
    at = Attempt(NOON)
    gone = Pass(NOON, "a", Direction.OUT)
    assert occasion_of(EntryRule(HOURS), [gone], at) == ""
    assert occasion_of(EntryRule(HOURS, Entries.DAILY), [], at) == "2026-11-21"
    assert occasion_of(EntryRule(HOURS, has_exit=True), [gone, gone], at) == "+2"
    assert occasion_of(EntryRule(HOURS, Entries.DAILY, True), [gone], at) == "2026-11-21+1"


some_scans = st.lists(
    st.builds(
        scan,
        st.uuids().map(str),
        st.integers(0, 30),
        st.sampled_from([VENUE, HALL, SIDE]),
        st.sampled_from(Reason),
        st.sampled_from([*Verdict, None]),
        ticket_id=st.none() | st.integers(1, 3),
    ),
    max_size=20,
)


@settings(max_examples=10_000 if IS_LONG else 60, deadline=None)
@given(some_scans, st.randoms(use_true_random=False))
def test_any_order_of_uploads_gives_the_same_state(scans, random):
    shuffled = scans + scans[: len(scans) // 3]
    random.shuffle(shuffled)

    assert inside(shuffled, {HALL, SIDE}) == inside(scans, {HALL, SIDE})
    assert clashes(shuffled, RULES) == clashes(scans, RULES)
    seen = [one for clash in clashes(scans, RULES) for one in clash.scans]
    assert len(seen) == len(set(seen))
