"""Who may open what: the whole table by hand, and what holds of every circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.rules import (
    FROM,
    AccessState,
    Circle,
    Step,
    Tier,
    may_open,
    next_step,
)

CIRCLES = {
    "anybody": (Circle(), ["public"]),
    "signed in": (Circle(is_signed_in=True), ["public", "registered"]),
    "let in": (Circle(True, cleared=frozenset({7})), ["public", "registered", "agreement"]),
    "juror": (
        Circle(True, is_juror=True),
        ["public", "registered", "agreement", "closed"],
    ),
    "owner": (Circle(True, is_owner=True), ["public", "registered", "agreement", "closed"]),
}
circles = st.builds(
    Circle,
    is_signed_in=st.booleans(),
    is_owner=st.booleans(),
    is_juror=st.booleans(),
    cleared=st.frozensets(st.integers(1, 3), max_size=2),
)


@pytest.mark.parametrize("name", CIRCLES)
def test_each_circle_opens_its_tiers_and_no_other(name):
    circle, opens = CIRCLES[name]
    assert [str(tier) for tier in Tier if may_open(tier, circle)] == opens


def test_a_tier_that_nobody_knows_is_open_to_the_owner_only():
    assert [name for name, (one, _) in CIRCLES.items() if may_open("secret", one)] == ["owner"]


@given(circles)
def test_who_is_let_in_sees_nothing_that_is_closed(circle):
    if may_open(Tier.CLOSED, circle):
        assert circle.is_owner or circle.is_juror
    assert may_open(Tier.PUBLIC, circle)


@given(circles, st.frozensets(st.sampled_from([str(one) for one in AccessState])), st.booleans())
def test_a_step_is_shown_to_whoever_cannot_open_and_to_nobody_else(circle, states, can_ask):
    step = next_step(circle, states, can_ask=can_ask)
    assert (step == Step.NONE) == may_open(Tier.AGREEMENT, circle)


@pytest.mark.parametrize(
    ("states", "can_ask", "step"),
    [
        ((), True, "ask"),
        ((), False, "join"),
        (("asked",), True, "wait"),
        (("refused",), True, "refused"),
        (("withdrawn",), True, "refused"),
        (("confirmed",), True, "accept"),
        (("refused", "confirmed"), True, "accept"),
        (("refused", "asked"), True, "wait"),
    ],
)
def test_the_next_step_follows_from_what_was_answered(states, can_ask, step):
    assert next_step(Circle(True), frozenset(states), can_ask=can_ask) == step
    assert next_step(Circle(), frozenset(states), can_ask=can_ask) == "sign_in"


def test_answers_come_from_these_states():
    assert {str(to): sorted(map(str, found)) for to, found in FROM.items()} == {
        "confirmed": ["asked", "refused", "withdrawn"],
        "refused": ["asked"],
        "withdrawn": ["confirmed"],
    }
