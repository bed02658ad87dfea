"""The size of an enterprise: the ceilings of Recommendation 2003/361/EC, by hand and by force."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.rules import (
    BalanceSheet,
    Figures,
    Headcount,
    Relation,
    SizeClass,
    Turnover,
    is_outdated,
    size_class_of,
)

MICRO, SMALL, MEDIUM, LARGE = SizeClass


def size_of(headcount, turnover, balance_sheet, **more):
    figures = Figures(
        accounting_year=2025,
        headcount=Headcount(headcount),
        turnover=Turnover(turnover) if turnover else None,
        balance_sheet=BalanceSheet(balance_sheet) if balance_sheet else None,
        **more,
    )
    return size_class_of(figures)


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance_sheet", "expected"),
    [
        ("under_10", "to_2", "to_2", MICRO),
        ("under_10", "to_10", "to_2", MICRO),  # one of the two sums is enough
        ("under_10", "to_2", "over_43", MICRO),
        ("under_10", "to_10", "to_10", SMALL),  # few people, but both sums beyond 2 million
        ("under_50", "to_2", "to_2", SMALL),  # the headcount always counts
        ("under_50", "to_10", "over_43", SMALL),
        ("under_50", "to_50", "to_43", MEDIUM),
        ("under_250", "to_2", "to_2", MEDIUM),
        ("under_250", "over_50", "to_43", MEDIUM),  # the User guide's: turnover beyond, balance not
        ("under_250", "to_50", "over_43", MEDIUM),
        ("under_250", "over_50", "over_43", LARGE),
        ("from_250", "to_2", "to_2", LARGE),
        ("under_10", "over_50", "over_43", LARGE),
        ("under_10", None, "to_2", MICRO),
        ("under_50", "to_10", None, SMALL),
        ("under_10", None, "to_43", MEDIUM),
    ],
)
def test_worked_examples(headcount, turnover, balance_sheet, expected):
    assert size_of(headcount, turnover, balance_sheet) == expected


def by_the_letter(staff, turnover, balance):
    """Article 2 word for word, with numbers; sums in millions."""
    if staff < 10 and (turnover <= 2 or balance <= 2):
        return MICRO
    if staff < 50 and (turnover <= 10 or balance <= 10):
        return SMALL
    if staff < 250 and (turnover <= 50 or balance <= 43):
        return MEDIUM
    return LARGE


def band_of(staff):
    return list(Headcount)[sum(staff >= ceiling for ceiling in (10, 50, 250))]


def test_every_case_around_the_thresholds_is_as_the_letter_says():
    bands = {2: "to_2", 2.01: "to_10", 10: "to_10", 10.01: "to_50"}
    turnovers = bands | {50: "to_50", 50.01: "over_50"}
    balances = {2: "to_2", 2.01: "to_10", 10: "to_10", 10.01: "to_43", 43: "to_43"}
    balances |= {43.01: "over_43", 50: "over_43"}
    staffs = (0, 1, 9, 9.9, 10, 49, 49.9, 50, 249, 249.9, 250, 251)
    cases = list(product(staffs, turnovers, balances))
    assert len(cases) == 12 * 6 * 7
    for staff, turnover, balance in cases:
        found = size_of(band_of(staff), turnovers[turnover], balances[balance])
        assert found == by_the_letter(staff, turnover, balance), (staff, turnover, balance)


@given(
    st.sampled_from(Headcount),
    st.none() | st.sampled_from(Turnover),
    st.none() | st.sampled_from(BalanceSheet),
    st.sampled_from(Relation),
)
def test_who_public_bodies_control_is_no_sme(headcount, turnover, balance_sheet, relation):
    figures = {"relation": relation, "is_public_controlled": True}
    assert size_of(headcount, turnover, balance_sheet, **figures) == LARGE


@given(st.sampled_from(Turnover), st.sampled_from(BalanceSheet))
def test_more_people_never_make_an_enterprise_smaller(turnover, balance_sheet):
    found = [list(SizeClass).index(size_of(one, turnover, balance_sheet)) for one in Headcount]
    assert found == sorted(found)


def test_a_declaration_holds_for_a_year():
    assert [is_outdated(days) for days in (0, 365, 366)] == [False, False, True]
