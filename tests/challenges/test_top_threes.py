"""Top threes as a rule between equal scores: by hand, against brute force, and through the file."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.canonical import canonical_json, digest
from challenges.dossier import build_dossier, read_dossier
from challenges.export import parse_export
from challenges.ranking import TieRule, rank
from challenges.recount import recount
from challenges.robustness import Sheets
from challenges.rubric import Rubric
from challenges.scoring import Pick, Scorecard, score_proposals
from tests.challenges.samples import CRITERIA, card
from tests.challenges.test_dossier import sample

RULES = (TieRule.MORE_TOP_THREES,)
JURORS, PROPOSALS = ("J1", "J2", "J3"), ("P1", "P2", "P3", "P4")


def ranked(cards: tuple[Scorecard, ...], picks: tuple[Pick, ...]) -> list[tuple[str, int | None]]:
    scores = score_proposals({one.proposal for one in cards}, cards, CRITERIA, picks)
    return [(row.proposal, row.rank) for row in rank(scores, CRITERIA, RULES)]


EQUAL = tuple(card(juror, key, 3, 3, 3) for juror in ("J1", "J2") for key in ("P1", "P2"))


def test_the_proposal_in_more_top_threes_comes_first() -> None:
    picks = (Pick("J1", "P2", 1), Pick("J2", "P2", 3), Pick("J1", "P1", 2))
    assert ranked(EQUAL, picks) == [("P2", 1), ("P1", 2)]
    (first, _) = rank(score_proposals(("P1", "P2"), EQUAL, CRITERIA, picks), CRITERIA, RULES)
    assert (first.tie_rule, first.reason) == (
        TieRule.MORE_TOP_THREES,
        "score 60.0 %, equal to P1; placed by: picked in more top threes",
    )


def test_without_picks_equal_scores_share_a_rank() -> None:
    assert ranked(EQUAL, ()) == [("P1", 1), ("P2", 1)]


@pytest.mark.parametrize("barred", [{"recused": True}, {"trainee": True}, {"submitted": False}])
def test_a_pick_counts_only_where_the_scorecard_does(barred: dict[str, bool]) -> None:
    cards = (*EQUAL, replace(card("J3", "P2", 3, 3, 3), **barred), card("J4", "P1", 3, 3, 3))
    assert ranked(cards, (Pick("J3", "P2", 1), Pick("J9", "P2", 1))) == [("P1", 1), ("P2", 1)]
    assert ranked(cards, (Pick("J3", "P2", 1), Pick("J4", "P1", 3))) == [("P1", 1), ("P2", 2)]


def test_leaving_a_juror_out_leaves_out_their_picks() -> None:
    picks = (Pick("J1", "P2", 1),)
    sheets = Sheets(("P1", "P2"), EQUAL, CRITERIA, RULES, 1, picks)
    without = replace(sheets, cards=tuple(one for one in EQUAL if one.juror != "J1"))
    assert sheets.result().winners == ("P2",)
    assert without.result().winners == ("P1", "P2")


LEVELS = st.dictionaries(
    st.tuples(st.sampled_from(JURORS), st.sampled_from(PROPOSALS)), st.integers(2, 3), min_size=1
)
CHOSEN = st.fixed_dictionaries({juror: st.permutations(PROPOSALS) for juror in JURORS})


@given(LEVELS, CHOSEN, st.randoms(use_true_random=False))
def test_it_equals_brute_force_and_no_order_changes_it(
    levels: dict[tuple[str, str], int], chosen: dict[str, list[str]], luck: random.Random
) -> None:
    cards = [card(*pair, level, level, level) for pair, level in levels.items()]
    picks = [
        Pick(juror, key, place)
        for juror, keys in chosen.items()
        for place, key in enumerate(keys[:3], start=1)
    ]
    keys = {proposal for _, proposal in levels}
    means = {key: [level for (_, p), level in levels.items() if p == key] for key in keys}
    worth = {
        key: (
            sum(means[key]) / len(means[key]),
            sum((one.juror, key) in levels for one in picks if one.proposal == key),
        )
        for key in keys
    }
    expected = {key: 1 + sum(other > worth[key] for other in worth.values()) for key in keys}
    assert dict(ranked(tuple(cards), tuple(picks))) == expected
    before = ranked(tuple(cards), tuple(picks))
    luck.shuffle(cards)
    luck.shuffle(picks)
    assert ranked(tuple(cards), tuple(picks)) == before
    names = dict(zip(JURORS, luck.sample(JURORS, 3), strict=True))
    turned = tuple(replace(one, juror=names[one.juror]) for one in cards)
    again = tuple(replace(one, juror=names[one.juror]) for one in picks)
    assert ranked(turned, again) == before


def exported() -> dict[str, Any]:
    """Return a jury whose P3 and P4 are equal, and P4 ahead by a top three."""
    whole = sample()
    first, second = whole.rounds
    equal = tuple(
        replace(one, scores={"fit": 3, "impact": 3, "team": 3})
        if one.proposal in {"P3", "P4"}
        else one
        for one in first.scorecards
    )
    rubrics = tuple(
        replace(one, content=Rubric(CRITERIA, {}, tie_rules=RULES)) for one in first.rubrics
    )
    picks = (Pick("J4", "P4", 1), Pick("J3", "P3", 2), Pick("J1", "P4", 3))
    changed = replace(first, scorecards=equal, rubrics=rubrics, picks=picks, saves=())
    return build_dossier(replace(whole, rounds=(changed, second)))


def said(export: dict[str, Any]) -> list[str]:
    body = {key: value for key, value in export.items() if key != "digest"}
    return [
        f"{one.code}: {one.message}"
        for one in recount({**body, "digest": digest(body)}).differences
    ]


def test_the_file_holds_the_picks_and_recounts_to_the_byte() -> None:
    export = exported()
    text = canonical_json(export)
    assert canonical_json(build_dossier(read_dossier(parse_export(text)))) == text
    assert recount(parse_export(text)).is_same
    rows = [
        (row["proposal"], row["rank"], row["top_threes"]) for row in export["rounds"][0]["ranking"]
    ]
    assert rows == [("P1", 1, 0), ("P2", 2, 0), ("P4", 3, 2), ("P3", 4, 1)]
    assert "picks" not in export["rounds"][1]


def test_a_changed_pick_is_named_and_what_it_does_to_the_order() -> None:
    export = exported()
    picks = export["rounds"][0]["picks"]
    assert picks[0] == {"juror": "J1", "proposal": "P4", "place": 3}
    picks[0]["proposal"] = "P3"
    found = said(export)
    row = "the row of the ranking (round 1, proposal P3)"
    assert f"row_differs: {row}, rank: published 4, counted 3" in found
    assert any(
        one.startswith("pick_missing: the top-three pick (round 1, juror J1") for one in found
    )
    assert any(one.startswith("row_order: ") for one in found)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"place": 4}, "pick_place"),
        ({"juror": "J3"}, "pick_twice"),
        ({"proposal": "P2"}, "pick_unassigned"),
    ],
)
def test_picks_that_nobody_may_have_are_named(change: dict[str, Any], code: str) -> None:
    whole = read_dossier(exported())
    first, second = whole.rounds
    picks = first.picks or ()
    values = {"juror": "J1", "proposal": "P4", "place": 2, **change}
    export = build_dossier(
        replace(whole, rounds=(replace(first, picks=(*picks[1:], Pick(**values))), second))
    )
    assert code in {one.partition(":")[0] for one in said(export)}
