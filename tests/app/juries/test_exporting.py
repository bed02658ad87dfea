"""The export of a jury: with every round and save, under pseudonyms or with names."""

import json

import pytest

from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.rules.judging import Outcome, Verdict
from app.juries.rules.saving import Sheet
from app.juries.services import deciding, overriding, saving
from challenges.recount import recount
from tests.app.juries.scene import full, make_scene
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment, make_juror, make_scorecard

SHORT = Verdict(Outcome.SHORTLISTED, "Worth a pitch.")


@pytest.fixture
def judged(app):
    """A jury of two and two proposals, the first of them shortlisted; one sheet was saved twice."""
    scene = make_scene(proposals=2, jurors=2)
    for proposal, level in zip(scene.proposals, (4, 2), strict=True):
        make_scorecard(make_assignment(scene.jurors[1], proposal), level, level)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[1]), 2, 2)
    mine = make_assignment(scene.jurors[0], scene.proposals[0]).id
    for version, (level, submit) in enumerate(((3, False), (5, True))):
        with unit_of_work():
            saving.take_sheet(scene.juror(), mine, Sheet(full(level), version, submit=submit))
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, SHORT)
    return scene


def fetched(client, scene, query=""):
    headers = {"Authorization": "Bearer " + make_api_token(scene.organiser)}
    path = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/jury-export{query}"
    return client.get(path, headers=headers).json


def test_it_holds_every_save_and_recounts_to_the_same(judged, client):
    export = fetched(client, judged)
    assert recount(export).differences == ()
    (one,) = export["rounds"]
    assert [(s["version"], s["submitted"], s["scores"]["fit"]) for s in one["saves"]] == [
        (1, False, 3), (2, True, 5),
    ]  # fmt: skip
    assert [rubric["is_locked"] for rubric in one["rubrics"]] == [True]
    assert {seat["role"] for seat in export["panel"]} == {"member"}
    first = encode_id(judged.proposals[0].id)
    assert export["shortlist"] == {"size": 1, "proposals": [first]}
    assert (one["ranking"][0]["proposal"], one["ranking"][0]["score"]) == (first, "9/2")


def test_a_rewritten_sheet_is_named_by_what_was_saved(judged, client):
    export = fetched(client, judged)
    key = encode_id(judged.jurors[0].id)
    for card in export["rounds"][0]["scorecards"]:
        if (card["juror"], card["scores"]["fit"]) == (key, 5):
            card["scores"] = {"fit": 1, "team": 1}
    codes = {one.code for one in recount(export).differences}
    assert codes >= {"digest", "row_differs", "scorecard_changed", "scorecard_not_saved"}


def test_a_trainee_is_in_the_export_and_counts_nowhere(judged, client, browser):
    trainee = make_juror(judged.event, role="trainee")
    make_scorecard(make_assignment(trainee, judged.proposals[0]), 0, 0)
    export = fetched(client, judged)
    assert recount(export).differences == ()
    key = encode_id(trainee.id)
    assert {"juror": key, "role": "trainee"} in export["panel"]
    row = export["rounds"][0]["ranking"][0]
    assert (row["score"], row["scorecards"]) == ("9/2", 2)
    assert row["left_out"] == [{"juror": key, "code": "trainee"}]
    page = f"/manage/{judged.event.slug}/jury/{encode_id(judged.challenge.id)}"
    browser.sign_in(judged.organiser)
    assert "4 of 4 scorecards count" in browser.get(page).text
    said = browser.get(page + "/analysis").text
    assert "of 2</span>" in said  # the winner without any one juror
    assert "of 3</span>" not in said


def test_names_only_for_who_asks(judged, client, browser):
    name, title = judged.jurors[0].person.name, judged.proposals[0].title
    plain, named = fetched(client, judged), fetched(client, judged, "?names=1")
    assert name not in json.dumps(plain)
    assert title not in json.dumps(plain)
    assert name in named["names"]["jurors"].values()
    assert title in json.dumps(named["names"]["proposals"])
    assert recount(named).is_same
    page = f"/manage/{judged.event.slug}/jury/{encode_id(judged.challenge.id)}/export.json"
    browser.sign_in(judged.organiser)
    assert json.loads(browser.get(page).text) == plain
    assert json.loads(browser.get(page + "?names=1").text) == named


def test_an_override_is_exported_with_both_who_stand_for_it(judged, client):
    first, second = judged.proposals
    why = "The first has lost its site."
    no = Verdict(Outcome.NOT_SELECTED, "No site.", "Find a site.")
    yes = Verdict(Outcome.SELECTED, "It has a site.")
    with unit_of_work():
        deciding.record_decision(judged.lead, second.id, yes)
    with unit_of_work():
        asked = overriding.ask_override(
            judged.lead, first.id, no, grounds=why, version=1, change_reason="Lost."
        ).id
    assert [one["signed_by"] for one in fetched(client, judged)["overrides"]] == [None]
    with unit_of_work():
        overriding.sign_override(judged.juror(1), asked, version=1)
    export = fetched(client, judged, "?names=1")
    assert recount(export).differences == ()
    (one,) = export["overrides"]
    seat, lead = encode_id(judged.jurors[1].id), encode_id(judged.organiser.id)
    assert (one["grounds"], one["asked_by"], one["signed_by"]) == (why, lead, seat)
    assert one["passed"] == [encode_id(second.id)]
    assert export["names"]["people"] == {lead: "Lena Vogt"}
