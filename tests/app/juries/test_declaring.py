"""A juror says at once whom they know among the applicants of a challenge."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.models import Assignment, ConflictOfInterest, JudgingRound, JurorChallenge
from app.juries.queries.declaring import get_question, list_asking
from app.juries.queries.results import load_results
from app.juries.rules.blinding import MARK
from app.juries.rules.conflicts import Relation, Tie
from app.juries.services import conflicts
from app.juries.services.redacting import redact_passage
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene
from tests.app.juries.test_api import bearer
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_member
from tests.factories.juries import make_assignment, make_round, make_scorecard

FRIEND = Tie(Relation.FAMILY, "My sister founded it.")


def declare(scene, *numbers, juror=0):
    with unit_of_work():
        return conflicts.declare_conflicts(
            scene.juror(juror),
            scene.challenge.id,
            {scene.proposals[number].id: FRIEND for number in numbers},
        )


def titles(scene, juror=0):
    found = get_question(scene.juror(juror), scene.challenge.id)
    return [one.title for one in found.items]


def register():
    query = select(ConflictOfInterest).order_by(ConflictOfInterest.id)
    rows = db.session.scalars(query)
    return {(one.juror_id, one.proposal_id, one.kind, one.source, one.reason) for one in rows}


@pytest.mark.parametrize("phase", ["published", "screening", "jury"])
def test_a_juror_is_asked_before_anything_is_assigned_and_after(app, phase):
    scene = make_scene(phase=phase, proposals=3)
    assert titles(scene) == ["Proposal A", "Proposal B", "Proposal C"]
    assert declare(scene, 0, 2) == 2
    juror = scene.jurors[0].id
    assert register() == {
        (juror, scene.proposals[n].id, "family", "juror", "My sister founded it.") for n in (0, 2)
    }
    assert titles(scene) == ["Proposal B"]


def test_a_finished_scorecard_no_longer_counts(app):
    scene = make_scene(proposals=2)
    first, second = (make_assignment(scene.jurors[0], one) for one in scene.proposals)
    make_scorecard(first, 5, 5)
    make_scorecard(second, 4, 4)
    declare(scene, 0)
    db.session.expire_all()
    ended = [db.session.get(Assignment, one.id).recused_at is not None for one in (first, second)]
    assert ended == [True, False]
    rows = load_results(scene.challenge, ()).rows
    assert {row.title: row.score.count for row in rows} == {"Proposal A": 0, "Proposal B": 1}


def test_one_that_cannot_be_taken_takes_none(app):
    scene, other = make_scene(proposals=2), make_scene()
    known = {scene.proposals[0].id: FRIEND, other.proposals[0].id: FRIEND}
    with pytest.raises(Conflict, match="asked_changed"), unit_of_work():
        conflicts.declare_conflicts(scene.juror(), scene.challenge.id, known)
    assert register() == set()


def test_who_does_not_sit_for_a_challenge_is_not_asked(app):
    scene = make_scene(jurors=2)
    other = make_challenge(scene.event, phase="jury")
    with unit_of_work():
        juror = db.session.merge(scene.jurors[0])
        juror.is_limited = True
        juror.limits.append(JurorChallenge(challenge_id=other.id))
    for actor in (scene.juror(0), scene.lead):
        assert list_asking(actor) == []
        with pytest.raises(NotFound):
            get_question(actor, scene.challenge.id)
    assert [one.id for one in list_asking(scene.juror(1))] == [scene.challenge.id]


@pytest.mark.parametrize("phase", ["shortlist", "decision", "archived"])
def test_nobody_is_asked_once_judging_is_over(app, phase):
    scene = make_scene(phase=phase)
    assert (list_asking(scene.juror()), titles(scene)) == ([], [])
    with pytest.raises(Conflict, match="judging_over"):
        declare(scene, 0)


def test_what_is_unchecked_or_closed_already_is_not_asked_about(app):
    scene = make_scene(proposals=3)
    make_member(
        db.session.get(Proposal, scene.proposals[1].id).organisation, scene.jurors[0].person
    )
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[2].id).state = "ineligible"
    assert titles(scene) == ["Proposal A"]
    with pytest.raises(Conflict, match="asked_changed"):
        declare(scene, 1)


def test_in_a_blind_round_nothing_names_who_proposes(app):
    scene = make_scene(proposals=1)
    name = db.session.get(Proposal, scene.proposals[0].id).organisation.name
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[0].id).summary = f"{name} measures leaks."
    (open_one,) = get_question(scene.juror(), scene.challenge.id).items
    assert open_one.organisations == (name,)
    round_id = make_round(scene.challenge).id
    with unit_of_work():
        db.session.get(JudgingRound, round_id).blindness = "blind"
    (item,) = get_question(scene.juror(), scene.challenge.id).items
    assert (item.organisations, item.summary) == ((), "███ measures leaks.")
    with unit_of_work():
        redact_passage(scene.lead, scene.challenge, scene.proposals[0].id, "summary", "leaks")
    (item,) = get_question(scene.juror(), scene.challenge.id).items
    assert item.summary == f"███ measures {MARK}."


def test_the_page_keeps_what_was_ticked_and_then_takes_all(app, browser):
    scene = make_scene(proposals=2)
    browser.sign_in(scene.jurors[0].person)
    url = f"/jury/challenges/{encode_id(scene.challenge.id)}/known"
    assert url in browser.get("/jury").text
    sent = {
        "rows-0-proposal_id": encode_id(scene.proposals[0].id),
        "rows-0-is_known": "1",
        "rows-0-reason": "We share an office.",
        "rows-1-proposal_id": encode_id(scene.proposals[1].id),
    }
    again = browser.post(url, sent)
    assert again.status_code == 422
    assert 'name="rows-0-is_known" value="1" checked' in again.text
    assert "We share an office." in again.text
    assert "Choose what ties you to it." in again.text
    done = browser.post(url, sent | {"rows-0-kind": "cooperation"})
    assert (done.status_code, done.location) == (302, "/jury")
    assert [row[2:] for row in register()] == [("cooperation", "juror", "We share an office.")]
    page = browser.get(url).text
    assert ("Proposal A" in page, "Proposal B" in page) == (False, True)


def test_what_is_gone_meanwhile_leaves_the_other_ticks(app, browser):
    scene = make_scene(proposals=2)
    saved(
        lambda: ConflictOfInterest(
            juror_id=scene.jurors[0].id,
            proposal_id=scene.proposals[0].id,
            kind="other",
            source="organiser",
        )
    )
    browser.sign_in(scene.jurors[0].person)
    url = f"/jury/challenges/{encode_id(scene.challenge.id)}/known"
    sent: dict[str, str] = {}
    for number, one in enumerate(scene.proposals):
        values = {"proposal_id": encode_id(one.id), "is_known": "1"}
        values |= {"kind": "family", "reason": f"Kin {number}"}
        sent |= {f"rows-{number}-{name}": value for name, value in values.items()}
    again = browser.post(url, sent)
    assert (again.status_code, "Proposal A" in again.text) == (409, False)
    assert ("Kin 0" in again.text, "Kin 1" in again.text) == (False, True)
    assert 'name="rows-0-is_known" value="1" checked' in again.text


def test_programs_ask_and_answer(app, client):
    scene = make_scene(proposals=2)
    url = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/known-applicants"
    headers = bearer(scene.jurors[0].person)
    items = client.get(url, headers=headers).json["items"]
    assert [one["title"] for one in items] == ["Proposal A", "Proposal B"]
    row = {"proposal_id": items[1]["proposal_id"], "is_known": True}
    assert client.post(url, json={"rows": [row]}, headers=headers).status_code == 422
    row |= {"kind": "competition", "reason": "We bid against them."}
    left = client.post(url, json={"rows": [row]}, headers=headers)
    assert [one["title"] for one in left.json["items"]] == ["Proposal A"]
    assert client.get(url, headers=bearer(scene.organiser)).status_code == 404
