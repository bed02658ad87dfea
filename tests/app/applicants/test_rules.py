"""What a whole applicant file is, and the copy that a proposal takes."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applicants.rules import TEXTS, WANTED, copy_of, is_changed, missing_in

BLANK = dict.fromkeys(TEXTS, "") | {"ip_status": None, "rights_declared_at": None, "version": 0}
WHOLE = {
    "pitch": "We keep cold stores cold",
    "about": "Twelve people since 2014",
    "team": "Two physicists",
    "track_record": "Nine cold stores",
    "ip_status": "granted",
    "rights_declared_at": datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
}


def file(**said):
    return SimpleNamespace(**(BLANK | said))


def test_a_blank_file_lacks_six_things_and_a_whole_one_none():
    assert missing_in(file()) == WANTED
    assert len(WANTED) == 6
    assert missing_in(file(**WHOLE)) == ()


@pytest.mark.parametrize("name", WANTED)
def test_each_thing_that_is_wanted_is_missed_by_itself(name):
    assert missing_in(file(**(WHOLE | {name: None}))) == (name,)


def test_website_and_details_are_the_organisations_own_choice():
    assert missing_in(file(**WHOLE, website="", ip_note="")) == ()


def test_a_file_that_says_nothing_gives_no_copy_however_often_it_was_saved():
    assert copy_of(file(version=7)) is None


def test_a_copy_holds_plain_values_and_neither_version_nor_names_of_people():
    assert copy_of(file(**WHOLE, version=7, rights_declared_by_id=5)) == {
        "format": 1,
        "pitch": "We keep cold stores cold",
        "about": "Twelve people since 2014",
        "team": "Two physicists",
        "track_record": "Nine cold stores",
        "website": "",
        "ip_note": "",
        "ip_status": "granted",
        "rights_declared_at": "2026-11-03T09:30:00+00:00",
    }


@pytest.mark.parametrize(
    ("taken", "now", "changed"),
    [
        (None, None, False),
        (None, {"pitch": "a"}, True),
        ({"pitch": "a"}, None, True),
        ({"pitch": "a"}, {"pitch": "a"}, False),
        ({"pitch": "a"}, {"pitch": "b"}, True),
    ],
)
def test_a_file_is_changed_when_it_says_something_else(taken, now, changed):
    assert is_changed(taken, now) is changed


@given(st.fixed_dictionaries({name: st.text(max_size=5) for name in TEXTS}))
def test_what_was_just_copied_is_unchanged(said):
    assert not is_changed(copy_of(file(**said)), copy_of(file(**said)))
    other = {**said, "team": said["team"] + "!"}
    assert is_changed(copy_of(file(**said)), copy_of(file(**other)))
