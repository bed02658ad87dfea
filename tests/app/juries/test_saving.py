"""Saves of scorecards: once each, in order, and back again; a juror's top three."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.models import ConflictOfInterest, ScorecardSave, TopPick
from app.juries.queries import saving as reads
from app.juries.queries.judging import get_assignment
from app.juries.rules.judging import Judgement, Mark
from app.juries.rules.saving import Change, Sheet, changes, content_of, judgement_of
from app.juries.services.saving import choose_top_three, put_back, take_sheet
from tests.app.juries.scene import full, make_scene
from tests.factories import saved
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment

marks = st.builds(Mark, st.none() | st.integers(0, 5), st.text(max_size=8))
judgements = st.builds(
    Judgement,
    st.dictionaries(st.sampled_from("abc"), marks),
    st.text(max_size=8),
    answers=st.dictionaries(st.sampled_from("xy"), st.booleans()),
)


@given(judgements)
def test_a_judgement_is_kept_as_it_was(judgement):
    assert judgement_of(content_of(judgement)) == judgement
    assert changes(judgement, judgement) == ()


def test_what_changed_is_named_level_by_level():
    before = Judgement({"fit": Mark(4, "Good."), "team": Mark(None)})
    marks = {"fit": Mark(2, "Good."), "team": Mark(None, "Small.")}
    after = Judgement(marks, comment="Hm.", answers={"legal": False})
    assert changes(before, after) == (
        Change("fit", "value", 4, 2),
        Change("legal", "answer", None, False),
        Change("team", "comment"),
        Change("comment", "comment"),
    )


@pytest.fixture
def scene(app):
    """Return a jury of one with four proposals to judge."""
    scene: Any = make_scene(proposals=4)
    scene.duties = [make_assignment(scene.jurors[0], one) for one in scene.proposals]
    return scene


def take(scene, value, version, client_id=None, **more):
    with unit_of_work():
        sheet = Sheet(full(value), version, client_id=client_id, **more)
        return take_sheet(scene.juror(), scene.duties[0].id, sheet).version


def test_a_repeat_is_answered_like_the_first_and_stored_once(scene):
    assert [take(scene, 4, 0, "one"), take(scene, 4, 0, "one")] == [1, 1]
    assert take(scene, 2, 1, "two") == 2
    assert take(scene, 4, 0, "one") == 1
    assert db.session.scalar(select(func.count()).select_from(ScorecardSave)) == 2
    card = get_assignment(scene.juror(), scene.duties[0].id).scorecard
    assert (card.version, {score.value for score in card.scores}) == (2, {2})


def test_a_repeat_is_answered_even_after_the_judging(scene):
    assert take(scene, 4, 0, "one", submit=True) == 1
    with unit_of_work():
        db.session.merge(scene.challenge).phase = "decision"
    assert take(scene, 4, 0, "one", submit=True) == 1
    with pytest.raises(Conflict, match="judging_over"):
        take(scene, 5, 1, "two")


def test_another_text_under_the_same_name_is_refused(scene):
    take(scene, 4, 0, "one")
    with pytest.raises(Conflict, match="save_id_used"):
        take(scene, 5, 0, "one")


def test_a_save_of_an_old_version_is_refused(scene):
    take(scene, 4, 0, "one")
    with pytest.raises(Conflict, match="changed_meanwhile"):
        take(scene, 5, 0, "two")


def test_an_earlier_version_is_put_back_and_nothing_is_lost(scene):
    take(scene, 4, 0)
    take(scene, 1, 1)
    with unit_of_work():
        put_back(scene.juror(), scene.duties[0].id, 1, version=2)
    assignment = get_assignment(scene.juror(), scene.duties[0].id)
    assert {score.value for score in assignment.scorecard.scores} == {4}
    steps = reads.list_history(assignment)
    assert [step.save.version for step in steps] == [3, 2, 1]
    assert steps[0].changes == (Change("fit", "value", 1, 4), Change("team", "value", 1, 4))
    with pytest.raises(NotFound):
        put_back(scene.juror(), scene.duties[0].id, 9, version=3)


def test_the_own_marks_are_counted_level_by_level(scene):
    take(scene, 4, 0)
    counted = reads.count_own_marks(scene.juror(), scene.duties[0].round_id)
    assert counted == [(0, 0), (1, 0), (2, 0), (3, 0), (4, 2), (5, 0)]


def choose(scene, *numbers):
    with unit_of_work():
        ids = [scene.proposals[number].id for number in numbers]
        choose_top_three(scene.juror(), scene.duties[0].round_id, ids)


def chosen(scene):
    found = reads.list_own_picks(scene.juror(), [scene.duties[0].round_id])[
        scene.duties[0].round_id
    ]
    return [(pick.place, pick.proposal.title) for pick in found]


def test_the_top_three_is_kept_in_its_order_and_can_change(scene):
    choose(scene, 2, 0, 1)
    assert chosen(scene) == [(1, "Proposal C"), (2, "Proposal A"), (3, "Proposal B")]
    choose(scene, 0, 2)
    assert chosen(scene) == [(1, "Proposal A"), (2, "Proposal C")]
    choose(scene)
    assert db.session.scalars(select(TopPick)).all() == []


@pytest.mark.parametrize(
    ("numbers", "code"), [((0, 0), "picked_twice"), ((0, 1, 2, 3), "too_many_picks")]
)
def test_a_top_three_holds_three_different_proposals(scene, numbers, code):
    with pytest.raises(Invalid, match=code):
        choose(scene, *numbers)


def test_whom_a_juror_must_not_judge_is_no_pick_of_theirs(scene):
    choose(scene, 0, 1)
    tie = {"juror_id": scene.jurors[0].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", **tie))
    assert chosen(scene) == [(2, "Proposal B")]
    with pytest.raises(Invalid, match="pick_not_yours"):
        choose(scene, 0)


def test_the_pages_show_history_marks_and_top_three(scene, browser):
    take(scene, 4, 0)
    take(scene, 1, 1)
    path = f"/jury/{encode_id(scene.duties[0].id)}"
    browser.sign_in(scene.jurors[0].person)
    page = browser.get(path).text
    assert "4 → 1" in page
    assert "How you mark in this round" in page
    back = browser.post(f"{path}/put-back/1", {"version": "2"}, page=path)
    assert back.status_code == 302
    assert "The earlier version is back" in browser.get(path).text
    top = f"/jury/rounds/{encode_id(scene.duties[0].round_id)}/top-three"
    first, second = (encode_id(scene.proposals[n].id) for n in (1, 0))
    twice = browser.post(top, {"place_1": first, "place_2": first})
    assert (twice.status_code, "Choose a different proposal" in twice.text) == (422, True)
    done = browser.post(top, {"place_1": first, "place_2": "", "place_3": second})
    assert (done.status_code, chosen(scene)) == (302, [(1, "Proposal B"), (2, "Proposal A")])
    assert "Your top three: Proposal B, Proposal A" in browser.get("/jury").text


@pytest.mark.parametrize("saves", [1, 3])
def test_a_judge_page_asks_the_database_as_often_whatever_was_saved(
    scene, browser, count_queries, saves
):
    for version in range(saves):
        take(scene, version, version)
    browser.sign_in(scene.jurors[0].person)
    path = f"/jury/{encode_id(scene.duties[0].id)}"
    browser.get(path)
    with count_queries as counter:
        browser.get(path)
    assert counter.count == 13


def test_programs_save_repeat_put_back_and_choose(scene, client):
    headers = {"Authorization": "Bearer " + make_api_token(scene.jurors[0].person)}
    base = f"/api/v1/assignments/{encode_id(scene.duties[0].id)}/saves"
    scores = [{"key": key, "value": 4, "comment": "Yes."} for key in ("fit", "team")]
    sheet = {"version": 0, "scores": scores, "client_id": "phone-1"}
    made = [client.post(base, json=sheet, headers=headers) for _ in range(2)]
    assert [(one.status_code, one.json["version"]) for one in made] == [(201, 1), (201, 1)]
    client.post(base, json={"version": 1, "scores": scores[:1]}, headers=headers)
    back = client.post(f"{base}/1/put-back", json={"version": 2}, headers=headers)
    assert (back.status_code, back.json["version"]) == (201, 3)
    saves = client.get(base, headers=headers).json["items"]
    assert [one["version"] for one in saves] == [3, 2, 1]
    top = f"/api/v1/rounds/{encode_id(scene.duties[0].round_id)}/my-top-three"
    ids = [encode_id(scene.proposals[n].id) for n in (3, 1)]
    put = client.put(top, json={"proposal_ids": ids}, headers=headers)
    assert put.json == client.get(top, headers=headers).json
    assert [one["proposal_id"] for one in put.json["items"]] == ids
