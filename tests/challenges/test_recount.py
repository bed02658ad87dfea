"""The export of a jury, and its recount."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.canonical import canonical_json, digest
from challenges.export import (
    Decision,
    ExportError,
    JuryRecord,
    Shortlist,
    build_export,
    parse_export,
    read_export,
)
from challenges.ranking import TieRule
from challenges.recount import recount
from tests.challenges.samples import card, sample_record


def sealed(export: dict[str, Any], **changes: object) -> dict[str, Any]:
    """Return a changed export whose digest fits again."""
    body = {**export, **changes}
    del body["digest"]
    return {**body, "digest": digest(body)}


def codes(export: dict[str, Any]) -> list[str]:
    return [each.code for each in recount(export).differences]


def test_an_untouched_export_is_the_same() -> None:
    text = canonical_json(build_export(sample_record()))
    result = recount(parse_export(text))
    assert result.is_same
    assert [(row.proposal, row.rank) for row in result.ranking] == [
        ("P1", 1), ("P2", 2), ("P3", 3), ("P4", None)
    ]  # fmt: skip


def test_the_published_rows_by_hand() -> None:
    # P1: 4.5 and 4.5 of 5; P2 and P3: 3.5 each, P2 ahead on the heaviest criterion
    assert build_export(sample_record())["ranking"] == [
        {"proposal": "P1", "rank": 1, "score": "9/2", "scorecards": 2, "tied_with": [],
         "tie_rule": None},
        {"proposal": "P2", "rank": 2, "score": "7/2", "scorecards": 2, "tied_with": [],
         "tie_rule": "heaviest_criterion"},
        {"proposal": "P3", "rank": 3, "score": "7/2", "scorecards": 2, "tied_with": [],
         "tie_rule": "heaviest_criterion"},
        {"proposal": "P4", "rank": None, "score": None, "scorecards": 0, "tied_with": [],
         "tie_rule": None},
    ]  # fmt: skip


def test_an_export_can_be_read_back() -> None:
    record = sample_record()
    read = read_export(build_export(record))
    assert build_export(read) == build_export(record)
    assert read.criteria == record.criteria
    assert read.tie_rules == (TieRule.HEAVIEST_CRITERION, TieRule.LOWER_SPREAD)
    assert read.shortlist == record.shortlist


def test_the_same_result_gives_the_same_file() -> None:
    record = sample_record()
    turned = replace(
        record,
        jurors=record.jurors[::-1],
        scorecards=record.scorecards[::-1],
        assignments=record.assignments[::-1],
    )
    assert canonical_json(build_export(turned)) == canonical_json(build_export(record))


def test_a_changed_score_is_found() -> None:
    export = build_export(sample_record())
    cards = [{**each, "scores": dict(each["scores"])} for each in export["scorecards"]]
    cards[0]["scores"]["fit"] = 0
    changed = {**export, "scorecards": cards}
    result = recount(changed)
    assert [each.code for each in result.differences] == [
        "digest",
        "row_differs",
        "row_differs",
        "row_differs",
        "row_order",
        "shortlist_extra",
        "shortlist_missing",
    ]
    assert [each.message for each in result.differences[1:4]] == [
        "proposal P2: published rank 2, counted 1",
        "proposal P3: published rank 3, counted 2",
        "proposal P1: published rank 1, counted 3; score '9/2', counted '13/4'",
    ]
    assert codes(sealed(changed)) == [each.code for each in result.differences[1:]]


def test_rows_that_are_missing_changed_or_too_many_are_found() -> None:
    export = build_export(sample_record())
    rows = export["ranking"]
    assert codes(sealed(export, ranking=rows[:3])) == ["row_missing"]
    assert codes(sealed(export, ranking=[*rows, rows[0]])) == ["row_extra"]
    assert codes(sealed(export, ranking=["x", *rows[1:]])) == ["row_extra", "row_missing"]
    assert codes(sealed(export, ranking=None)) == ["row_missing"] * 4
    assert codes(sealed(export, ranking=[{**rows[0], "note": 1}, *rows[1:]])) == ["row_differs"]
    assert codes(sealed(export, ranking=[{**rows[0], "rank": True}, *rows[1:]])) == ["row_differs"]
    assert codes(sealed(export, ranking=[rows[0], rows[2], rows[1], rows[3]])) == ["row_order"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"shortlist": Shortlist(2, ("P1", "P3"))}, ["shortlist_extra", "shortlist_missing"]),
        ({"shortlist": Shortlist(None, ("P3",))}, []),
        ({"decisions": (Decision("P9", "selected", ""),)}, ["decision_unknown"]),
        ({"decisions": (Decision("P1", "selected", ""),) * 2}, ["decision_twice"]),
        ({"assignments": ()}, ["scorecard_unassigned"] * 7),
        ({"conflicts": (("J1", "P1"),)}, ["scorecard_conflict"]),
        ({"jurors": ("J1", "J1", "J2", "J3")}, ["key_twice"]),
        ({"jurors": ("J1", "J2")}, ["scorecard_unknown"] * 2),
        ({"proposals": ("P1", "P2", "P3", "P4", "P4")}, ["key_twice"]),
    ],
)
def test_records_that_do_not_hold_together(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(build_export(replace(sample_record(), **changes))) == expected


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 3}, "format: must be 1"),
        ({"format": "1"}, "format: must be int"),
        ({"jurors": [1]}, "jurors: must be str"),
        ({"conflicts": ["x"]}, "pair: must be dict"),
        ({"criteria": []}, "criteria: there must be 1 to 12 criteria, not 0"),
        ({"criteria": ["x"]}, "criteria: must be dict"),
        ({"tie_rules": ["luck"]}, "tie_rules: holds an unknown rule"),
        ({"decisions": [{"outcome": "maybe"}]}, "outcome: must be selected or not_selected"),
        ({"scorecards": [{"scores": {}, "juror": None}]}, "juror: must be str"),
        ({"shortlist": {"size": "2", "proposals": []}}, "size: must be int"),
    ],
)
def test_an_export_that_cannot_be_read(changes: dict[str, Any], message: str) -> None:
    export = {**build_export(sample_record()), **changes}
    with pytest.raises(ExportError) as caught:
        recount(export)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [b"\xff", "", "[1", "[]", "1.5", '{"a": NaN}', "[" * 100000, "9" * 5000, '{"a": "\\ud800"}'],
)
def test_a_text_that_is_no_export(text: str | bytes) -> None:
    with pytest.raises(ExportError):
        parse_export(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(build_export(sample_record()))), JSON)
def test_any_value_at_any_key_is_a_difference_or_an_error(key: str, value: object) -> None:
    export = build_export(sample_record())
    changed = parse_export(json.dumps({**export, key: value}))
    try:
        same = recount(changed).is_same
    except ExportError:
        return
    assert same is (canonical_json(changed) == canonical_json(export))  # True is not 1


SCORES = st.integers(0, 5)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["J1", "J2", "J3"]), st.sampled_from(["P1", "P2", "P3"])),
        st.tuples(SCORES, SCORES, SCORES),
    )
)
def test_every_jury_recounts_to_the_same(points: dict[tuple[str, str], tuple[int, ...]]) -> None:
    record: JuryRecord = replace(
        sample_record(),
        conflicts=(),
        assignments=tuple(points),
        scorecards=tuple(card(*pair, *row) for pair, row in points.items()),
        shortlist=Shortlist(None, ()),
    )
    assert recount(parse_export(canonical_json(build_export(record)))).is_same
