"""Calibration: what it finds, what it refuses, and that order and names change nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.calibration import Calibration, Mark, Refusal, calibrate, count_groups
from challenges.calibration.sampling import quantiles, standard_normals
from challenges.canonical import canonical_json
from tests.conftest import IS_LONG

# Five proposals that are worth 1 to 5; each juror sees three of them. J3 is a point too harsh.
SEEN = {"J1": (1, 2, 3), "J2": (2, 3, 4), "J3": (3, 4, 5), "J4": (4, 5, 1), "J5": (5, 1, 2)}


def marks(harsh: int = 0) -> list[Mark]:
    return [
        Mark(juror, f"P{worth}", Fraction(10 * worth - harsh * (juror == "J3"), 10))
        for juror, seen in SEEN.items()
        for worth in seen
    ]


def calibrated(given_marks: list[Mark]) -> Calibration:
    found = calibrate(given_marks)
    assert isinstance(found, Calibration)
    return found


def test_jurors_who_agree_need_no_correction() -> None:
    found = calibrated(marks())
    assert [place.proposal for place in found.places] == ["P5", "P4", "P3", "P2", "P1"]
    assert not found.needs_correction
    assert all(abs(one.offset) < Decimal("0.02") for one in found.offsets)
    assert found.winner.is_separable
    assert (found.winner.first, found.winner.second, found.winner.more_each) == ("P5", "P4", 0)


def test_a_harsh_juror_is_found_and_the_others_are_not() -> None:
    found = calibrated(marks(harsh=10))
    offsets = {one.juror: one.offset for one in found.offsets}
    assert found.needs_correction
    assert offsets["J3"] < Decimal("-0.6")
    assert min(value for key, value in offsets.items() if key != "J3") > Decimal("-0.2")
    # the plain means are 1.0, 2.0, 2.67, 3.67, 4.67: the model gives back what J3 took
    scores = {place.proposal: place.score for place in found.places}
    assert scores["P3"] - scores["P2"] > Decimal("0.85")


def test_close_leaders_are_not_separable_and_more_scores_are_asked_for() -> None:
    values = {"P1": (4, 5, 3), "P2": (4, 4, 3), "P3": (2, 3, 1), "P4": (1, 2, 1)}
    seats = [("A", "B", "C"), ("B", "C", "D"), ("C", "D", "A"), ("D", "A", "B")]
    given_marks = [
        Mark(juror, key, Fraction(value))
        for (key, row), jurors in zip(values.items(), seats, strict=True)
        for juror, value in zip(jurors, row, strict=True)
    ]
    winner = calibrated(given_marks).winner
    assert (winner.first, winner.second, winner.is_separable) == ("P1", "P2", False)
    assert Decimal("0.5") < winner.best < Decimal("0.9")
    assert (winner.rank_from, winner.rank_to) == (1, 2)
    assert winner.more_each is not None
    assert winner.more_each > 0
    assert winner.next_score in {"P1", "P2"}


@pytest.mark.parametrize(
    ("given_marks", "code"),
    [
        ([], "few_proposals"),
        ([one for one in marks() if one.proposal in {"P1", "P2"}], "few_proposals"),
        ([one for one in marks() if one.juror in {"J1", "J2"}], "few_jurors"),
        ([one for one in marks() if one.juror in {"J1", "J2", "J3"}], "few_scores"),
        ([replace(one, value=Fraction(3)) for one in marks()], "all_equal"),
        (
            marks() + [Mark("K" + o.juror, "Q" + o.proposal, o.value) for o in marks()],
            "disconnected",
        ),
    ],
)
def test_what_cannot_be_calibrated_is_refused_in_words(given_marks: list[Mark], code: str) -> None:
    found = calibrate(given_marks)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.reason


def test_groups_are_those_without_a_proposal_in_common() -> None:
    assert count_groups(marks()) == 1
    apart = [replace(one, juror=one.proposal + one.juror) for one in marks()]
    assert count_groups(apart) == 5
    assert count_groups([]) == 0


PANELS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("PQRSTU"), st.integers(0, 20)),
    min_size=12,
    max_size=24,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=200 if IS_LONG else 8, deadline=None)
@given(PANELS, st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_changes_not_one_byte(rows, dice):
    given_marks = [Mark(juror, key, Fraction(value, 4)) for juror, key, value in rows]
    turned = list(given_marks)
    dice.shuffle(turned)
    assert canonical_json(calibrate(turned)) == canonical_json(calibrate(given_marks))


def test_other_names_change_no_figure() -> None:
    given_marks = [
        replace(one, value=one.value + Fraction(at, 97)) for at, one in enumerate(marks(harsh=5))
    ]
    names = dict(zip(("P1", "P2", "P3", "P4", "P5"), ("v", "z", "w", "y", "x"), strict=True))
    renamed = [replace(one, proposal=names[one.proposal]) for one in given_marks]
    before, after = calibrated(given_marks), calibrated(renamed)
    assert after.offsets == before.offsets
    assert [replace(p, proposal=names[p.proposal]) for p in before.places] == list(after.places)
    assert after.winner.next_score == names[before.winner.next_score]


def test_the_normal_numbers_are_normal_and_always_the_same() -> None:
    found = standard_normals(0, 40_000)
    assert abs(found.mean()) < 0.02
    assert abs(found.std() - 1) < 0.02
    assert abs((found < 1.2815515655446004).mean() - 0.9) < 0.005
    assert np.allclose(quantiles(np.array([0.001, 0.1, 0.5, 0.975])), [
        -3.090232306, -1.281551566, 0.0, 1.959963985,
    ], atol=1e-8)  # fmt: skip
    assert canonical_json([str(round(value, 9)) for value in found[:3]]) == canonical_json(
        [str(round(value, 9)) for value in standard_normals(0, 3)]
    )
