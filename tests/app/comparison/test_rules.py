"""Which answers belong on one line."""

from datetime import UTC, datetime
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from app.comparison.rules import Line, align, chosen


def proposal(day, questions, **answers):
    asked = [{"key": key, "label": label} for key, label in questions.items()]
    at = datetime(2026, 3, day, tzinfo=UTC)
    return SimpleNamespace(submitted_at=at, questions=asked, answers=answers)


def test_answers_to_the_same_question_stand_on_one_line_in_the_newest_words():
    old = proposal(1, {"solution": "The solution", "team": "The team"}, solution="Boxes")
    new = proposal(2, {"team": "Who you are", "cost": "What it costs"}, team="We", cost="Much")
    assert align([old, new]) == (
        Line("team", "Who you are", ("", "We")),
        Line("cost", "What it costs", (None, "Much")),
        Line("solution", "The solution", ("Boxes", None)),
    )


def test_nothing_to_compare_has_no_line():
    assert align([]) == ()


@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3)), max_size=4))
def test_no_question_is_lost_or_doubled(asked):
    found = align([proposal(n + 1, one) for n, one in enumerate(asked)])
    assert sorted(line.key for line in found) == sorted({key for one in asked for key in one})
    assert all(len(line.answers) == len(asked) for line in found)


def test_what_is_chosen_twice_stands_there_once_and_what_is_not_there_is_left_out():
    assert chosen({1: "a", 2: "b", 3: "c"}, [3, 1, 3, 9]) == ["c", "a"]
