from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from challenges.rounds import Rolling, Unit, deadline, instant_of, next_deadline, upcoming

BERLIN = "Europe/Berlin"
MONTHLY = Rolling(date(2026, 1, 31), time(17), BERLIN, 1, Unit.MONTHS)
RULES = st.builds(
    Rolling,
    first_on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=st.sampled_from([BERLIN, "Europe/Lisbon", "Atlantic/Azores", "Pacific/Auckland", "UTC"]),
    every=st.integers(1, 12),
    unit=st.sampled_from(Unit),
)


def days(rule, number):
    return [deadline(rule, one).astimezone(UTC).date() for one in range(1, number + 1)]


def test_the_last_of_january_comes_back_after_a_short_month():
    assert days(MONTHLY, 4) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert deadline(replace(MONTHLY, first_on=date(2027, 12, 31)), 3).date() == date(2028, 2, 29)


def test_months_run_over_the_end_of_the_year():
    quarterly = replace(MONTHLY, first_on=date(2026, 11, 30), every=3)
    assert days(quarterly, 3) == [date(2026, 11, 30), date(2027, 2, 28), date(2027, 5, 30)]


def test_a_deadline_stays_at_its_local_time_when_the_clocks_change():
    weekly = Rolling(date(2026, 3, 25), time(17), BERLIN, 1, Unit.WEEKS)
    assert deadline(weekly, 1) == datetime(2026, 3, 25, 16, tzinfo=UTC)
    assert deadline(weekly, 2) == datetime(2026, 4, 1, 15, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_an_hour_later_on_the_wall():
    night = instant_of(date(2026, 3, 29), time(2, 30), BERLIN)
    assert night == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 by the wall


def test_a_time_that_the_clocks_repeat_is_its_second_passing():
    assert instant_of(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


def test_the_next_deadline_leaves_a_round_half_of_its_time():
    # Closed early on 3 February: 28 February is 25 days off, more than the 14 that a round takes.
    early = datetime(2026, 2, 3, 12, tzinfo=UTC)
    assert next_deadline(MONTHLY, early) == datetime(2026, 2, 28, 16, tzinfo=UTC)
    # Put off to 20 February: 28 February is too near.
    late = datetime(2026, 2, 20, 16, tzinfo=UTC)
    assert next_deadline(MONTHLY, late) == datetime(2026, 3, 31, 15, tzinfo=UTC)


def test_there_is_none_after_the_last_day():
    until = replace(MONTHLY, until=date(2026, 3, 31))
    assert len(list(upcoming(until, datetime(2026, 1, 1, tzinfo=UTC)))) == 3
    assert next_deadline(until, datetime(2026, 3, 1, tzinfo=UTC)) is not None
    assert next_deadline(until, datetime(2026, 3, 31, 15, tzinfo=UTC)) is None


def test_the_calendar_ends_without_an_error():
    far = replace(MONTHLY, first_on=date(9998, 12, 31), every=6)
    assert len(list(upcoming(far, datetime(2026, 1, 1, tzinfo=UTC)))) == 1


@given(RULES)
def test_deadlines_only_ever_move_on(rule):
    found = list(islice(upcoming(rule, datetime(2000, 1, 1, tzinfo=UTC)), 30))
    assert len(found) == 30
    assert all(one < other for one, other in pairwise(found))


@given(RULES, st.integers(0, 15 * 365 * 24))
def test_a_round_never_takes_less_than_half_of_its_time(rule, hours):
    after = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    found = next_deadline(rule, after)
    assert found is not None
    assert found - after >= rule.shortest
    first = deadline(rule, 1)
    longest = timedelta(days=31 if rule.unit is Unit.MONTHS else 7) * rule.every
    assert found - after <= max(rule.shortest + longest + timedelta(days=1), first - after)
