"""The dossier of a jury: what a recount confirms, and what it finds and names."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.canonical import canonical_json, digest
from challenges.dossier import (
    Dossier,
    Names,
    Override,
    Round,
    RubricVersion,
    Save,
    Seat,
    Tie,
    build_dossier,
    read_dossier,
)
from challenges.export import Decision, ExportError, Shortlist, parse_export
from challenges.recount import recount
from challenges.rubric import Rubric
from tests.challenges.samples import CRITERIA, card
from tests.conftest import IS_LONG

RUBRIC = Rubric(CRITERIA, {})
LEVELS = {"P1": (5, 4, 4), "P2": (4, 4, 3), "P3": (3, 3, 3), "P4": (2, 2, 1)}
CARDS = tuple(
    card(f"J{(at + turn) % 4 + 1}", key, *(max(level - turn // 2, 0) for level in levels))
    for at, (key, levels) in enumerate(LEVELS.items())
    for turn in range(3)
)


def sample() -> Dossier:
    """Return a jury of four, a trainee beside them, and a second round for two proposals."""
    trainee = replace(card("J5", "P1", 0, 0, 0), trainee=True)
    cards = (*CARDS, trainee)
    first = Round(
        position=1,
        name="Review",
        kind="review",
        blindness="blind",
        proposals=tuple(LEVELS),
        rubrics=(RubricVersion(1, False, RUBRIC), RubricVersion(2, True, RUBRIC)),
        assignments=tuple((one.juror, one.proposal) for one in cards),
        scorecards=cards,
        saves=tuple(
            Save(one.juror, one.proposal, version, version == 2, dict(one.scores), {})
            for one in cards
            for version in (1, 2)
        ),
    )
    pitches = tuple(card(juror, key, 4, 4, 4) for juror in ("J1", "J2") for key in ("P1", "P2"))
    second = replace(
        first,
        position=2,
        proposals=("P1", "P2"),
        scorecards=pitches,
        saves=(),
        assignments=tuple((one.juror, one.proposal) for one in pitches),
    )
    return Dossier(
        challenge_id="c",
        title="Crates that come back",
        seats=tuple(Seat(f"J{n}", "trainee" if n == 5 else "member") for n in range(1, 6)),
        conflicts=(Tie("J4", "P1", "organisation", "detected"),),
        rounds=(first, second),
        shortlist=Shortlist(2, ("P1", "P2")),
        decisions=(
            Decision("P1", "selected", "Best fit."),
            Decision("P3", "not_selected", "No site."),
            Decision("P4", "selected", "The only one with a site."),
        ),
        overrides=(OVERRIDE, replace(OVERRIDE, override="O0", signed_by=None, signed_at=None)),
    )


OVERRIDE = Override(
    override="O1",
    proposal="P4",
    outcome="selected",
    reason="The only one with a site.",
    change_reason="",
    grounds="The third lost its site.",
    rank=4,
    passed=("P3",),
    falls_short=False,
    asked_by="K1",
    asked_at="2026-10-01T10:00:00+00:00",
    signed_by="J2",
    signed_at="2026-10-01T11:00:00+00:00",
)


def exported() -> dict[str, Any]:
    return build_dossier(sample())


def found(export: dict[str, Any], *, reseal: bool = False) -> list[str]:
    if reseal:
        body = {key: value for key, value in export.items() if key != "digest"}
        export = {**body, "digest": digest(body)}
    return [f"{one.code}: {one.message}" for one in recount(export).differences]


def test_an_untouched_dossier_is_the_same_to_the_byte() -> None:
    text = canonical_json(exported())
    read = parse_export(text)
    assert recount(read).is_same
    assert canonical_json(build_dossier(read_dossier(read))) == text


def test_the_order_of_anything_given_changes_no_byte() -> None:
    one = sample()
    turned = replace(
        one,
        seats=one.seats[::-1],
        rounds=tuple(
            replace(
                each,
                scorecards=each.scorecards[::-1],
                assignments=each.assignments[::-1],
                saves=each.saves[::-1],
                proposals=each.proposals[::-1],
                rubrics=each.rubrics[::-1],
            )
            for each in one.rounds[::-1]
        ),
    )
    assert canonical_json(build_dossier(turned)) == canonical_json(exported())


def test_a_trainee_never_counts() -> None:
    row = exported()["rounds"][0]["ranking"][0]
    assert (row["proposal"], row["scorecards"]) == ("P1", 3)
    assert [mark["juror"] for mark in row["marks"]] == ["J1", "J2", "J3"]
    assert row["left_out"] == [{"juror": "J5", "code": "trainee"}]


def test_the_calibration_is_part_of_it() -> None:
    model = exported()["rounds"][0]["calibration"]
    assert [one["proposal"] for one in model["places"]] == ["P1", "P2", "P3", "P4"]
    assert model["winner"]["first"] == "P1"
    assert exported()["rounds"][1]["calibration"]["code"] == "few_proposals"


def test_a_changed_score_is_found_and_named() -> None:
    export = exported()
    export["rounds"][0]["scorecards"][0]["scores"]["fit"] = 0
    for reseal in (True, False):
        said = found(export, reseal=reseal)
        assert (
            "scorecard_changed: the scorecard (round 1, juror J1, proposal P1) "
            "was changed after it was written"
        ) in said
        assert (
            "scorecard_not_saved: the scorecard of juror J1 for proposal P1 "
            "is not what was saved last"
        ) in said
        assert (
            "row_differs: the row of the ranking (round 1, proposal P1, juror J1), mark: "
            "published 9/2, counted 2"
        ) in said
        assert any(one.startswith("digest: ") for one in said) is not reseal


def test_a_dropped_sheet_is_found_and_named() -> None:
    export = exported()
    dropped = export["rounds"][0]["scorecards"].pop(2)
    assert (dropped["juror"], dropped["proposal"]) == ("J3", "P1")
    named = "scorecard_missing: the scorecard (round 1, juror J3, proposal P1) is missing"
    assert named in found(export, reseal=True)


def test_an_added_sheet_is_found_and_named() -> None:
    export = exported()
    cards = export["rounds"][0]["scorecards"]
    cards.append({**cards[0], "juror": "J9"})
    said = found(export, reseal=True)
    named = "scorecard_extra: the scorecard (round 1, juror J9, proposal P1)"
    assert any(one.startswith(named) for one in said)
    assert any("juror J9 for proposal P1 names nobody listed" in one for one in said)


def test_a_swapped_weight_is_found_and_named() -> None:
    export = exported()
    criteria = export["rounds"][0]["rubrics"][1]["content"]["criteria"]
    criteria[0]["weight"], criteria[1]["weight"] = criteria[1]["weight"], criteria[0]["weight"]
    said = found(export, reseal=True)
    for key in ("fit", "impact"):
        named = f"criterion_changed: the criterion (round 1, version 2, criterion {key})"
        assert f"{named} was changed after it was written" in said


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("rounds", 0, "calibration", "juror_share"), "0.999", "calibration_differs"),
        (("rounds", 0, "calibration", "winner", "best"), "1.000", "calibration_differs"),
        (("rounds", 0, "ranking", 0, "rank"), 2, "row_differs"),
        (("rounds", 0, "ranking", 1, "tie_rule"), "lower_spread", "row_differs"),
        (("rounds", 0, "saves", 0, "scores", "fit"), 1, "save_changed"),
        (("shortlist", "proposals"), ["P1", "P3"], "shortlist_missing"),
        (("decisions", 0, "proposal"), "P9", "decision_unknown"),
        (("conflicts", 0, "juror"), "J1", "scorecard_conflict"),
        (("overrides", 1, "grounds"), "Another.", "override_changed"),
        (("overrides", 1, "signed_by"), "K1", "override_one_person"),
        (("overrides", 1, "signed_by"), None, "override_half_signed"),
        (("overrides", 1, "withdrawn_at"), "2026-10-02T10:00:00+00:00", "override_two_ends"),
        (("overrides", 0, "proposal"), "P9", "override_unknown"),
        (("rounds", 0, "assignments"), [], "scorecard_unassigned"),
    ],
)
def test_whatever_is_touched_is_found(path: tuple[Any, ...], value: object, code: str) -> None:
    export = exported()
    place: Any = export
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert code in {one.partition(":")[0] for one in found(export, reseal=True)}


def test_names_come_along_when_asked_for() -> None:
    names = Names({"J1": "Ada Nowak"}, {"P1": "Crates"})
    export = build_dossier(replace(sample(), names=names))
    assert recount(parse_export(canonical_json(export))).is_same
    assert export["names"]["jurors"] == {"J1": "Ada Nowak"}
    assert "Ada Nowak" not in canonical_json(exported())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rounds": []}, "rounds: there must be one"),
        ({"rounds": [{"rubrics": []}]}, "rubrics: there must be one"),
        ({"panel": ["x"]}, "panel: must be dict"),
        ({"names": {"jurors": {"J1": 1}}}, "jurors.J1: must be str"),
    ],
)
def test_a_dossier_that_cannot_be_read(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ExportError) as caught:
        recount({**exported(), **changes})
    assert str(caught.value) == message


JSON: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=3) | st.just([])
)
WHOLE = exported()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place in a tree."""
    if not isinstance(value, (dict, list)):
        return []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [place for key, item in items for place in ((*path, key), *places(item, (*path, key)))]


