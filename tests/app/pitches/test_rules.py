from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pitches.rules import Light, Minutes, Stage, Terms, light, stage_of, swapped, timetable

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_times_follow_from_the_minutes():
    times = timetable(Terms(NINE, Minutes(5, 4, 1)), 3)
    assert [f"{time:%H:%M}" for time in times] == ["09:00", "09:10", "09:20"]


@pytest.mark.parametrize(
    ("one", "by", "order"),
    [(2, -1, (2, 1, 3)), (1, -1, (1, 2, 3)), (1, 1, (2, 1, 3)), (3, 1, (1, 2, 3))],
)
def test_one_changes_places_with_its_neighbour(one, by, order):
    assert swapped((1, 2, 3), one, by) == order


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_no_move_loses_anybody(order, data):
    moved = swapped(order, data.draw(st.sampled_from(order)), data.draw(st.sampled_from([-1, 1])))
    assert sorted(moved) == sorted(order)


def test_a_pitch_waits_is_open_and_is_closed():
    assert stage_of(None, None) is Stage.WAITING
    assert (stage_of(NINE, None), stage_of(NINE, NINE)) == (Stage.OPEN, Stage.CLOSED)


def test_the_light_says_how_many_handed_in():
    assert [light(0, 3), light(2, 3), light(3, 3)] == [Light.NOBODY, Light.SOME, Light.ALL]
    assert light(0, 0) is Light.NOBODY
