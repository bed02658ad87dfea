"""Who is offered places that come back: first in, first served, and nobody passed for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.tickets.rules.waiting import MOST_PASSES, Waiting, next_offers, offer_ends

pytestmark = pytest.mark.one_database

HALL, LAB = 1, 2
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def groups(*sizes, passes=0, quotas=(HALL,)):
    return [
        Waiting(id=n, places=places, quotas=quotas, passes=passes) for n, places in enumerate(sizes)
    ]


def test_whoever_came_first_is_served_first():
    found = next_offers({HALL: 3}, groups(1, 2, 1))
    assert (found.offers, found.passes, found.short) == ([0, 1], {2: 0}, {2: frozenset({HALL})})


def test_a_smaller_group_has_what_a_larger_one_cannot_use():
    found = next_offers({HALL: 2}, groups(3, 1, 1, 1))
    assert (found.offers, found.passes) == ([1, 2], {0: 2, 3: 0})


def test_after_three_passes_places_are_kept_until_the_group_fits():
    waiting = [*groups(3, passes=3), Waiting(id=9, places=1, quotas=(HALL,))]
    kept = next_offers({HALL: 2}, waiting)
    assert (kept.offers, kept.short) == ([], dict.fromkeys((0, 9), frozenset({HALL})))
    assert next_offers({HALL: 4}, waiting).offers == [0, 9]


def test_only_who_takes_what_the_other_is_short_of_passes_it():
    first = Waiting(id=0, places=2, quotas=(HALL, LAB), passes=3)
    others = [Waiting(id=1, places=1, quotas=(HALL,)), Waiting(id=2, places=1, quotas=(LAB,))]
    found = next_offers({HALL: 5, LAB: 1}, [first, *others])
    assert (found.offers, found.passes) == ([1], {0: 3, 2: 0})
    assert found.short == dict.fromkeys((0, 2), frozenset({LAB}))


def by_hand(free, waiting):
    """Return the same for one quota, said another way: pass through the list again and again."""
    offers: list[int] = []
    passes = {one.id: one.passes for one in waiting}
    pending = list(waiting)
    while True:
        for one in pending:
            ahead = pending[: pending.index(one)]
            if one.places <= free and all(passes[other.id] < MOST_PASSES for other in ahead):
                break
            if passes[one.id] >= MOST_PASSES:
                return offers, passes
        else:
            return offers, passes
        for other in ahead:
            passes[other.id] += 1
        free -= one.places
        offers.append(one.id)
        pending.remove(one)


sizes = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3)), max_size=8)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 12), sizes)
def test_it_is_as_counted_by_hand(free, drawn):
    waiting = [
        Waiting(id=n, places=places, quotas=(HALL,), passes=passes)
        for n, (places, passes) in enumerate(drawn)
    ]
    found = next_offers({HALL: free}, waiting)
    offers, passes = by_hand(free, waiting)
    assert found.offers == offers
    assert found.passes == {key: value for key, value in passes.items() if key not in offers}


needs = st.sets(st.sampled_from([HALL, LAB]), min_size=1)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), needs), max_size=8),
    st.lists(st.fixed_dictionaries({HALL: st.integers(0, 3), LAB: st.integers(0, 3)}), max_size=8),
)
def test_nobody_is_passed_more_than_three_times_and_no_place_is_offered_twice(drawn, came_back):
    waiting = [
        Waiting(id=n, places=places, quotas=tuple(sorted(quotas)))
        for n, (places, quotas) in enumerate(drawn)
    ]
    free = {HALL: 0, LAB: 0}
    for more in came_back:
        free = {one: free[one] + more[one] for one in free}
        found = next_offers(free, waiting)
        served = [one for one in waiting if one.id in found.offers]
        free = {
            one: number - sum(group.places for group in served if one in group.quotas)
            for one, number in free.items()
        }
        assert min(free.values()) >= 0
        assert all(passes <= MOST_PASSES for passes in found.passes.values())
        assert all(found.short[one] for one in found.passes)  # who waits misses something
        alike: dict[object, list[bool]] = {}
        for one in waiting:  # of those who ask for the same, the first is served first
            alike.setdefault((one.places, one.quotas), []).append(one.id in found.offers)
        assert all(each == sorted(each, reverse=True) for each in alike.values())
        waiting = [
            Waiting(id=one.id, places=one.places, quotas=one.quotas, passes=found.passes[one.id])
            for one in waiting
            if one.id not in found.offers
        ]


@pytest.mark.parametrize(
    ("hours", "left", "lasts"),
    [(24, 400, 24), (24, 40, 10), (24, 3, 1), (48, 400, 48), (24, 0.5, 0.5), (24, 0, None)],
)
def test_an_offer_is_shorter_near_the_end(hours, left, lasts):
    ends = offer_ends(NOW, hours, NOW + timedelta(hours=left))
    assert ends == (None if lasts is None else NOW + timedelta(hours=lasts))
