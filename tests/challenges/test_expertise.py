"""How well jurors suit proposals, by hand."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.expertise import Bid, Expert, Paper, fit_of, likenesses, share, terms, weigh

HEAT = Paper("P1", frozenset({"energy", "circular"}), "Waste heat for district heating networks")
CRATES = Paper("P2", frozenset({"packaging"}), "Crates that can be folded and washed")


def test_terms_are_stems_and_neighbours() -> None:
    assert terms("Heat pumps and the heat networks") == {
        "heat": 2,
        "pump": 1,
        "networ": 1,
        "heat pump": 1,
        "pump heat": 1,
        "heat networ": 1,
    }


def test_weights_by_hand() -> None:
    one, two = ("p", "1", 0), ("p", "2", 0)
    vectors = weigh({one: terms("heat heat pump"), two: terms("pump")})
    heat, both, pair = (1 + log(2)) * log(1.5), log(1.5), log(1.5)
    length = sqrt(heat**2 + both**2 + pair**2)
    assert vectors[one] == pytest.approx(
        {"heat": heat / length, "heat heat": both / length, "heat pump": pair / length}
    )
    assert vectors[two] == {}


def test_likeness_is_the_mean_over_the_texts_of_a_juror() -> None:
    same = Expert("A", texts=(HEAT.text,))
    half = Expert("B", texts=(HEAT.text, "Ceramics"))
    found = likenesses([same, half], [HEAT, CRATES])
    assert found["A", "P1"] == pytest.approx(1)
    assert found["B", "P1"] == pytest.approx(0.5)
    assert ("A", "P2") not in found


def test_topics_words_and_bids_add_up() -> None:
    expert = Expert("A", frozenset({"energy", "food"}))
    assert share(expert.topics, HEAT.topics) == 0.5
    assert fit_of([expert], [HEAT, CRATES], {}) == {("A", "P1"): 200, ("A", "P2"): 0}
    bids = {("A", "P1"): Bid.EAGER, ("A", "P2"): Bid.RATHER_NOT}
    assert fit_of([expert], [HEAT, CRATES], bids) == {("A", "P1"): 500, ("A", "P2"): -300}
    best = Expert("B", HEAT.topics, (HEAT.text,))
    fits = fit_of([best], [HEAT, CRATES], {("B", "P1"): Bid.EAGER})
    assert fits == {("B", "P1"): 978, ("B", "P2"): 0}


@given(
    st.permutations([Expert("A", texts=("heat pumps",)), Expert("B", texts=("crates", "heat"))]),
    st.permutations([HEAT, CRATES]),
)
def test_the_order_changes_nothing(experts: list[Expert], papers: list[Paper]) -> None:
    ordered = [Expert("A", texts=("heat pumps",)), Expert("B", texts=("crates", "heat"))]
    assert fit_of(experts, papers, {}) == fit_of(ordered, [HEAT, CRATES], {})
