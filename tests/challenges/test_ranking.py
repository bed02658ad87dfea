"""Ranks and ties, by hand and by their properties."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from challenges.ranking import DEFAULT_TIE_RULES, Rank, TieRule, rank
from challenges.scoring import ProposalScore, Score, Scorecard, score_proposals
from tests.challenges.samples import CRITERIA, card


def ranked(*cards: Scorecard, rules: tuple[TieRule, ...] = DEFAULT_TIE_RULES) -> tuple[Rank, ...]:
    keys = [each.proposal for each in cards]
    return rank(score_proposals(keys, cards, CRITERIA), CRITERIA, rules)


def places(rows: tuple[Rank, ...]) -> list[tuple[str, int | None, str | None]]:
    return [(row.proposal, row.rank, row.tie_rule) for row in rows]


def test_the_highest_score_is_first() -> None:
    rows = ranked(card("J1", "P1", 1, 1, 1), card("J1", "P2", 5, 5, 5))
    assert places(rows) == [("P2", 1, None), ("P1", 2, None)]
    assert rows[0] == Rank("P2", 1, Score(Fraction(5)), 1, (), None, "score 100.0 %")


def test_a_shared_rank_leaves_the_next_one_out() -> None:
    rows = ranked(
        card("J1", "P1", 5, 5, 5),
        card("J1", "P3", 3, 3, 3),
        card("J1", "P2", 3, 3, 3),
        card("J1", "P4", 1, 1, 1),
    )
    assert places(rows) == [("P1", 1, None), ("P2", 2, None), ("P3", 2, None), ("P4", 4, None)]
    assert rows[1].tied_with == ("P3",)
    assert rows[1].reason == "score 60.0 %, shared with P3: no tie rule separates them"


def test_the_heaviest_criterion_separates_equal_scores() -> None:
    # 0.5 * 3 + 0.5 * 4 = 0.5 * 4 + 0.5 * 3
    rows = ranked(card("J1", "P1", 3, 4, 4), card("J1", "P2", 4, 3, 3))
    assert places(rows) == [("P2", 1, "heaviest_criterion"), ("P1", 2, "heaviest_criterion")]
    assert rows[0].reason == (
        "score 70.0 %, equal to P1; placed by: higher score on the heaviest criterion"
    )
    assert rows[0].tied_with == ()


def test_the_next_rule_separates_what_the_first_left_together() -> None:
    rows = ranked(
        card("J1", "P1", 3, 4, 4),
        card("J2", "P1", 3, 4, 4),
        card("J1", "P2", 5, 3, 3),
        card("J2", "P2", 3, 3, 3),
        card("J1", "P3", 4, 3, 3),
        card("J2", "P3", 4, 3, 3),
    )
    assert places(rows) == [
        ("P3", 1, "lower_spread"),
        ("P2", 2, "lower_spread"),
        ("P1", 3, "heaviest_criterion"),
    ]


def test_a_rule_is_skipped_where_it_says_nothing() -> None:
    cards = (
        card("J1", "P1", 3, 3, 3),
        card("J1", "P2", 4, 3, 3),
        card("J2", "P2", 2, 3, 3),
    )
    assert places(ranked(*cards)) == [("P1", 1, None), ("P2", 1, None)]
    rules = (TieRule.LOWER_SPREAD, TieRule.MORE_SCORECARDS)
    assert places(ranked(*cards, rules=rules)) == [
        ("P2", 1, "more_scorecards"),
        ("P1", 2, "more_scorecards"),
    ]


def test_without_rules_equal_scores_share_a_rank() -> None:
    rows = ranked(card("J1", "P1", 3, 4, 4), card("J1", "P2", 4, 3, 3), rules=())
    assert places(rows) == [("P1", 1, None), ("P2", 1, None)]


def test_a_proposal_without_a_score_comes_last_without_a_rank() -> None:
    rows = ranked(Scorecard("J1", "P1", {}, recused=True), card("J1", "P2", 0, 0, 0))
    assert places(rows) == [("P2", 1, None), ("P1", None, None)]
    assert rows[1].reason == "no complete scorecard"
    assert rank((), CRITERIA) == ()


SCORES = st.integers(2, 4)
POINTS = st.dictionaries(
    st.sampled_from(["P1", "P2", "P3", "P4", "P5"]),
    st.lists(st.tuples(SCORES, SCORES, SCORES), max_size=3),
)


def scores_of(points: dict[str, list[tuple[int, int, int]]]) -> tuple[ProposalScore, ...]:
    cards = [
        card(f"J{at}", key, *row) for key, rows in points.items() for at, row in enumerate(rows)
    ]
    return score_proposals(points, cards, CRITERIA)


@given(POINTS)
def test_a_rank_is_one_more_than_the_number_of_better_ones(
    points: dict[str, list[tuple[int, int, int]]],
) -> None:
    rows = rank(scores_of(points), CRITERIA)
    numbers = [row.rank for row in rows if row.rank is not None]
    assert numbers == sorted(numbers)
    assert all(number == 1 + sum(other < number for other in numbers) for number in numbers)
    values = [row.score.value for row in rows if row.score]
    assert values == sorted(values, reverse=True)
    assert sorted(row.proposal for row in rows) == sorted(points)


@given(POINTS)
def test_ties_are_mutual_and_the_order_of_scores_changes_nothing(
    points: dict[str, list[tuple[int, int, int]]],
) -> None:
    scores = scores_of(points)
    rows = rank(scores, CRITERIA)
    assert rank(scores[::-1], CRITERIA) == rows
    by_key = {row.proposal: row for row in rows}
    for row in rows:
        for other in row.tied_with:
            assert by_key[other].rank == row.rank
            assert row.proposal in by_key[other].tied_with
