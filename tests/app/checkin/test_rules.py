"""The rules of the door, by hand and by properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checkin.rules import (
    Arrivals,
    Days,
    Decision,
    Entry,
    KnownTicket,
    PastScan,
    Reading,
    Reason,
    Verdict,
    admit,
    arrivals_by,
    corrected_time,
    door_hours,
    is_clock_odd,
    presence,
    reading_of,
)
from app.tickets.rules.badge_token import Refusal, TicketToken
from app.tickets.rules.typed_code import TypedCode, type_code, typing_key

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOURS = door_hours(NOON, NOON + timedelta(hours=6), "Europe/Athens")
TICKET = KnownTicket(7, 2, is_valid=True)
BADGE = Reading(7, 2)
FIRST_DAY = Days(last=date(2026, 11, 21))
SECOND_DAY = Days(first=date(2026, 11, 22), last=date(2026, 11, 22))
ATHENS_MIDNIGHT = datetime(2026, 11, 21, 22, tzinfo=UTC)
JUST_BEFORE = ATHENS_MIDNIGHT - timedelta(seconds=1)
EARLIER = Entry(NOON, "Main door", "a")


@pytest.mark.parametrize(
    ("reading", "ticket", "previous", "at", "verdict", "reason"),
    [
        (BADGE, TICKET, None, NOON, "green", "first_time"),
        (Reading(7), TICKET, None, NOON, "green", "first_time"),
        (BADGE, TICKET, EARLIER, NOON, "amber", "already_in"),
        (BADGE, TICKET, None, NOON - timedelta(hours=12), "green", "first_time"),
        (BADGE, TICKET, None, NOON - timedelta(hours=12, seconds=1), "amber", "not_today"),
        (BADGE, TICKET, None, NOON + timedelta(hours=18), "green", "first_time"),
        (BADGE, TICKET, None, NOON + timedelta(hours=18, seconds=1), "amber", "not_today"),
        (BADGE, TICKET, EARLIER, NOON + timedelta(hours=19), "amber", "not_today"),
        (BADGE, None, None, NOON, "red", "unknown"),
        (Reading(7, 1), TICKET, EARLIER, NOON, "red", "replaced"),
        (BADGE, KnownTicket(7, 2, is_valid=False), None, NOON, "red", "cancelled"),
        (BADGE, KnownTicket(7, 2, True, FIRST_DAY), None, ATHENS_MIDNIGHT, "amber", "not_today"),
        (BADGE, KnownTicket(7, 2, True, FIRST_DAY), None, JUST_BEFORE, "green", "first_time"),
        (BADGE, KnownTicket(7, 2, True, SECOND_DAY), None, JUST_BEFORE, "amber", "not_today"),
        (BADGE, KnownTicket(7, 2, True, SECOND_DAY), None, ATHENS_MIDNIGHT, "green", "first_time"),
        (Reading(refusal=Reason.MALFORMED), None, None, NOON, "red", "malformed"),
        (Reading(refusal=Reason.FOREIGN_EVENT), TICKET, None, NOON, "red", "foreign_event"),
    ],
)
def test_each_case_at_the_door(reading, ticket, previous, at, verdict, reason):
    kept = previous if reason == "already_in" else None
    assert admit(reading, ticket, previous, at, HOURS) == Decision(
        Verdict(verdict), Reason(reason), kept
    )


def test_a_code_is_a_badge_or_typed_or_neither():
    key, other = typing_key(b"k" * 32), typing_key(b"o" * 32)
    letters = type_code(TypedCode(7, 2), key)
    forged, malformed = Reading(refusal=Reason.BAD_SIGNATURE), Reading(refusal=Reason.MALFORMED)
    assert reading_of(TicketToken(1, 7, 2), "x", key) == Reading(7, 2)
    assert reading_of(Refusal.MALFORMED, letters, key) == Reading(7, 2)
    assert reading_of(Refusal.MALFORMED, letters, other) == malformed
    assert reading_of(Refusal.MALFORMED, "hello", key) == malformed
    assert reading_of(Refusal.BAD_SIGNATURE, letters, key) == forged


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
