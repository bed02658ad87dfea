"""Drafts from briefs, what they still need, and how the kernel's refusals read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from app.challenges.rules.completeness import Promises, find_gaps
from app.challenges.rules.drafting import first_dates, levels_of, values_of, with_keys
from app.challenges.rules.phases import has_closed, is_open, is_published, refusal
from challenges.brief import Schedule, Terms, library
from challenges.lifecycle import IllegalMove

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
BRIEF = library()[0]
PROMISES = Promises(
    sponsor_name="Ada Byron",
    opens_at=datetime(2026, 9, 8, tzinfo=UTC),
    closes_at=datetime(2026, 10, 20, tzinfo=UTC),
    decision_on=date(2026, 12, 1),
    timezone="Europe/Vilnius",
)


@pytest.mark.parametrize("brief", library(), ids=lambda brief: brief.id)
def test_every_library_brief_is_complete_once_somebody_answers_for_it(brief):
    assert find_gaps(brief, PROMISES, NOW) == ()


def fields(brief=BRIEF, promises=PROMISES):
    return [(gap.field, gap.code) for gap in find_gaps(brief, promises, NOW)]


def test_promises_are_asked_for_in_the_order_of_the_editor():
    assert fields(promises=Promises("", None, None, None, "UTC")) == [
        ("opens_at", "opening_missing"),
        ("closes_at", "deadline_missing"),
        ("decision_on", "decision_missing"),
        ("sponsor_name", "sponsor_missing"),
    ]
    past = replace(PROMISES, closes_at=NOW, decision_on=date(2026, 8, 1))
    assert fields(promises=past) == [
        ("closes_at", "deadline_in_past"),
        ("decision_on", "decision_too_early"),
    ]


@pytest.mark.parametrize(
    ("zone", "closes_at", "decision_on", "codes"),
    [
        # 30 October 23:30 UTC already is the 31st in Vilnius, 31 October 02:30 UTC still the 30th
        # in New York.
        ("Europe/Vilnius", datetime(2026, 10, 30, 23, 30, tzinfo=UTC), 30, ["decision_too_early"]),
        ("Europe/Vilnius", datetime(2026, 10, 30, 23, 30, tzinfo=UTC), 31, []),
        ("Europe/Vilnius", datetime(2026, 10, 30, 20, 30, tzinfo=UTC), 30, []),
        ("America/New_York", datetime(2026, 10, 31, 2, 30, tzinfo=UTC), 30, []),
        ("America/New_York", datetime(2026, 10, 31, 2, 30, tzinfo=UTC), 29, ["decision_too_early"]),
        ("America/New_York", datetime(2026, 10, 31, 4, 30, tzinfo=UTC), 30, ["decision_too_early"]),
    ],
)
def test_the_decision_is_compared_with_the_day_of_the_deadline_where_the_event_is(
    zone, closes_at, decision_on, codes
):
    decides = date(2026, 10, decision_on)
    promises = replace(PROMISES, closes_at=closes_at, decision_on=decides, timezone=zone)
    assert [code for _, code in fields(promises=promises)] == codes


def test_a_budget_is_needed_whatever_the_prize():
    poor = replace(BRIEF.offer, budget_minor=0, prize="A cup")
    assert fields(replace(BRIEF, offer=poor)) == [("budget_minor", "offer_missing")]


def test_it_is_decided_who_keeps_the_rights():
    open_terms = replace(BRIEF.terms, ip="to_be_agreed")
    assert fields(replace(BRIEF, terms=open_terms)) == [("ip", "ip_undecided")]
    assert fields(replace(BRIEF, terms=Terms())) == [("ip", "ip_missing")]


def test_only_codes_that_the_lists_know_come_from_a_file():
    tags = replace(
        BRIEF.tags,
        nace=("C", "22.2", "99.9"),
        ecosystems=("retail", "moon"),
        priorities=("health", "luck"),
    )
    values = values_of(replace(BRIEF, tags=tags, terms=Terms(languages=("pt-BR", "en"))))
    assert values["nace"] == ["22.2"]
    assert values["ecosystems"] == ["retail"]
    assert values["priorities"] == ["health"]
    assert values["languages"] == ["pt", "en"]


def test_every_list_of_the_library_is_known():
    for brief in library():
        values = values_of(brief)
        assert values["nace"] == list(brief.tags.nace)
        assert values["ecosystems"] == list(brief.tags.ecosystems)
        assert values["priorities"] == list(brief.tags.priorities)


def test_criteria_are_checked_at_their_fields():
    first, *others = BRIEF.criteria
    heavy = replace(first, weight=first.weight + 1)
    assert fields(replace(BRIEF, criteria=(heavy, *others))) == [
        ("criteria", "criteria_weight_sum")
    ]
    vague = replace(first, levels=("", *first.levels[1:]))
    assert fields(replace(BRIEF, criteria=(vague, *others))) == [
        ("criteria-0-levels-0", "criteria_empty")
    ]
    assert fields(replace(BRIEF, questions=())) == [("questions", "questions_missing")]


def test_the_first_dates_follow_the_schedule():
    dates = first_dates(Schedule(6, 8), datetime(2026, 9, 1, 14, 37))  # noqa: DTZ001 - local
    assert {name: value.isoformat(" ", "minutes") for name, value in dates.items()} == {
        "opens_at": "2026-09-08 09:00",
        "closes_at": "2026-10-20 17:00",
        "decision_on": "2026-12-15 17:00",
    }


def test_a_brief_gives_all_its_words_to_the_draft():
    values = values_of(BRIEF)
    assert values["problem"] == BRIEF.problem.problem
    assert values["budget_minor"] == BRIEF.offer.budget_minor
    assert values["criteria"][0]["levels"] == list(BRIEF.criteria[0].levels)


def test_rows_get_keys_of_their_own():
    rows = [{"name": "Fit"}, {"name": "Fit"}, {"name": "3 % loss"}, {"key": "team", "name": "X"}]
    assert [row["key"] for row in with_keys(rows, "name")] == ["fit", "fit_2", "k_3_loss", "team"]
    assert [row["key"] for row in with_keys([{"name": "試験"}], "name")] == ["k"]


def test_levels_keep_their_places():
    assert levels_of({"levels": [None, "b"]}) == ["", "b", "", "", "", ""]


@pytest.mark.parametrize(
    ("phase", "now", "open_now", "closed"),
    [
        ("published", datetime(2026, 9, 7, tzinfo=UTC), False, False),
        ("published", PROMISES.opens_at, True, False),
        ("published", PROMISES.closes_at, False, True),
        ("draft", PROMISES.opens_at, False, False),
        ("jury", PROMISES.opens_at, False, True),
    ],
)
def test_the_clock_opens_and_closes(phase, now, open_now, closed):
    dates = {"opens_at": PROMISES.opens_at, "closes_at": PROMISES.closes_at}
    challenge = SimpleNamespace(phase=phase, **dates)
    assert (is_open(challenge, now), has_closed(challenge, now)) == (open_now, closed)


def test_a_challenge_called_off_as_a_draft_stays_private():
    assert not is_published(SimpleNamespace(phase="archived", published_at=None))
    assert is_published(SimpleNamespace(phase="archived", published_at=NOW))


@pytest.mark.parametrize(
    ("code", "status"), [("reason_missing", 422), ("not_yours", 403), ("no_such_move", 409)]
)
def test_the_kernels_refusals_are_expected_failures(code, status):
    params = {"source": "draft", "target": "jury", "by": "owner"}
    assert refusal(IllegalMove(code, params)).status == status
