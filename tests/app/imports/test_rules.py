"""Which column is what, when a line arrived, and what is wrong with it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.imports.rules.lines import Terms, check_lines
from app.imports.rules.lists import Listed
from app.imports.rules.mapping import Mapped, guess, remembered
from app.imports.rules.moments import guess_order, read_moment
from app.imports.rules.summing import sum_up, troubles_of

QUESTIONS = (SimpleNamespace(key="solution", label="Your solution", max_words=3),)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLOSES = datetime(2026, 11, 21, 22, tzinfo=UTC)
HEAD = ("Zeitstempel", "E-Mail-Adresse", "Firma", "Titel", "Your solution?", "TRL", "Land")
ROW = (
    "21.11.2026 14:30",
    "eva@frost.example",
    "Frost",
    "Cold",
    "It is cold",
    "TRL 6 - shown",
    "DE",
)


def test_the_head_of_a_german_form_is_understood():
    assert guess(HEAD, QUESTIONS, {}) == {
        "arrived_at": 0,
        "email": 1,
        "organisation": 2,
        "title": 3,
        "answer-solution": 4,
        "trl": 5,
        "country": 6,
    }


def test_what_was_chosen_before_comes_first_and_no_column_is_two_things():
    known = remembered(("Project", "Mail", "Titel"), {"title": 0})
    assert known == {"title": "Project"}
    found = guess(("Titel", "Project"), QUESTIONS, known)
    assert found == {"title": 1}
    assert len(set(guess(HEAD, QUESTIONS, known).values())) == 7


def test_a_head_that_says_nothing_gives_nothing():
    assert guess(("1", "2", ""), QUESTIONS, {}) == {}


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("21.11.2026 14:30", "dmy", "2026-11-21T13:30:00+00:00"),
        ("11/21/2026 2:30:05 PM", "mdy", "2026-11-21T13:30:05+00:00"),
        ("11/21/2026 12:05 AM", "mdy", "2026-11-20T23:05:00+00:00"),
        ("2026-11-21 14:30", "dmy", "2026-11-21T13:30:00+00:00"),
        ("2026-11-21T14:30:00Z", "dmy", "2026-11-21T14:30:00+00:00"),
        ("2026-11-21 14:30:00 +02:00", "dmy", "2026-11-21T12:30:00+00:00"),
        ("2026-10-25 02:30", "dmy", "2026-10-25T00:30:00+00:00"),
        ("2026-03-29 02:30", "dmy", None),
        ("21.11.2026", "dmy", None),
        ("31.02.2026 10:00", "dmy", None),
        ("11/21/2026 13:00 PM", "mdy", None),
        ("yesterday", "dmy", None),
    ],
)
def test_times_as_tools_write_them_in_berlin(text, order, expected):
    found = read_moment(text, "Europe/Berlin", order)
    assert (found.isoformat() if found else None) == expected


def test_a_day_that_is_no_month_tells_the_order():
    assert guess_order(["03/04/2026 1:00", "11/21/2026 2:00"]) == "mdy"
    assert guess_order(["03/04/2026 1:00", "21/11/2026 2:00"]) == "dmy"
    assert guess_order(["21.11.2026 14:30"]) == "dmy"


def check(*rows, head=HEAD, **terms):
    listed = Listed(head, tuple((n, row) for n, row in enumerate(rows, 2)))
    values = {
        "questions": QUESTIONS,
        "owner_name": "Big SE",
        "closes_at": CLOSES,
        "now": NOW,
        "zone": "Europe/Berlin",
        "as_drafts": False,
        "usual_country": "PL",
        "countries": {"de": "DE", "germany": "DE", "lt": "LT"},
    }
    return check_lines(listed, Mapped(guess(head, QUESTIONS, {})), Terms(**(values | terms)))


def row(**said):
    places = {"at": 0, "email": 1, "name": 2, "title": 3, "answer": 4, "trl": 5, "country": 6}
    cells = list(ROW)
    for name, text in said.items():
        cells[places[name]] = text
    return tuple(cells)


def troubles(line):
    return [(one.field, one.code, one.is_error) for one in line.troubles]


def test_a_good_line_becomes_what_it_says():
    (line,) = check(ROW)
    assert line.is_good
    assert line.troubles == ()
    assert (line.organisation, line.email, line.country, line.trl, line.kind) == (
        *("Frost", "eva@frost.example", "DE", 6, "sme"),
    )
    assert line.arrived_at == datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
    assert line.answers == {"solution": "It is cold"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"name": ""}, [("organisation", "cell_empty", True)]),
        ({"title": ""}, [("title", "cell_empty", True)]),
        ({"email": ""}, [("email", "cell_empty", True)]),
        ({"email": "eva"}, [("email", "cell_no_email", True)]),
        ({"email": "a@b.example\nBcc: c@d.example"}, [("email", "cell_no_email", True)]),
        ({"title": "x" * 161}, [("title", "cell_too_long", True)]),
        ({"name": "BIG se"}, [("organisation", "own_challenge", True)]),
        ({"country": "Atlantis"}, [("country", "cell_no_country", True)]),
        ({"at": "soon"}, [("arrived_at", "cell_no_time", True)]),
        ({"at": "23.11.2026 14:30"}, [("arrived_at", "cell_ahead", True)]),
        ({"at": "21.11.2026 23:00"}, [("arrived_at", "cell_late", True)]),
        ({"at": "21.11.2026 22:59:59"}, []),
        ({"at": ""}, [("arrived_at", "cell_late", True)]),
        ({"trl": "eleven"}, [("trl", "cell_no_trl", False)]),
        ({"answer": ""}, [("answer-solution", "cell_unanswered", False)]),
        ({"answer": "one two three four"}, [("answer-solution", "too_many_words", False)]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(said, expected):
    (line,) = check(row(**said))
    assert troubles(line) == expected
    assert line.is_good is not any(is_error for *_, is_error in expected)


def test_drafts_need_no_time_of_arrival():
    (line,) = check(row(at="soon"), as_drafts=True)
    assert line.is_good


def test_without_a_time_the_import_itself_has_to_be_in_time():
    (line,) = check(row(at=""), closes_at=NOW + timedelta(seconds=1))
    assert line.is_good
    assert line.arrived_at is None


def test_a_line_that_comes_twice_and_a_second_of_the_same_applicant_are_left_out():
    lines = check(
        ROW,
        row(title=" COLD ", email="Eva@Frost.example"),
        row(title="Other"),
        row(name="Frost Two", title="More"),
        row(email="x@y.example", title="New"),
    )
    assert [troubles(line) for line in lines] == [
        [],
        [("title", "line_twice", True), ("organisation", "organisation_twice", True)],
        [("organisation", "organisation_twice", True)],
        [("email", "email_twice", True)],
        [],
    ]
    assert lines[0].key == lines[1].key
    assert len({line.key for line in lines}) == 4


def test_a_bad_line_does_not_keep_the_good_one_out():
    bad, good = check(row(at="soon"), ROW)
    assert not bad.is_good
    assert good.is_good


def test_a_check_counts_each_line_once():
    lines = check(ROW, row(name=""), row(email="x@y.example", answer=""))
    total = sum_up(lines, {lines[0].key})
    assert (total.lines, total.good, total.imported_before, total.left_out) == (3, 1, 1, 1)
    assert [(line, one.field) for line, one in troubles_of(lines)] == [
        (3, "organisation"),
        (4, "answer-solution"),
    ]


def test_a_question_without_a_column_is_not_told_line_by_line():
    (line,) = check(ROW[:4], head=HEAD[:4])
    assert line.answers == {"solution": ""}
    assert line.troubles == ()
