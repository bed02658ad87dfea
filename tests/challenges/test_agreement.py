"""Agreement against published examples; robustness and favour by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from challenges.agreement import Agreement, agreement
from challenges.calibration import Calibration, Mark, calibrate
from challenges.ranking import DEFAULT_TIE_RULES
from challenges.robustness import Sheets, favour, reweigh, without_each
from tests.challenges.samples import CRITERIA, card

# Krippendorff 2011, example D: four observers, twelve units; 0 stands for no mark.
OBSERVED = {
    "A": (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    "B": (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    "C": (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    "D": (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
}
# Shrout and Fleiss 1979, table 2: six targets, four judges.
RATED = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def test_alpha_as_published() -> None:
    marks = [
        Mark(juror, f"U{at:02}", Fraction(value))
        for juror, row in OBSERVED.items()
        for at, value in enumerate(row)
        if value
    ]
    assert agreement(marks).alpha == Decimal("0.849")


def test_the_icc_as_published() -> None:
    marks = [
        Mark(f"J{juror}", f"T{at}", Fraction(value))
        for at, row in enumerate(RATED)
        for juror, value in enumerate(row)
    ]
    assert agreement(marks).icc == Decimal("0.443")


def test_nothing_to_compare_gives_no_figure() -> None:
    assert agreement([]) == Agreement(0, None, None)
    assert agreement([Mark("A", "P", Fraction(1)), Mark("B", "Q", Fraction(2))]).alpha is None
    equal = [Mark(juror, key, Fraction(3)) for juror in "AB" for key in "PQ"]
    assert agreement(equal) == Agreement(4, None, None)


def sheets() -> Sheets:
    cards = (
        card("J1", "P1", 5, 3, 3),
        card("J2", "P1", 4, 3, 3),
        card("J1", "P2", 4, 4, 3),
        card("J2", "P2", 4, 4, 3),
        card("J3", "P3", 1, 1, 1),
    )
    return Sheets(("P1", "P2", "P3"), cards, CRITERIA, DEFAULT_TIE_RULES, 1)


def test_who_decides_the_winner() -> None:
    # P2 has 3.8 against 3.75; without J2, P1 has 4.0; without J1, P1 has 3.5
    found = without_each(sheets())
    assert [(one.juror, one.same_winner, one.same_shortlist) for one in found] == [
        ("J1", True, True),
        ("J2", False, False),
        ("J3", True, True),
    ]
    assert found[1].result.winners == ("P1",)


def test_which_weight_decides_the_winner() -> None:
    # 380 of 100 each, and the heaviest criterion takes P1; less fit or more of the rest takes P2
    cards = (card("J1", "P1", 5, 3, 2), card("J1", "P2", 4, 4, 3))
    even = Sheets(("P1", "P2"), cards, CRITERIA, DEFAULT_TIE_RULES)
    assert even.result().winners == ("P1",)
    changed = {(one.criterion, one.is_more) for one in reweigh(even) if not one.same_winner}
    assert changed == {("fit", False), ("impact", True), ("team", True)}


def test_a_clear_winner_survives_every_tenth() -> None:
    # 400 against 380 of 100: no tenth of a weight makes up for it
    clear = replace(sheets(), cards=(card("J1", "P1", 5, 3, 3), card("J1", "P2", 4, 4, 3)))
    moved = {(one.criterion, one.is_more): one.same_winner for one in reweigh(clear)}
    assert moved == {(one.key, more): True for one in CRITERIA for more in (True, False)}
    assert reweigh(replace(clear, criteria=CRITERIA[:1])) == ()


def test_favour_is_what_lies_above_the_model() -> None:
    worth = {"P1": 1, "P2": 2, "P3": 3, "P4": 4, "P5": 5, "P6": 3}
    own = {
        (juror, key)
        for juror, keys in zip("ABCD", ("16", "23", "35", "14"), strict=True)
        for key in (f"P{n}" for n in keys)
    }
    marks = [
        Mark(juror, key, Fraction(value) + (1 if (juror, key) in own else 0))
        for juror in "ABCDE"
        for key, value in worth.items()
    ]
    model = calibrate(marks)
    assert isinstance(model, Calibration)
    found = favour("country", marks, model, own)
    assert (found.marks, found.is_notable) == (8, True)
    assert found.above is not None
    assert Decimal("0.3") < found.above < Decimal(1)
    few = favour("group", marks, model, {("A", "P1")})
    assert (few.marks, few.above, few.is_notable) == (1, None, False)
