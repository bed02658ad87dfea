"""What somebody attended comes from their scans alone, in whatever order they came in."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certificates.rules.attending import (
    Attendance,
    Attended,
    Door,
    Span,
    Terms,
    attended,
)
from app.certificates.rules.saying import is_day_over
from app.checkin.rules import Direction, PastScan, Reason, Verdict

NINE = datetime(2031, 5, 12, 9, tzinfo=UTC)
TALK, CLOSED = 1, 2
HOUSE, OPEN_DOOR, BOTH_WAYS, OTHER_ROOM = 10, 11, 12, 13
DOORS = {
    HOUSE: Door(is_house=True),
    OPEN_DOOR: Door(CLOSED),
    BOTH_WAYS: Door(TALK, has_exit=True, is_exclusive=True),
    OTHER_ROOM: Door(has_exit=True, is_exclusive=True),
}


def at(minute):
    return NINE + timedelta(minutes=minute)


SESSIONS = {TALK: Span(at(60), at(120)), CLOSED: Span(at(180), at(240))}


def scan(minute, door, way="in", reason=None):
    reason = reason or (Reason.FIRST_TIME if way == "in" else Reason.WENT_OUT)
    return PastScan(
        client_id=f"{minute:08.2f}-{door}-{way}",
        ticket_id=7,
        gate_id=door,
        scanned_at=at(minute),
        verdict=Verdict.GREEN,
        reason=reason,
        checkpoint_id=door,
        direction=Direction(way),
    )


def of(*scans, share=0, sessions=None, doors=None, zone="UTC"):
    terms = Terms(SESSIONS if sessions is None else sessions, zone, share)
    return attended(scans, DOORS if doors is None else doors, terms)


@pytest.mark.parametrize(
    ("scans", "minutes"),
    [
        ([scan(70, BOTH_WAYS), scan(90, BOTH_WAYS, "out")], 20),
        ([scan(50, BOTH_WAYS), scan(300, BOTH_WAYS, "out")], 60),  # capped at the session's times
        ([scan(110, BOTH_WAYS)], 10),  # nobody scanned them out: until it ended
        ([scan(70, BOTH_WAYS), scan(80, BOTH_WAYS, "out"), scan(100, BOTH_WAYS)], 30),
        ([scan(70, BOTH_WAYS), scan(75, BOTH_WAYS), scan(80, BOTH_WAYS, "out")], 10),
        ([scan(70, BOTH_WAYS), scan(85, OTHER_ROOM)], 15),  # nobody is in two rooms
        ([scan(30, BOTH_WAYS), scan(59, BOTH_WAYS, "out")], None),  # left before it began
        ([scan(-30, BOTH_WAYS)], None),  # went in long before, for something else
        ([scan(-30, BOTH_WAYS), scan(61, BOTH_WAYS, "out")], 1),
        ([scan(120, BOTH_WAYS)], None),
        ([scan(70, BOTH_WAYS, "out", Reason.NEVER_IN)], None),
        ([scan(70, BOTH_WAYS, reason=Reason.FULL)], None),
        ([scan(70, BOTH_WAYS), scan(70.5, BOTH_WAYS, "out")], None),  # not a whole minute
    ],
)
def test_minutes_inside_where_the_door_has_exits(scans, minutes):
    expected = () if minutes is None else (Attended(TALK, minutes),)
    assert of(*scans) == Attendance(expected)


@pytest.mark.parametrize(
    ("minute", "counts"), [(119, False), (120, True), (200, True), (239, True), (240, False)]
)
def test_a_door_without_exits_counts_who_enters_while_it_runs(minute, counts):
    assert of(scan(minute, OPEN_DOOR)).sessions == ((Attended(CLOSED, None),) if counts else ())


def test_the_smallest_share_asks_only_where_minutes_are_known():
    half = [scan(60, BOTH_WAYS), scan(90, BOTH_WAYS, "out"), scan(239, OPEN_DOOR)]
    assert [one.session_id for one in of(*half, share=50).sessions] == [TALK, CLOSED]
    assert [one.session_id for one in of(*half, share=51).sessions] == [CLOSED]


def test_a_day_counts_by_itself_where_no_session_that_counts_has_a_door():
    came = scan(0, HOUSE), scan(24 * 60, HOUSE)
    assert of(*came).days == (at(24 * 60).date(),)
    assert of(*came, sessions={}).days == (at(0).date(), at(24 * 60).date())
    assert of(scan(0, HOUSE, "out", Reason.NEVER_IN), sessions={}).days == ()
    assert not of()
    # At 23:30 UTC it is the next day in Berlin.
    assert of(scan(14.5 * 60, HOUSE), sessions={}, zone="Europe/Berlin").days == (
        at(24 * 60).date(),
    )


def brute(scans, share):
    """Return the minutes of the talk by walking through it minute by minute."""
    inside, minutes, entered, known_out = False, 0, None, None
    for minute in range(-100, 121):
        for one in sorted(
            (s for s in scans if s.scanned_at == at(minute)), key=lambda s: s.client_id
        ):
            if one.checkpoint_id == BOTH_WAYS and one.direction is Direction.OUT:
                inside = False
            elif one.checkpoint_id == BOTH_WAYS and not inside:
                inside, entered = True, minute
                later = [
                    s
                    for s in scans
                    if (s.scanned_at, s.client_id) > (one.scanned_at, one.client_id)
                    and (
                        (s.checkpoint_id == BOTH_WAYS and s.direction is Direction.OUT)
                        or (s.checkpoint_id == OTHER_ROOM and s.direction is Direction.IN)
                    )
                ]
                known_out = bool(later)
            elif one.checkpoint_id == OTHER_ROOM and one.direction is Direction.IN:
                inside = False
        if inside and 60 <= minute < 120 and (known_out or entered >= 0):
            minutes += 1
    return minutes if minutes and minutes * 100 >= share * 60 else None


WALKS = st.lists(
    st.builds(
        scan,
        st.integers(-90, 140),
        st.sampled_from([BOTH_WAYS, BOTH_WAYS, OTHER_ROOM]),
        st.sampled_from(["in", "out"]),
    ),
    max_size=7,
)


@given(WALKS, st.sampled_from([0, 40, 90]), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_it_is_what_a_walk_through_the_minutes_finds_in_any_order(scans, share, dice: Random):
    expected = brute(set(scans), share)
    shuffled = scans + scans[:2]
    dice.shuffle(shuffled)
    found = of(*shuffled, share=share).sessions
    assert found == (() if expected is None else (Attended(TALK, expected),))


@pytest.mark.parametrize(
    ("now", "is_over"),
    [(at(600), False), (at(13 * 60 - 1), False), (at(13 * 60), True)],
)
def test_the_day_is_over_at_midnight_at_the_venue(now, is_over):
    assert is_day_over(at(480), "Europe/Berlin", now) is is_over