@settings(max_examples=1000 if IS_LONG else 40, deadline=None)
@given(st.sampled_from(places(WHOLE)), JSON)
def test_any_value_at_any_place_is_a_difference_or_an_error(
    path: tuple[Any, ...], value: object
) -> None:
    export = copy.deepcopy(WHOLE)
    place: Any = export
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    changed = parse_export(json.dumps(export))
    try:
        same = recount(changed).is_same
    except ExportError:
        return
    assert same is (canonical_json(changed) == canonical_json(WHOLE))


def overridden(**changes: Any) -> list[str]:
    """Return what a recount says of a whole dossier with other overrides or decisions."""
    return [
        one.partition(":")[2].strip() for one in found(build_dossier(replace(sample(), **changes)))
    ]


def test_a_dropped_override_is_named_and_the_decision_that_stands_without_it() -> None:
    export = exported()
    dropped = export["overrides"].pop(1)
    assert dropped["override"] == "O1"
    said = found(export, reseal=True)
    assert "override_missing: the override (proposal P4, override O1) is missing" in said
    assert any(one.startswith("decision_departs: P4 went ahead of P3") for one in said)
    assert overridden(overrides=()) == [
        "P4 went ahead of P3, which is ranked better, and nobody signed it"
    ]


def test_either_of_two_may_be_the_one_that_was_signed() -> None:
    other = replace(OVERRIDE, proposal="P3", outcome="not_selected", passed=("P4",))
    assert overridden(overrides=(other,)) == []
    for weak in (
        replace(other, passed=("P1",)),
        replace(other, outcome="selected"),
        replace(OVERRIDE, signed_by=None, signed_at=None),
    ):
        assert len(overridden(overrides=(weak,))) == 1


