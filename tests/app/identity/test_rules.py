from datetime import UTC, datetime, timedelta

import pytest

from app.core.addresses import email_key
from app.core.text import is_storable, search_key, slugify
from app.identity.rules import FORGETS_AFTER, Throttle, delay_after, failures_now

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (40, 300)]
)
def test_a_guesser_waits_twice_as_long_each_time(failures, seconds):
    assert delay_after(Throttle.PAIR, failures) == timedelta(seconds=seconds)


def test_an_account_attacked_from_everywhere_still_lets_its_owner_in_soon():
    assert delay_after(Throttle.ACCOUNT, 1_000_000) == timedelta(seconds=10)


@pytest.mark.parametrize("throttle", [Throttle.SIGN_UP, Throttle.PASSWORD])
def test_an_office_signs_up_together_and_a_flood_waits(throttle):
    assert delay_after(throttle, 30) == timedelta(0)
    assert delay_after(throttle, 61) == timedelta(seconds=1)
    assert delay_after(throttle, 1_000_000) == timedelta(minutes=1)


def test_failures_are_forgotten_after_an_hour():
    assert failures_now(7, NOON, NOON + FORGETS_AFTER) == 7
    assert failures_now(7, NOON, NOON + FORGETS_AFTER + timedelta(seconds=1)) == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Łódź  ŻÓŁĆ", "lodz zolc"),
        ("Straße", "strasse"),
        ("Ærø Þing", "aero thing"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Ñandú—Eglė", "nandu—egle"),
    ],
)
def test_search_keys_know_neither_case_nor_diacritics(text, key):
    assert search_key(text, None) == key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Open Innovation Day Łódź 2026!", "open-innovation-day-lodz-2026"),
        ("Ден на иновациите", "den-na-inovatsiite"),
        ("Ημέρα Καινοτομίας", "imera-kainotomias"),
        ("日", ""),
    ],
)
def test_slugs_are_spelled_in_latin_letters(name, slug):
    assert slugify(name) == slug


def test_addresses_are_one_account_however_they_are_spelled():
    assert email_key(" Zoe@EXAMPLE.org ") == "zoe@example.org"


def test_half_a_letter_cannot_be_stored():
    assert [is_storable(text) for text in ("ok 😀", "\x00", "\ud83d")] == [True, False, False]
