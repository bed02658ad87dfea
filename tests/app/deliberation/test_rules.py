from hashlib import sha256
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.deliberation.rules.agenda import moves_of, plan
from app.deliberation.rules.lots import draw
from app.deliberation.rules.signing import left_for, numbers_of

AWAY = {1: frozenset({7}), 2: frozenset(), 3: frozenset({7}), 4: frozenset({8})}
SETS = st.frozensets(st.integers(0, 4), max_size=3)


def test_those_with_the_same_conflicts_come_together():
    agenda = plan([1, 2, 3, 4], AWAY)
    # One leaves and comes back for 1 and 3 together, another for 4: four moves, not six.
    assert (agenda.moves, agenda.least) == (4, 4)
    assert abs(agenda.order.index(1) - agenda.order.index(3)) == 1
    assert moves_of([1, 2, 3, 4], AWAY) == 6


def test_without_conflicts_the_order_stays_as_it_was():
    assert plan([3, 1, 2], dict.fromkeys((1, 2, 3), frozenset())).order == (3, 1, 2)
    assert plan([], {}).order == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(SETS, min_size=1, max_size=6))
def test_up_to_twelve_no_order_is_better(sets):
    away = dict(enumerate(sets))
    agenda = plan(list(away), away)
    assert sorted(agenda.order) == list(away)
    assert agenda.moves == min(moves_of(order, away) for order in permutations(away))


@settings(max_examples=40, deadline=None)
@given(st.lists(SETS, min_size=13, max_size=30))
def test_beyond_that_the_bound_holds(sets):
    away = dict(enumerate(sets))
    agenda = plan(list(away), away)
    assert sorted(agenda.order) == list(away)
    assert agenda.least <= agenda.moves == moves_of(agenda.order, away)


@settings(max_examples=40, deadline=None)
@given(st.lists(SETS, min_size=2, max_size=6))
def test_the_bound_is_never_above_the_best(sets):
    away = dict(enumerate(sets))
    more = away | {100 + n: sets[0] for n in range(12)}  # the same stop again costs nothing
    assert plan(list(more), more).least <= plan(list(away), away).moves


def test_a_lot_can_be_drawn_again_by_anybody():
    order = draw("5eed", ["b", "a", "c"])
    digests = {key: sha256(f"5eed:{key}".encode()).hexdigest() for key in "abc"}
    assert list(order) == sorted("abc", key=digests.__getitem__)
    assert draw("5eed", ["c", "b", "a"]) == order


def test_a_signature_is_not_for_what_its_signer_left_the_room_for():
    items = [
        {"proposal": "p", "away": ["Ada Nowak"]},
        {"proposal": "q", "away": []},
        {"proposal": "r", "away": ["Ada Nowak", "Bo Li"]},
    ]
    numbers = numbers_of(items)
    assert numbers == {"p": 1, "q": 2, "r": 3}
    assert left_for("Ada Nowak", items, numbers) == [1, 3]
    assert left_for("Bo Li", items, numbers) == [3]
    assert left_for("Bo Li", items[:2], numbers) == []  # the reader may not read the third