def test_two_are_compared_in_the_last_round_that_judged_both() -> None:
    """P1 and P2 tie in the second round, so either may go first; P2 is second in the first."""
    turned = (Decision("P1", "not_selected", "No."), Decision("P2", "selected", "Yes."))
    assert overridden(decisions=turned, overrides=()) == []
    one = sample()
    second = replace(one.rounds[1], scorecards=one.rounds[1].scorecards[::2])
    assert [card.proposal for card in second.scorecards] == ["P1", "P1"]
    (said,) = overridden(rounds=(one.rounds[0], second), decisions=turned, overrides=())
    assert said.startswith("P2 went ahead of P1")


def test_the_shortlist_departs_too() -> None:
    chosen = {"shortlist": Shortlist(None, ("P1", "P4")), "rounds": sample().rounds[:1]}
    decisions = (Decision("P2", "not_selected", "No."), Decision("P4", "not_selected", "No."))
    (said,) = overridden(**chosen, decisions=decisions, overrides=())
    assert said.startswith("P4 went ahead of P2")
    signed = replace(OVERRIDE, outcome="shortlisted", passed=("P2",))
    assert overridden(**chosen, decisions=decisions, overrides=(signed,)) == []


def test_what_misses_the_rubric_needs_an_override_that_says_so() -> None:
    first = replace(
        sample().rounds[0], rubrics=(RubricVersion(1, True, replace(RUBRIC, total=60)),)
    )
    chosen = {"rounds": (first,), "decisions": (Decision("P4", "selected", "A site."),)}
    assert [one[:18] for one in overridden(**chosen, shortlist=Shortlist(None, ()))] == [
        "P4 went ahead alth"
    ]
    signed = replace(OVERRIDE, falls_short=True)
    assert overridden(**chosen, shortlist=Shortlist(None, ()), overrides=(signed,)) == []
