"""A trainee beside a member: the same proposals, the wall first, both sheets once both are in."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import Conflict, DomainError, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.juries.models import Assignment, ConflictOfInterest, Juror, Pairing
from app.juries.queries import chasing, exporting, results
from app.juries.queries.judging import get_assignment
from app.juries.queries.pairing import list_beside
from app.juries.rules.pairing import PairingTerms, follow
from app.juries.rules.roles import JurorRole
from app.juries.rules.saving import Sheet
from app.juries.services import assigning, pairing, panel
from app.juries.services.saving import take_sheet
from challenges.recount import recount
from tests.app.juries.scene import full, make_scene
from tests.factories import saved
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment, make_suggestion

PLACES = st.sets(st.tuples(st.integers(1, 3), st.integers(1, 6)), max_size=8)


def test_a_trainee_gets_what_is_new_and_gives_back_what_is_not_begun():
    following = follow([(1, 7), (1, 8), (1, 9)], {(1, 8): False, (1, 5): True, (1, 4): False}, {9})
    assert (following.added, following.removed) == (((1, 7),), ((1, 5),))


@given(PLACES, PLACES, st.sets(st.integers(1, 6)), st.data())
def test_no_barred_proposal_comes_and_nothing_begun_goes(beside, own, barred, data):
    may_go = {place: data.draw(st.booleans()) for place in own}
    following = follow(beside, may_go, barred)
    assert all(place in beside and place[1] not in barred for place in following.added)
    assert all(may_go[place] for place in following.removed)
    after = (own | set(following.added)) - set(following.removed)
    again = follow(beside, {place: may_go.get(place, True) for place in after}, barred)
    assert (again.added, again.removed) == ((), ())


@pytest.fixture
def scene(app):
    """Three proposals before a member and a trainee who is tied to the first."""
    scene: Any = make_scene(proposals=3, jurors=3)
    with unit_of_work():
        db.session.merge(scene.jurors[1]).role = JurorRole.TRAINEE
    scene.duties = [make_assignment(scene.jurors[0], one) for one in scene.proposals]
    tie = {"juror_id": scene.jurors[1].id, "proposal_id": scene.proposals[0].id}
    saved(partial(ConflictOfInterest, kind="family", source="juror", **tie))
    return scene


def pair(scene, *, member=0, **more):
    terms = PairingTerms(scene.jurors[member].id, **more)
    return in_unit_of_work(
        lambda: pairing.pair_trainee(scene.lead, scene.event, scene.jurors[1].id, terms)
    )


def hers(scene):
    db.session.rollback()
    query = select(Assignment).where(Assignment.juror_id == scene.jurors[1].id)
    found = db.session.scalars(query.join(Assignment.proposal)).all()
    return {one.proposal.title[-1]: one for one in found}


def hand_in(scene, juror, duty_id, level):
    with unit_of_work():
        take_sheet(scene.juror(juror), duty_id, Sheet(full(level), 0, submit=True))


def beside(scene, juror, duty_id):
    db.session.rollback()
    found = list_beside(get_assignment(scene.juror(juror), duty_id))
    return [(one.juror, {score.value for score in one.scorecard.scores}) for one in found]


def test_a_trainee_gets_what_her_member_has_but_for_what_she_is_or_may_be_tied_to(scene):
    make_suggestion(scene.jurors[1], scene.proposals[1])
    pair(scene)
    assert set(hers(scene)) == {"C"}


def test_only_a_trainee_is_paired_and_only_with_somebody_whose_marks_count(scene):
    with pytest.raises(Invalid, match="member_unknown"):
        pair(scene, member=1)
    terms = PairingTerms(scene.jurors[2].id)
    with pytest.raises(Conflict, match="not_a_trainee"), unit_of_work():
        pairing.pair_trainee(scene.lead, scene.event, scene.jurors[0].id, terms)
    with pytest.raises(DomainError), unit_of_work():
        pairing.pair_trainee(scene.juror(2), scene.event, scene.jurors[1].id, terms)


def test_each_reads_the_others_sheet_only_once_both_are_handed_in(scene):
    pair(scene)
    own = hers(scene)["B"].id
    hand_in(scene, 0, scene.duties[1].id, 2)
    assert beside(scene, 1, own) == []
    hand_in(scene, 1, own, 5)
    assert beside(scene, 1, own) == [("Juror No 1", {2})]
    assert beside(scene, 0, scene.duties[1].id) == []
    pair(scene, is_mutual=True)
    assert beside(scene, 0, scene.duties[1].id) == [("Juror No 2", {5})]
    tie = {"juror_id": scene.jurors[0].id, "proposal_id": scene.proposals[1].id}
    saved(partial(ConflictOfInterest, kind="family", source="juror", **tie))
    assert beside(scene, 1, own) == []


def test_her_marks_count_nowhere_and_the_export_marks_them(scene):
    pair(scene)
    for letter in "BC":
        hand_in(scene, 1, hers(scene)[letter].id, 5)
    hand_in(scene, 0, scene.duties[1].id, 2)
    db.session.rollback()
    challenge = db.session.get(Challenge, scene.challenge.id)
    found = results.load_results(challenge, ())
    assert sorted((row.title, str(row.percent), row.assigned) for row in found.rows) == [
        ("Proposal A", "None", 1),
        ("Proposal B", "40.0", 1),
        ("Proposal C", "None", 1),
    ]
    owed = {one.juror_id for one in chasing.list_duties(scene.event, ())}
    assert owed == {scene.jurors[0].id}
    export = exporting.export_jury(scene.lead, challenge)
    cards = export["rounds"][0]["scorecards"]
    assert sorted(card["trainee"] for card in cards) == [False, True, True]
    assert recount(export).is_same


def test_she_follows_her_member_and_keeps_what_she_has_begun(scene):
    pair(scene)
    hand_in(scene, 1, hers(scene)["B"].id, 4)
    pair(scene, member=2)
    assert set(hers(scene)) == {"B"}
    in_unit_of_work(lambda: pairing.end_pairing(scene.lead, scene.event, scene.jurors[1].id))
    assert set(hers(scene)) == {"B"}
    assert db.session.scalars(select(Pairing)).all() == []
    with pytest.raises(Conflict, match="not_paired"), unit_of_work():
        pairing.end_pairing(scene.lead, scene.event, scene.jurors[1].id)


def test_whatever_is_assigned_later_comes_to_her_too(scene):
    pair(scene, member=2)
    assert hers(scene) == {}
    assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=2)
    assert set(hers(scene)) == {"B", "C"}


def test_a_member_who_leaves_the_panel_takes_the_pairing_along(scene):
    pair(scene, member=2)
    with unit_of_work():
        panel.remove_juror(scene.lead, scene.event, scene.jurors[2].id)
    assert db.session.scalars(select(Pairing)).all() == []
    assert db.session.get(Juror, scene.jurors[1].id) is not None


def test_the_pages_pair_show_both_sheets_and_end_it(scene, browser):
    browser.sign_in(scene.organiser)
    there = f"/manage/{scene.event.slug}/jury/jurors/{encode_id(scene.jurors[1].id)}"
    assert "Judges beside a member" in browser.get(there).text
    member = {"member_id": encode_id(scene.jurors[0].id), "is_mutual": "1"}
    browser.post(f"{there}/pairing", member, page=there)
    assert "Judge beside nobody" in browser.get(there).text
    bad = browser.post(f"{there}/pairing", {"member_id": encode_id(scene.jurors[1].id)}, page=there)
    assert bad.status_code == 302
    assert "Choose somebody of the panel" in browser.get(there).text
    own = hers(scene)["C"].id
    hand_in(scene, 0, scene.duties[2].id, 1)
    hand_in(scene, 1, own, 3)
    browser.sign_in(scene.jurors[1].person)
    page = browser.get(f"/jury/{encode_id(own)}").text
    assert ("Juror No 1" in page, "Levels beside yours" in page) == (True, True)
    browser.sign_in(scene.jurors[0].person)
    assert "it never counts" in browser.get(f"/jury/{encode_id(scene.duties[2].id)}").text
    browser.sign_in(scene.organiser)
    browser.post(f"{there}/pairing/end", page=there)
    assert "Judge beside nobody" not in browser.get(there).text


def test_programs_pair_read_and_end(scene, client):
    headers = {"Authorization": "Bearer " + make_api_token(scene.organiser)}
    base = f"/api/v1/events/{scene.event.slug}/jurors"
    here = f"{base}/{encode_id(scene.jurors[1].id)}/pairing"
    member = encode_id(scene.jurors[0].id)
    made = client.put(here, json={"member_id": member}, headers=headers)
    assert (made.status_code, made.json["is_mutual"]) == (200, False)
    listed = client.get(f"{base}/pairings", headers=headers).json["items"]
    assert [one["member_id"] for one in listed] == [member]
    own = hers(scene)["B"].id
    hand_in(scene, 0, scene.duties[1].id, 2)
    hand_in(scene, 1, own, 5)
    trainee = {"Authorization": "Bearer " + make_api_token(scene.jurors[1].person)}
    found = client.get(f"/api/v1/assignments/{encode_id(own)}/beside", headers=trainee).json
    assert [one["scores"][0]["value"] for one in found["items"]] == [2]
    assert client.delete(here, headers=headers).status_code == 204
