from collections import Counter

import pytest

from app.identity.messages import (
    ECOSYSTEMS,
    PRIORITIES,
    ecosystem_label,
    priority_label,
)
from app.identity.rules.ecosystems import Ecosystem, Priority
from app.identity.rules.nace import (
    Level,
    activities,
    activity_label,
    division_of,
    find_activity,
    list_activities,
    section_of,
)


def test_the_tree_has_as_many_activities_as_the_regulation():
    counts = Counter(one.level for one in activities().values())

    assert counts == {Level.SECTION: 22, Level.DIVISION: 87, Level.GROUP: 287, Level.CLASS: 651}


def test_names_have_their_apostrophes():
    assert activities()["43.32"].name == "Joinery installation"
    assert [one.code for one in activities().values() if "?" in one.name] == []


def test_every_activity_hangs_on_one_a_level_higher():
    for one in activities().values():
        if one.level == Level.SECTION:
            assert one.parent == ""
        else:
            assert activities()[one.parent].level == one.level - 1


def test_the_tree_is_in_the_order_of_the_book():
    assert list(activities())[:5] == ["A", "01", "01.1", "01.11", "01.12"]
    assert list(activities())[-1] == "99.00"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("25.62", "25.62"),
        ("2562", "25.62"),
        ("C25.62", "25.62"),
        (" c 25.62 ", "25.62"),
        ("256", "25.6"),
        ("c", "C"),
        ("01", "01"),
    ],
)
def test_a_code_is_known_however_it_is_spelled(typed, code):
    assert find_activity(typed).code == code


@pytest.mark.parametrize("typed", ["A25.62", "25.620", "25.99.1", "00", "W", "", None, "²5"])
def test_what_is_no_code_is_none(typed):
    assert find_activity(typed) is None


def test_an_activity_knows_its_section_and_division():
    assert section_of("25.62") == "C"
    assert section_of("62.10") == "K"
    assert section_of("C") == "C"
    assert division_of("25.62") == "25"
    assert division_of("C") is None


def test_a_label_has_code_and_name():
    assert activity_label("C") == "C Manufacturing"
    assert activity_label("gone") == "gone"
    assert activity_label(None) == "–"
    assert len(list_activities(Level.SECTION)) == 22


def test_there_are_fourteen_ecosystems_and_each_has_a_name():
    assert len(Ecosystem) == 14
    assert set(ECOSYSTEMS) == set(Ecosystem)
    assert ecosystem_label("textile") == "Textiles"
    assert ecosystem_label(None) == "–"


def test_priorities_have_names_and_own_ones_stay_as_they_are():
    assert set(PRIORITIES) == set(Priority)
    assert priority_label("clean_energy") == "Clean energy"
    assert priority_label("Amber") == "Amber"
