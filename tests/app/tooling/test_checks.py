import pytest

from app.tooling import checks


@pytest.mark.parametrize(
    ("arguments", "marks", "rest"),
    [
        ([], "", []),
        (["tests/app", "-k", "tie"], "", ["tests/app", "-k", "tie"]),
        (["-x", "-m", "slow", "tests"], "slow", ["-x", "tests"]),
    ],
)
def test_marks_are_taken_out_of_the_arguments(arguments, marks, rest):
    assert checks.split_marks(arguments) == (marks, rest)


def test_our_mark_narrows_the_given_ones():
    assert checks.both_marks("slow or browser", "browser") == "(slow or browser) and browser"
    assert checks.both_marks("", "not browser") == "not browser"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([0, 0], 0),
        ([0, checks.NO_TESTS], 0),
        ([checks.NO_TESTS, checks.NO_TESTS], checks.NO_TESTS),
        ([0, 1], 1),
        ([checks.NO_TESTS, 2], 2),
    ],
)
def test_one_part_without_tests_is_fine_but_not_all(codes, expected):
    assert checks.verdict(codes) == expected


def test_the_files_with_tests_in_the_browser_are_found():
    found = checks.browser_files()
    assert "tests/journeys/test_one_day.py" in found
    assert "tests/app/web/test_counts.py" in found
    assert "tests/app/web/test_proxies.py" not in found
