"""Codes of an app and on paper, by examples of RFC 6238 and by what people type."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity import one_time_codes as codes

SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
EXAMPLES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), EXAMPLES.items())
def test_codes_are_those_of_the_standard(seconds, code):
    assert codes.matching_step(SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("away", "counts"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_the_step_before_and_after_count_too(away, counts):
    code = codes.code_at(SECRET, codes.step_at(NOON))
    found = codes.matching_step(SECRET, code, NOON + timedelta(seconds=away))
    assert (found == codes.step_at(NOON)) is counts


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨", "12 34", "-12345"])
def test_what_is_no_code_matches_nothing(typed):
    assert codes.matching_step(SECRET, typed, NOON) is None


def test_a_code_may_be_typed_with_a_gap():
    code = codes.code_at(SECRET, codes.step_at(NOON))
    assert codes.matching_step(SECRET, f"{code[:3]} {code[3:]}", NOON) == codes.step_at(NOON)


def test_ten_different_codes_on_paper():
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    assert {len(code) for code in made} == {14}


@given(st.integers(0, 9), st.data())
def test_a_code_is_known_however_it_was_copied(number, data):
    code = codes.new_recovery_codes()[number]
    spaces = data.draw(st.lists(st.sampled_from(["", " ", "-", " - "]), min_size=12, max_size=12))
    letters = code.replace("-", "")
    typed = "".join(gap + letter for gap, letter in zip(spaces, letters, strict=True))
    assert codes.normal_code(typed.upper()) == code
    assert codes.normal_code(code.replace("1", "l").replace("0", "O")) == code
