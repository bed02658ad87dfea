"""Scores, by hand and by their properties."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.criteria import Criterion
from challenges.scoring import (
    CardScore,
    Excluded,
    Score,
    Scorecard,
    round_fraction,
    score_card,
    score_proposal,
    score_proposals,
)
from tests.challenges.samples import CRITERIA, FIT, card

SCORES = st.integers(0, 5)
CARDS = st.lists(st.tuples(SCORES, SCORES, SCORES), min_size=1, max_size=6).map(
    lambda rows: [card(f"J{at}", "P1", *row) for at, row in enumerate(rows)]
)


def test_one_scorecard_by_hand() -> None:
    # (50 * 4 + 30 * 3 + 20 * 5) / 100 = 3.9 of 5 = 78 %
    score = score_card(card("J1", "P1", 4, 3, 5), CRITERIA)
    assert score == Score(Fraction(39, 10))
    assert score.as_percent() == Decimal("78.0")


def test_a_proposal_by_hand() -> None:
    # 3.9 and 2.9: mean 3.4 = 68 %, sample variance 0.5, spread sqrt(0.5) * 20 = 14.14 points
    cards = [card("J2", "P1", 2, 3, 5), card("J1", "P1", 4, 3, 5)]
    result = score_proposal("P1", cards, CRITERIA)
    assert result.score == Score(Fraction(34, 10))
    assert result.count == 2
    assert result.variance == Fraction(1, 2)
    assert result.spread == Decimal("14.1")
    assert result.criterion_means == (
        ("fit", Fraction(3)),
        ("impact", Fraction(3)),
        ("team", Fraction(5)),
    )
    assert result.cards == (
        CardScore("J1", Score(Fraction(39, 10))),
        CardScore("J2", Score(Fraction(29, 10))),
    )
    assert result.mean_of(["fit", "team"]) == Fraction(4)


def test_one_card_has_no_spread_and_none_has_no_score() -> None:
    single = score_proposal("P1", [card("J1", "P1", 4, 3, 5)], CRITERIA)
    assert (single.count, single.variance, single.spread) == (1, None, None)
    empty = score_proposal("P1", [], CRITERIA)
    assert (empty.score, empty.count, empty.variance, empty.criterion_means) == (None, 0, None, ())
    assert empty.mean_of(["fit"]) is None


@pytest.mark.parametrize(
    ("excluded", "code"),
    [
        (Scorecard("J2", "P1", {"fit": 1}, recused=True), "recused"),
        (Scorecard("J2", "P1", {"fit": 1, "impact": 1, "team": 1}, submitted=False),
         "not_submitted"),
        (Scorecard("J2", "P1", {"fit": 1, "impact": 1}), "incomplete"),
        (Scorecard("J2", "P1", {"fit": 1, "impact": 1, "team": 1, "x": 1}), "unknown_criterion"),
        (card("J2", "P1", 6, 1, 1), "off_scale"),
        (card("J2", "P1", -1, 1, 1), "off_scale"),
        (card("J2", "P1", True, 1, 1), "off_scale"),  # it must not pass as 1
    ],
)  # fmt: skip
def test_what_does_not_count_says_why(excluded: Scorecard, code: str) -> None:
    result = score_proposal("P1", [excluded, card("J1", "P1", 4, 3, 5)], CRITERIA)
    assert [each.code for each in result.excluded] == [code]
    assert result.score == Score(Fraction(39, 10))


def test_words_of_an_exclusion() -> None:
    result = score_proposal("P1", [Scorecard("J1", "P1", {"fit": 3})], CRITERIA)
    assert result.excluded == (Excluded("J1", "incomplete", "no score for impact, team"),)


def test_two_cards_of_one_juror_both_do_not_count() -> None:
    cards = [card("J1", "P1", 4, 3, 5), card("J1", "P1", 1, 1, 1)]
    assert [each.code for each in score_proposal("P1", cards, CRITERIA).excluded] == [
        "twice",
        "twice",
    ]


def test_every_proposal_gets_a_score_in_order_and_strangers_none() -> None:
    cards = [card("J1", "P2", 1, 1, 1), card("J1", "P9", 5, 5, 5)]
    results = score_proposals(["P2", "P1", "P2"], cards, CRITERIA)
    assert [(each.proposal, each.count) for each in results] == [("P1", 0), ("P2", 1)]


def test_rounding_is_half_up_and_exact() -> None:
    assert round_fraction(Fraction(1, 20), 1) == Decimal("0.1")
    assert round_fraction(Fraction(5, 2), 0) == Decimal(3)
    assert round_fraction(Fraction(2, 3), 2) == Decimal("0.67")


@given(CARDS)
def test_a_score_lies_between_the_lowest_and_the_highest(cards: list[Scorecard]) -> None:
    result = score_proposal("P1", cards, CRITERIA)
    points = [value for each in cards for value in each.scores.values()]
    assert result.score is not None
    assert min(points) <= result.score.value <= max(points)
    assert 0 <= result.score.as_percent() <= 100


@given(CARDS, st.randoms())
def test_the_order_of_cards_changes_nothing(cards: list[Scorecard], random: object) -> None:
    assert score_proposal("P1", cards[::-1], CRITERIA) == score_proposal("P1", cards, CRITERIA)


@given(CARDS)
def test_the_variance_is_that_of_the_standard_library(cards: list[Scorecard]) -> None:
    result = score_proposal("P1", cards, CRITERIA)
    values = [each.score.value for each in result.cards]
    assert result.variance == (statistics.variance(values) if len(values) > 1 else None)


@given(CARDS)
def test_equal_weights_give_the_plain_mean(cards: list[Scorecard]) -> None:
    equal = tuple(Criterion(each.key, each.name, "", 1, FIT.levels) for each in CRITERIA)
    result = score_proposal("P1", cards, equal)
    points = [value for each in cards for value in each.scores.values()]
    assert result.score == Score(Fraction(sum(points), len(points)))
