"""Criteria: what makes a set of them usable."""

from dataclasses import replace

import pytest

from challenges.criteria import Criterion, check_criteria, is_numbered
from tests.challenges.samples import CRITERIA, FIT, IMPACT, LEVELS, criterion


def test_good_criteria_have_no_findings() -> None:
    assert check_criteria(CRITERIA) == ()


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ((), [("criteria", "criteria_count")]),
        ([criterion(f"k{n}", 10) for n in range(13)], ["criteria_count", "weight_sum"]),
        ((FIT, replace(IMPACT, key="fit", weight=50)), [("criteria", "key_twice")]),
        ((FIT, IMPACT), [("criteria", "weight_sum")]),
        (
            (replace(FIT, key="Fit", weight=100, name=" "),),
            [("criteria[0].key", "bad_key"), ("criteria[0].name", "empty")],
        ),
        (
            (replace(FIT, weight=0), criterion("b", 100)),
            [("criteria[0].weight", "weight_range")],
        ),
        (
            (replace(FIT, weight=True), criterion("b", 100)),
            [("criteria[0].weight", "weight_range")],
        ),
        (
            (replace(FIT, weight=100, levels=LEVELS[:5]),),
            [("criteria[0].levels", "level_count")],
        ),
        (
            (replace(FIT, weight=100, levels=(*LEVELS[:5], "")),),
            [("criteria[0].levels[5]", "empty")],
        ),
    ],
)
def test_what_is_wrong_is_found(
    criteria: tuple[Criterion, ...], expected: list[tuple[str, str] | str]
) -> None:
    codes = [(found.path, found.message_code) for found in check_criteria(criteria)]
    plain = [code for _, code in codes]
    assert expected in (codes, plain)


def test_a_very_large_sum_is_not_spelled_out() -> None:
    found = check_criteria((replace(FIT, weight=10**5000),))
    assert found[-1].message == "the weights sum to a very large number, not 100"


def test_levels_are_numbered_when_each_begins_with_its_score() -> None:
    numbered = [f"{score} {text}" for score, text in enumerate(LEVELS)]
    assert is_numbered(numbered)
    assert not is_numbered(numbered[:5])
    assert not is_numbered([*numbered[:5], "Excellent."])
