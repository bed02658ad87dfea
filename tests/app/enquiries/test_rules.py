"""The clock of questions, and what tells who asked."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.rules import (
    as_asked,
    clock_of,
    find_contacts,
    find_names,
    fingerprint,
    reminder_delay,
    takes_questions,
)

ZONES = ("Europe/Berlin", "Europe/Lisbon", "Atlantic/Azores", "America/St_Johns", "UTC")


def call(opens, closes, phase="published"):
    return SimpleNamespace(opens_at=opens, closes_at=closes, phase=phase)


def test_questions_end_a_week_before_and_answers_three_days_before_at_the_same_hour():
    one = call(datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC))
    clock = clock_of(one, "Europe/Berlin")  # closes at 17:00; the clocks went forward on 29 March
    assert clock.ask_by == datetime(2026, 3, 25, 16, tzinfo=UTC)
    assert clock.answer_by == datetime(2026, 3, 29, 15, tzinfo=UTC)


def test_a_short_call_gives_its_last_quarter_to_the_answers():
    one = call(datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 9, 8, tzinfo=UTC))
    clock = clock_of(one, "Europe/Berlin")
    assert clock.ask_by == datetime(2026, 5, 7, 8, tzinfo=UTC)
    assert clock.answer_by == datetime(2026, 5, 8, 8, tzinfo=UTC)


def test_without_dates_there_is_no_clock_and_nothing_is_asked():
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert clock_of(call(None, now), "UTC") is None
    assert not takes_questions(call(None, None), "UTC", now)


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_the_clock_ends_to_the_second(seconds, taken):
    one = call(datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC))
    at = datetime(2026, 3, 25, 16, tzinfo=UTC) + timedelta(seconds=seconds)
    assert takes_questions(one, "Europe/Berlin", at) is taken


@pytest.mark.parametrize("phase", ["draft", "in_review", "screening", "jury", "archived"])
def test_questions_are_taken_of_public_and_running_challenges_only(phase):
    one = call(datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC), phase)
    assert not takes_questions(one, "Europe/Berlin", datetime(2026, 3, 1, tzinfo=UTC))


@given(
    st.integers(0, 60 * 24 * 730),
    st.integers(60, 60 * 24 * 200),
    st.sampled_from(ZONES),
)
def test_the_clock_lies_between_opening_and_deadline_in_its_order(after, minutes, zone):
    opens = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=after)
    one = call(opens, opens + timedelta(minutes=minutes))
    clock = clock_of(one, zone)
    assert one.opens_at - timedelta(minutes=1) <= clock.ask_by <= clock.answer_by <= one.closes_at
    if minutes > 60 * 24 * 29:
        local = [at.astimezone(ZoneInfo(zone)) for at in (clock.ask_by, one.closes_at)]
        assert local[0].date() == local[1].date() - timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to egle@example.org or call.", ["egle@example.org"]),
        ("Call +49 351 4567 890 today", ["+49 351 4567 890"]),
        ("Call 0351/4567890", ["0351/4567890"]),
        ("At most 0.15 kWh in 2026, 1,000,000 units, DIN EN 13432.", []),
        ("ISO 14001:2015 and part 4711-0815", []),
    ],
)
def test_addresses_and_telephone_numbers_are_found_and_measures_are_not(text, found):
    assert find_contacts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We at ŽUKAUSKAITE ask", ["Žukauskaitė"]),
        ("Smart Frost UAB can do that", ["Smart Frost UAB"]),
        ("smart   frost uab", ["Smart Frost UAB"]),
        ("The smart frost of winter", []),
        ("Zukauskaitess", []),
        ("Li has a question", []),
    ],
)
def test_names_are_found_whatever_their_case_and_accents(text, found):
    assert find_names(text, ["Žukauskaitė", "Smart Frost UAB", "Li"]) == found


def test_the_same_question_is_the_same_however_it_is_spaced():
    assert fingerprint("May  we?\n") == fingerprint("may we?")
    assert fingerprint("May we?") != fingerprint("May you?")


def test_an_asker_does_not_read_an_answer_that_waits():
    one = SimpleNamespace(
        id=1,
        challenge_id=2,
        asked_text="Mine",
        asked_at=None,
        state="answered",
        text="All's",
        answer="Yes",
        private_reason="",
    )
    shown = as_asked(one)
    assert (shown["state"], shown["text"], shown["answer"]) == ("open", "Mine", "")
    one.state = "published"
    shown = as_asked(one)
    assert (shown["state"], shown["text"], shown["answer"]) == ("published", "All's", "Yes")


def test_a_reminder_is_due_two_days_before_or_at_once():
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert reminder_delay(now + timedelta(hours=60), now) == timedelta(hours=12)
    assert reminder_delay(now + timedelta(hours=5), now) == timedelta(0)
