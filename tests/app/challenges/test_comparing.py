"""Two versions of a brief side by side: worked examples, and what holds for any two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.challenges.rules.comparing import (
    MOST_PAIRS,
    Change,
    Mark,
    Piece,
    choose_pair,
    compare,
    mark_words,
    texts_of,
)

SAME, GONE, NEW = Mark.SAME, Mark.GONE, Mark.NEW


def test_the_word_that_differs_is_marked_on_each_side():
    old, new = mark_words("At most 5 % are lost.", "At most 3 % are lost.")
    assert old == (Piece("At most ", SAME), Piece("5", GONE), Piece(" % are lost.", SAME))
    assert new == (Piece("At most ", SAME), Piece("3", NEW), Piece(" % are lost.", SAME))


def test_a_line_that_came_and_one_that_went():
    old, new = mark_words("one\ntwo\n", "two\nthree\n")
    assert old == (Piece("one\n", GONE), Piece("two\n", SAME))
    assert new == (Piece("two\n", SAME), Piece("three\n", NEW))


def test_only_fields_that_differ_are_told():
    assert compare({"title": "A", "summary": "S"}, {"title": "B", "summary": "S"}) == (
        Change("title", (Piece("A", GONE),), (Piece("B", NEW),)),
    )
    assert compare({}, {"prize": "A cup"}) == (Change("prize", (), (Piece("A cup", NEW),)),)
    assert compare({"prize": ""}, {}) == ()


def test_parts_are_compared_one_by_one():
    levels = ["a", "b", "c", "d", "e", "f"]
    row = {"key": "fit", "name": "Fit", "weight": 60, "description": "How well?", "levels": levels}
    content = {
        "title": "T",
        "countries": ["DE", "PL"],
        "budget_minor": None,
        "criteria": [row],
        "questions": [{"key": "how", "label": "How?", "help": "", "max_words": 300}],
        "measures": [{"name": "Loss", "today": "5 %", "wanted": "3 %"}],
    }
    assert texts_of(content) == {
        "title": "T",
        "countries": "DE\nPL",
        "budget_minor": "",
        "measures:Loss": "Loss: 5 % → 3 %",
        "criteria:fit": "Fit: 60 %\nHow well?\n0 a\n1 b\n2 c\n3 d\n4 e\n5 f",
        "questions:how": "How? (300)\n",
    }


def test_the_last_two_are_compared_unless_others_are_asked_for():
    assert choose_pair([], None, None) == (0, 0)
    assert choose_pair([1], None, None) == (0, 1)
    assert choose_pair([3, 2, 1], None, None) == (2, 3)
    assert choose_pair([3, 2, 1], None, 2) == (1, 2)
    assert choose_pair([3, 2, 1], 3, 1) == (3, 1)
    assert choose_pair([3, 2, 1], 0, 2) == (0, 2)


def test_a_text_of_too_many_equal_words_is_replaced_as_a_whole():
    count = 400
    assert count * count > MOST_PAIRS
    old, new = mark_words("a " * count + "b", "c " + "a " * count)
    assert {piece.mark for piece in old} == {GONE}
    assert {piece.mark for piece in new} == {NEW}


TEXT = st.text(st.sampled_from("ab \n.ż"), max_size=80)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_both_texts_are_whole_and_have_the_same_in_common(old, new):
    left, right = mark_words(old, new)
    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    common = [[p.text for p in side if p.mark is SAME] for side in (left, right)]
    assert "".join(common[0]) == "".join(common[1])
    assert GONE not in {piece.mark for piece in right}
    assert NEW not in {piece.mark for piece in left}
    if old == new:
        assert {piece.mark for piece in left} <= {SAME}
