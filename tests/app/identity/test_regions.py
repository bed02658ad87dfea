import unicodedata
from collections import Counter

import pytest

from app.identity.rules.regions import (
    find_region,
    is_region_of,
    region_label,
    regions,
    regions_of,
)

# Regions of level 2 by Member State in NUTS 2024, as Delegated Regulation (EU) 2023/674 has them.
MEMBER_STATES = {
    "AT": 9,
    "BE": 11,
    "BG": 6,
    "CY": 1,
    "CZ": 8,
    "DE": 38,
    "DK": 5,
    "EE": 1,
    "ES": 19,
    "FI": 5,
    "FR": 27,
    "GR": 13,
    "HR": 4,
    "HU": 8,
    "IE": 3,
    "IT": 21,
    "LT": 2,
    "LU": 1,
    "LV": 1,
    "MT": 1,
    "NL": 12,
    "PL": 17,
    "PT": 9,
    "RO": 8,
    "SE": 8,
    "SI": 2,
    "SK": 4,
}
OTHERS = {
    "AL": 3,
    "BA": 3,
    "CH": 7,
    "IS": 1,
    "LI": 1,
    "ME": 1,
    "MK": 1,
    "NO": 7,
    "RS": 4,
    "TR": 26,
    "UA": 27,
    "XK": 1,
}


def test_the_27_member_states_have_244_regions_and_their_neighbours_82():
    counts = Counter(one.country for one in regions().values())

    assert dict(counts) == MEMBER_STATES | OTHERS
    assert sum(MEMBER_STATES.values()) == 244
    assert sum(OTHERS.values()) == 82


def test_every_code_is_of_level_2_and_stands_for_a_place():
    assert all(len(code) == 4 and not code.endswith("ZZ") for code in regions())


def test_every_name_is_in_one_alphabet_and_readable_in_latin_letters():
    for one in regions().values():
        alphabets = {unicodedata.name(letter).split()[0] for letter in one.name if letter.isalpha()}
        assert len(alphabets) == 1, one
        assert (alphabets == {"LATIN"}) == (one.latin == ""), one


# What changed from NUTS 2021 to NUTS 2024.
@pytest.mark.parametrize("code", ["PT19", "PT1A", "PT1B", "PT1C", "PT1D", "NL35", "NL36"])
def test_the_regions_of_2024_are_there(code):
    assert find_region(code).code == code


@pytest.mark.parametrize("code", ["PT16", "PT17", "PT18", "NL31", "NL33", "UKC1", "", None, "x"])
def test_regions_of_earlier_editions_are_not(code):
    assert find_region(code) is None


def test_greece_is_el_in_statistics_and_gr_elsewhere():
    assert find_region("GR61") == find_region("el 61") == regions()["EL61"]
    assert regions()["EL61"].country == "GR"
    assert len(regions_of("GR")) == 13
    assert regions_of("EL") == []
    assert is_region_of("EL61", "GR")
    assert not is_region_of("EL61", "DE")
    assert not is_region_of("EL99", "GR")


def test_a_label_shows_latin_letters_first():
    assert region_label("BG42") == "Yuzhen tsentralen · Южен централен"
    assert region_label("DED2") == "Dresden"
    assert region_label("old1") == "old1"
    assert region_label(None) == "–"
