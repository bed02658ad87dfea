"""Reading lists of addresses, and leaving out groups in which somebody could be told."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.support.rules.addresses import read_addresses
from app.support.rules.figures import FLOOR, break_down, published, settle, share


def test_a_list_is_read_line_by_line_each_address_once():
    found = read_addresses(
        "ewa@example.org\n  Jan Nowak <Jan@Example.org>;\n\nEWA@example.org\nno address\na@b\n"
    )
    assert found.addresses == ("ewa@example.org", "Jan@example.org")
    assert found.unreadable == ("no address", "a@b")


def test_a_list_takes_the_addresses_that_every_form_takes_in_the_form_that_is_kept():
    found = read_addresses(
        "Zoe@bücher.example\nzoe@xn--bcher-kva.example\nzoë@example.org\na..b@x.org"
    )
    assert found.addresses == ("Zoe@xn--bcher-kva.example",)
    assert found.unreadable == ("zoë@example.org", "a..b@x.org")


@pytest.mark.parametrize(
    "line", ["a@x.org\tbcc: b@x.org", "a@x.org, b@x.org", "<a@x.org", "@x.org"]
)
def test_a_line_never_becomes_two_recipients(line):
    assert read_addresses(line).addresses == ()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, (0, [])),
        ({"a": 4}, (None, [None])),
        ({"a": 9, "b": 6}, (15, [9, 6])),
        ({"a": 9, "b": 6, "c": 2}, (17, [9, None, None])),
        ({"a": 9, "b": 3, "c": 2}, (14, [9, None, None])),
        ({"a": 9, "b": 1, "c": 1}, (11, [None, None, None])),
        ({"a": 20, "b": 8, "c": 2, "d": 2}, (32, [20, None, None, None])),
    ],
)
def test_small_groups_are_left_out_and_others_with_them(counts, shown):
    found = break_down(counts)
    assert (found.total, [group.people for group in found.groups]) == shown


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12)))
def test_no_small_group_is_shown_or_can_be_worked_out(counts):
    found = break_down(counts)
    shown = [group.people for group in found.groups if group.people is not None]
    hidden = len(found.groups) - len(shown)
    assert all(people >= FLOOR for people in shown)
    assert hidden != 1 or found.total is None
    if hidden and found.total is not None:
        assert found.total - sum(shown) >= FLOOR


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(10, 20, 50), (0, 20, 0), (20, 20, 100), (3, 20, None), (17, 20, None), (2, 4, None)],
)
def test_a_share_tells_of_no_small_group(part, whole, expected):
    found = break_down({"sme": part, "university": whole - part})
    assert share(found, {"sme", "startup"}) == expected


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40)))
def test_a_share_follows_from_the_groups_that_are_shown(counts):
    found = break_down(counts)
    shown = {group.key: group.people for group in found.groups}
    whole = share(found, {"a", "b"})
    if found.total and None not in (shown.get("a", 0), shown.get("b", 0)):
        assert whole == round(100 * (shown.get("a", 0) + shown.get("b", 0)) / found.total)
    else:
        assert whole is None


@pytest.mark.parametrize(
    ("readings", "shown"),
    [
        ([10, 11, 14, 15, 16], [10, 10, 10, 15, 15]),
        ([10, 15, 9, 11, 4], [10, 15, 10, 10, 4]),
        ([3, 5, 7, 8, 0], [3, 3, 3, 8, 3]),
        ([0, 4, 5, 1], [0, 0, 5, 0]),
        ([12, 7, 2, 8, 12], [12, 7, 2, 7, 12]),
    ],
)
def test_a_group_stays_as_it_was_until_it_is_off_by_five(readings, shown):
    levels, found = None, []
    for people in readings:
        levels = settle({"a": people}, levels)
        found.append(published(levels)["a"])
    assert found == shown


def test_a_group_that_comes_later_was_read_as_nobody():
    levels = settle({"a": 9}, None)
    levels = settle({"a": 9, "b": 4}, levels)
    assert published(levels) == {"a": 9, "b": 0}
    assert published(settle({"a": 9, "b": 5}, levels)) == {"a": 9, "b": 5}


COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 40))


@given(st.lists(COUNTS, min_size=2, max_size=8))
def test_two_readings_never_differ_by_fewer_people_than_the_floor(readings):
    levels, seen = None, []
    for counts in readings:
        levels = settle(counts, levels)
        now = published(levels)
        assert all(abs(now.get(key, 0) - counts.get(key, 0)) < FLOOR for key in {*counts, *now})
        seen.append({group.key: group.people for group in break_down(now).groups})
    for one, other in combinations(seen, 2):
        for key in one.keys() & other.keys():
            if one[key] is not None and other[key] is not None:
                assert one[key] == other[key] or abs(one[key] - other[key]) >= FLOOR
