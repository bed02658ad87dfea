"""When an outcome departs from the ranking, by hand-worked standings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.juries.rules.departing import Departure, Standing, departure, is_better
from app.juries.rules.judging import Outcome

YES, SHORT, NO = Outcome.SELECTED, Outcome.SHORTLISTED, Outcome.NOT_SELECTED


@pytest.mark.parametrize(
    ("outcome", "ranks", "outcomes", "passed"),
    [
        # the first is asked about; what was decided on the others
        (YES, (1, 2, 3), (None, NO, NO), None),
        (YES, (2, 1, 3), (None, NO, NO), (1,)),
        (YES, (2, 1, 3), (None, None, NO), None),
        (YES, (3, 1, 2), (None, NO, NO), (1, 2)),
        (SHORT, (2, 1, 3), (None, NO, SHORT), (1,)),
        (NO, (1, 2, 3), (None, YES, NO), (1,)),
        (NO, (2, 1, 3), (None, YES, None), None),
        (NO, (1, 2, 3), (None, SHORT, SHORT), (1, 2)),
        (NO, (1, 2, 3), (SHORT, SHORT, SHORT), None),
        (NO, (1, 2, 3), (SHORT, YES, SHORT), (1,)),
        (YES, (1, 1, 2), (None, NO, None), None),
        (NO, (1, 1, 2), (None, YES, None), None),
        (YES, (None, 1, 2), (None, NO, None), (1,)),
        (NO, (None, 1, None), (None, YES, YES), None),
        (NO, (1, None, None), (None, YES, None), (1,)),
    ],
)
def test_what_is_out_of_order_departs(outcome, ranks, outcomes, passed):
    standings = [Standing(n, *both) for n, both in enumerate(zip(ranks, outcomes, strict=True))]
    found = departure(0, outcome, standings)
    assert found == (None if passed is None else Departure(passed, falls_short=False))


def test_what_misses_the_rubric_departs_only_if_it_goes_ahead():
    standings = [Standing(0, 1, None, falls_short=True), Standing(1, 2)]
    assert departure(0, YES, standings) == Departure((), falls_short=True)
    assert departure(0, SHORT, standings) == Departure((), falls_short=True)
    assert departure(0, NO, standings) is None


def test_what_the_round_does_not_rank_comes_last():
    assert departure(9, YES, [Standing(1, 1, NO)]) == Departure((1,), falls_short=False)
    assert departure(9, NO, [Standing(1, 1, YES)]) is None


@given(
    ranks=st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=1, max_size=6),
    cut=st.integers(0, 6),
    data=st.data(),
)
def test_decisions_in_the_order_of_the_ranking_never_depart(ranks, cut, data):
    """Whoever is above a cut between two ranks is selected, everybody else not; in any order."""
    standings = [Standing(n, rank) for n, rank in enumerate(ranks)]
    wanted = [YES if rank is not None and rank <= cut else NO for rank in ranks]
    for place in data.draw(st.permutations(range(len(ranks)))):
        assert departure(place, wanted[place], standings) is None
        standings[place] = Standing(place, ranks[place], wanted[place])


@given(
    outcomes=st.lists(st.sampled_from([YES, NO]), min_size=2, max_size=6),
    data=st.data(),
)
def test_whatever_comes_first_the_last_of_an_inverted_pair_departs(outcomes, data):
    standings = [Standing(n, n + 1) for n in range(len(outcomes))]
    departed = False
    for place in data.draw(st.permutations(range(len(outcomes)))):
        departed = departed or departure(place, outcomes[place], standings) is not None
        standings[place] = Standing(place, place + 1, outcomes[place])
    inverted = any(
        one.outcome == NO and other.outcome == YES and is_better(one, other)
        for one in standings
        for other in standings
    )
    assert departed is inverted
