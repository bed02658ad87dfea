"""How long applicants wait, by hand."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from challenges.clocks import Waiting, read_clocks

CLOSED = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)


def after(days: float) -> datetime:
    return CLOSED + timedelta(days=days)


def test_medians_since_the_deadline():
    waits = [
        Waiting(after(1), after(20)),
        Waiting(after(2), after(21)),
        Waiting(after(90), None),
        Waiting(None, None),
    ]
    found = read_clocks(waits, CLOSED, date(2026, 3, 22), "Europe/Berlin")
    assert (found.proposals, found.replied, found.decided) == (4, 3, 2)
    assert (found.reply_days, found.decision_days, found.on_time) == (2.0, 20.5, 1)


def test_the_promised_day_ends_where_the_event_is():
    told = datetime(2026, 3, 22, 23, 30, tzinfo=UTC)  # half past midnight on the 23rd in Berlin
    for zone, on_time in (("UTC", 1), ("Europe/Berlin", 0), ("America/Lima", 1)):
        waits = [Waiting(None, told)]
        assert read_clocks(waits, CLOSED, date(2026, 3, 22), zone).on_time == on_time
    assert read_clocks([Waiting(None, told)], CLOSED, None, "UTC").on_time == 0


def test_nothing_to_count_is_no_nought():
    found = read_clocks([Waiting(None, None)], CLOSED, None, "UTC")
    assert (found.reply_days, found.decision_days) == (None, None)


def test_whoever_was_told_before_the_deadline_did_not_wait():
    assert read_clocks([Waiting(after(-3), None)], CLOSED, None, "UTC").reply_days == 0


@given(st.lists(st.floats(0, 400), min_size=1), st.randoms())
def test_the_order_of_proposals_does_not_matter(days, random):
    waits = [Waiting(after(one), None) for one in days]
    shuffled = random.sample(waits, len(waits))
    one, other = (read_clocks(some, CLOSED, None, "UTC") for some in (waits, shuffled))
    assert one == other
    assert min(days) - 0.1 <= (one.reply_days or 0) <= max(days) + 0.1
