"""The rules of the door, by hand and by properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.checkin.rules import (
    Arrivals,
    PastScan,
    Reading,
    Reason,
    Verdict,
    arrivals_by,
    corrected_time,
    is_clock_odd,
    presence,
    reading_of,
)
from app.events.rules import typing_key
from app.tickets.rules.badge_token import Refusal, TicketToken
from app.tickets.rules.typed_code import TypedCode, type_code

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_code_is_a_badge_or_typed_or_neither():
    key, other = typing_key(b"k" * 32), typing_key(b"o" * 32)
    letters = type_code(TypedCode(7, 2), key)
    forged, malformed = Reading(refusal=Reason.BAD_SIGNATURE), Reading(refusal=Reason.MALFORMED)
    assert reading_of(TicketToken(1, 7, 2), "x", [other, key]) == Reading(7, 2)
    assert reading_of(Refusal.MALFORMED, letters, [other, key]) == Reading(7, 2)
    assert reading_of(Refusal.MALFORMED, letters, [other]) == malformed
    assert reading_of(Refusal.MALFORMED, "hello", [other, key]) == malformed
    assert reading_of(Refusal.BAD_SIGNATURE, letters, [other, key]) == forged


def test_a_slow_clock_is_put_right():
    slow = timedelta(minutes=30)
    paired = NOON - timedelta(hours=3)
    scanned = NOON - timedelta(hours=1)

    believed = corrected_time(scanned - slow, NOON - slow, NOON, paired)

    assert believed == scanned
    assert is_clock_odd(scanned - slow, believed)
    assert not is_clock_odd(scanned, believed)
    assert is_clock_odd(None, NOON)


instants = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them naive


@given(st.none() | instants, st.none() | instants)
def test_no_clock_leaves_the_bounds(scanned_at, sent_at):
    paired = NOON - timedelta(hours=3)
    assert paired <= corrected_time(scanned_at, sent_at, NOON, paired) <= NOON


scans = st.builds(
    PastScan,
    client_id=st.uuids().map(str),
    ticket_id=st.none() | st.integers(1, 5),
    gate_id=st.integers(1, 3),
    scanned_at=st.integers(0, 20).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    verdict=st.sampled_from(Verdict),
    reason=st.sampled_from(Reason),
)


@given(st.lists(scans, max_size=30), st.randoms(use_true_random=False))
def test_presence_knows_no_order_and_no_repetition(some, random):
    shuffled = some + some[: len(some) // 2]
    random.shuffle(shuffled)

    assert presence(shuffled) == presence(some)
    assert sum(presence(some).by_gate().values()) == presence(some).people


def test_presence_begins_with_the_first_scan_that_counts():
    def scan(key, minute, reason, gate=1):
        at = NOON + timedelta(minutes=minute)
        return PastScan(key, 7, gate, at, Verdict.RED, reason)

    early, first = scan("a", 1, Reason.REPLACED), scan("b", 2, Reason.ALREADY_IN, gate=2)
    here = presence([scan("c", 3, Reason.FIRST_TIME), first, early])

    assert here.first == {7: first}
    assert here.by_gate() == {2: 1}


def test_arrivals_fill_the_gaps():
    ten = timedelta(minutes=10)
    times = [NOON + timedelta(minutes=minute) for minute in (25, 1, 9)]

    assert arrivals_by(iter(times), ten) == [
        Arrivals(NOON, 2),
        Arrivals(NOON + ten, 0),
        Arrivals(NOON + 2 * ten, 1),
    ]
    assert arrivals_by([], ten) == []
