from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.rules.certificates import new_code, read_code, shown_code
from app.feedback.rules.leaks import Leak, LeakKind, Secret, find_leaks, still_open
from app.feedback.rules.levels import level_lines
from app.feedback.rules.replying import (
    Candidate,
    Finding,
    ReplyKind,
    fits,
    reply_until,
    who_may_read,
)
from challenges.criteria import Criterion

LEVELS = tuple(
    f"{n} {word}" for n, word in enumerate(("None", "Poor", "Fair", "Good", "Fine", "Best"))
)
FIT = Criterion("fit", "Fit", "", 60, LEVELS)
TEAM = Criterion("team", "Team", "", 40, LEVELS)
SECRETS = [
    Secret(LeakKind.JUROR, "Žukauskaitė"),
    Secret(LeakKind.JUROR, "Li"),
    Secret(LeakKind.APPLICANT, "Smart Frost UAB"),
    Secret(LeakKind.SCORE, "72.4 %"),
]


@pytest.mark.parametrize(
    ("cards", "agreed", "expected"),
    [
        ([{"fit": 4}, {"fit": 2}, {"fit": 3}], {}, (3, "Good", False)),
        ([{"fit": 4}, {"fit": 2}], {}, (2, "Fair", False)),
        ([{"fit": 4}, {"fit": 2}], {"fit": 5}, (5, "Best", True)),
        ([], {}, (None, "", False)),
    ],
)
def test_the_agreed_level_stands_else_the_lower_median(cards, agreed, expected):
    fit, team = level_lines([FIT, TEAM], cards, agreed)
    assert (fit.level, fit.words, fit.is_agreed) == expected
    assert (team.level, team.words) == (None, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ms Zukauskaite liked it.", [("juror", "Žukauskaitė")]),
        ("Li-ion cells are fine.", []),
        ("Weaker than SMART FROST, UAB in cost.", [("applicant", "Smart Frost UAB")]),
        ("Smart Frosting is nice.", []),
        ("The best had 72.4 %, you had less.", [("score", "72.4 %")]),
        ("One juror gave 2/5 for it.", [("score", "2/5")]),
        ("They gave 4 out of 5.", [("score", "4 out of 5")]),
        ("Finish in 4/2027, save 12 %.", []),
        ("Write to eva@example.org.", [("contact", "eva@example.org")]),
        ("Call +370 612 34567 about it.", [("contact", "+370 612 34567")]),
        ("A sound plan, too early for a pilot.", []),
    ],
)
def test_what_leaks_from_a_letter(text, found):
    leaks = find_leaks({"feedback": text}, SECRETS)
    assert [(str(one.kind), one.text) for one in leaks] == found


def test_a_leak_says_in_which_sentence_it_stands():
    text = "A good start. Smart Frost UAB was ahead.\nGo on."
    assert find_leaks({"feedback": text}, SECRETS) == (
        Leak(LeakKind.APPLICANT, "feedback", "Smart Frost UAB", "Smart Frost UAB was ahead."),
    )


def test_the_authors_own_name_is_no_leak_and_an_accepted_word_stands():
    parts = {"feedback": "Smart Frost UAB and Žukauskaitė."}
    own = find_leaks(parts, SECRETS, ["Smart Frost UAB"])
    assert [one.text for one in own] == ["Žukauskaitė"]
    assert still_open(own, [{"kind": "juror", "text": "Žukauskaitė"}]) == ()
    assert still_open(own, [{"kind": "applicant", "text": "Žukauskaitė"}]) == own


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_found_wherever_it_stands(before, after):
    leaks = find_leaks({"feedback": f"{before} Smart Frost UAB {after}"}, SECRETS)
    assert "Smart Frost UAB" in {one.text for one in leaks}


def test_replies_are_taken_until_the_end_of_the_last_day_where_the_event_is():
    told = datetime(2026, 3, 26, 22, 30, tzinfo=UTC)  # 23:30 in Vienna; summer time begins on 29th
    assert reply_until(told, 4, "Europe/Vienna") == datetime(2026, 3, 30, 21, 59, tzinfo=UTC)


def test_only_those_whom_nothing_speaks_against_may_read_a_reply():
    people = [
        Candidate(1, "Zoe", "juror"),
        Candidate(2, "Ann", "lead"),
        Candidate(3, "Judge", "juror", judged=True),
        Candidate(4, "Tied", "juror", is_tied=True),
        Candidate(5, "Decider", "lead", decided=True),
    ]
    assert [one.name for one in who_may_read(people)] == ["Ann", "Zoe"]


def test_an_appeal_is_upheld_or_rejected_and_a_reply_noted():
    assert [(k, f) for k in ReplyKind for f in Finding if fits(k, f)] == [
        ("reply", "noted"),
        ("appeal", "upheld"),
        ("appeal", "rejected"),
    ]


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    assert len(code) == 16
    assert read_code(shown_code(code)) == read_code(f" {shown_code(code).lower()} ") == code
    assert read_code("O1IL-0000-0000-0000") == "0111000000000000"
    assert read_code("too short") == ""
    assert read_code("U" * 16) == ""
