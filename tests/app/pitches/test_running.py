"""A pitch day: planned, opened and closed on the server, scored on phones, signed in by code."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.models import TeamRole
from app.juries.models import Assignment, ConflictOfInterest, Scorecard
from app.juries.rules.judging import Judgement, Mark
from app.juries.rules.saving import Sheet
from app.pitches import queries, services
from app.pitches.models import JurorPass
from app.pitches.rules import Light, Minutes, Stage, Terms
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_member, make_person
from tests.factories.pitches import make_pitch_round

MINUTES = Minutes(5, 5, 2)


@pytest.fixture
def scene(app):
    """Return a shortlist of three before three jurors, one in conflict with the first, planned."""
    scene: Any = make_scene(phase="shortlist", proposals=3, jurors=3)
    with unit_of_work():
        for proposal in scene.proposals:
            db.session.merge(proposal).state = "shortlisted"
    tie = {"juror_id": scene.jurors[2].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", **tie))
    scene.round = make_pitch_round(scene.challenge)
    terms = Terms(clock.now(), MINUTES)
    in_unit_of_work(lambda: services.plan_pitch_day(scene.lead, scene.round.id, terms))
    return scene


def turns(scene):
    db.session.rollback()
    return queries.list_turns(scene.lead, queries.get_day(scene.round.id))


def run(scene, act, number):
    pitch_id = turns(scene)[number].pitch.id
    return in_unit_of_work(lambda: act(scene.lead, scene.round.id, pitch_id))


def duty(scene, juror, proposal):
    query = select(Assignment.id).where(Assignment.round_id == scene.round.id)
    query = query.where(Assignment.juror_id == scene.jurors[juror].id)
    return db.session.scalar(query.where(Assignment.proposal_id == scene.proposals[proposal].id))


def score(scene, juror, proposal, version, *values, client_id=None):
    marks = dict(zip(("fit", "team"), (Mark(value) for value in values), strict=False))
    sheet = Sheet(Judgement(marks), version, client_id=client_id)
    assignment_id = duty(scene, juror, proposal)
    take = services.score_pitch
    return in_unit_of_work(lambda: take(scene.juror(juror), assignment_id, sheet).version)


def test_everybody_without_a_conflict_judges_every_pitch(scene):
    assert [(turn.done, turn.due) for turn in turns(scene)] == [(0, 2), (0, 3), (0, 3)]
    again = Terms(clock.now(), Minutes(3, 2, 0))
    in_unit_of_work(lambda: services.plan_pitch_day(scene.lead, scene.round.id, again))
    assert [(turn.done, turn.due) for turn in turns(scene)] == [(0, 2), (0, 3), (0, 3)]


def test_marks_count_while_the_pitch_is_open_and_may_change_until_it_closes(scene):
    with pytest.raises(Conflict, match="pitch_not_open"):
        score(scene, 0, 0, 0, 4, 4)
    run(scene, services.open_pitch, 0)
    assert score(scene, 0, 0, 0, 4) == 1
    assert turns(scene)[0].light is Light.NOBODY
    assert score(scene, 0, 0, 1, 4, 3) == 2
    assert (turns(scene)[0].done, turns(scene)[0].light) == (1, Light.SOME)
    assert score(scene, 0, 0, 2, 1, 3, client_id="tap") == 4
    assert score(scene, 0, 0, 2, 1, 3, client_id="tap") == 4
    score(scene, 1, 0, 0, 5, 5)
    assert turns(scene)[0].light is Light.ALL
    run(scene, services.close_pitch, 0)
    with pytest.raises(Conflict, match="pitch_closed"):
        score(scene, 0, 0, 4, 5, 5)
    cards = db.session.scalars(select(Scorecard).where(Scorecard.submitted_at.is_not(None))).all()
    assert sorted(score.value or 0 for card in cards for score in card.scores) == [1, 3, 5, 5]


def test_the_conflicted_have_nothing_to_score_and_see_no_title(scene, browser):
    assert duty(scene, 2, 0) is None
    run(scene, services.open_pitch, 0)
    browser.sign_in(scene.jurors[2].person)
    page = browser.get(f"/jury/pitches/{encode_id(scene.round.id)}").text
    assert "This pitch is not yours to judge" in page
    assert ("Proposal A" in page, "handed in" in page) == (False, False)


def test_one_pitch_is_open_at_a_time_and_the_order_given_is_kept(scene):
    run(scene, services.open_pitch, 1)
    with pytest.raises(Conflict, match="another_pitch_open"):
        run(scene, services.open_pitch, 0)
    run(scene, services.close_pitch, 1)
    run(scene, services.open_pitch, 0)
    run(scene, services.close_pitch, 0)
    run(scene, services.open_pitch, 1)
    assert [turn.pitch.given for turn in turns(scene)] == [2, 1, None]
    assert turns(scene)[1].pitch.stage is Stage.OPEN


def test_a_chair_opens_and_closes_but_makes_no_codes_and_a_trainee_does_not_count(scene, browser):
    with unit_of_work():
        db.session.merge(scene.jurors[0]).role = "chair"
        db.session.merge(scene.jurors[1]).role = "trainee"
    assert [(turn.done, turn.due) for turn in turns(scene)] == [(0, 1), (0, 2), (0, 2)]
    browser.sign_in(scene.jurors[0].person)
    path = f"/manage/pitches/{encode_id(scene.round.id)}"
    first = encode_id(turns(scene)[0].pitch.id)
    page = browser.get(path).text
    assert ("Proposal A" in page, "Codes for jurors" in page) == (True, False)
    browser.post(f"{path}/{first}/open", page=path)
    assert turns(scene)[0].pitch.stage is Stage.OPEN
    for rest in ("/codes", "/vote"):
        assert browser.get(path + rest).status_code == 404
    score(scene, 1, 0, 0, 5, 5)
    assert turns(scene)[0].done == 0


def test_those_that_wait_change_places_and_those_given_stay(scene):
    def move(number, by):
        pitch_id = turns(scene)[number].pitch.id
        in_unit_of_work(lambda: services.move_pitch(scene.lead, scene.round.id, pitch_id, by))

    move(2, -1)
    titles = [turn.pitch.proposal.title for turn in turns(scene)]
    assert titles == ["Proposal A", "Proposal C", "Proposal B"]
    run(scene, services.open_pitch, 0)
    with pytest.raises(Conflict, match="pitch_given"):
        move(1, -1)


def test_only_who_runs_the_jury_runs_the_pitches(scene, browser):
    path = f"/manage/pitches/{encode_id(scene.round.id)}"
    for person in (scene.jurors[0].person, make_person()):
        browser.sign_in(person)
        assert browser.get(path).status_code == 404
    browser.sign_in(scene.organiser)
    page = browser.get(path).text
    assert page.count("0 of 3 handed in") == 2
    first = encode_id(turns(scene)[0].pitch.id)
    browser.post(f"{path}/{first}/open", page=path)
    assert "Close" in browser.get(path).text
    assert "Proposal A" in browser.get(f"{path}/wall").text
    part = browser.get(f"{path}/order")
    tag = {"If-None-Match": part.headers["ETag"]}
    assert part.status_code == 200
    assert browser.get(f"{path}/order", headers=tag).status_code == 304
    assert "Proposal A" in browser.get(f"{path}/wall/now").text
    browser.post(f"{path}/{first}/close", page=path)
    assert browser.get(f"{path}/order", headers=tag).status_code == 200
    again = {"starts_at": "2031-05-05T09:00", "pitch": "3", "questions": "2", "change": "1"}
    assert browser.post(path, again).status_code == 302
    assert browser.post(path, again | {"pitch": "0"}).status_code == 422
    assert "Run the pitches" in browser.get(f"/manage/{scene.event.slug}").text
    listed = browser.get(f"/manage/{scene.event.slug}/pitches").text
    assert scene.challenge.title in listed


def test_an_organiser_who_is_tied_to_a_proposal_sees_nothing_of_its_pitch(scene, browser):
    other = make_person()
    make_team_member(scene.event, other, TeamRole.LEAD)
    make_member(scene.proposals[0].organisation, other)
    browser.sign_in(other)
    path = f"/manage/pitches/{encode_id(scene.round.id)}"
    page = browser.get(path).text
    assert ("Proposal A" in page, "Proposal B" in page) == (False, True)
    first = encode_id(turns(scene)[0].pitch.id)
    assert browser.post(f"{path}/{first}/open", page=path).status_code == 404


def test_a_juror_scores_on_the_phone(scene, browser):
    run(scene, services.open_pitch, 0)
    browser.sign_in(scene.jurors[0].person)
    path = f"/jury/pitches/{encode_id(scene.round.id)}"
    page = browser.get(path)
    assert ("Proposal A" in page.text, "0 of 2 handed in" in page.text) == (True, True)
    assert path in browser.get("/home").text
    marks = {"scores-0-key": "fit", "scores-0-value": "4", "scores-1-key": "team", "version": "0"}
    sent = browser.post(
        f"{path}/{encode_id(duty(scene, 0, 0))}", marks | {"scores-1-value": "2"}, page=path
    )
    assert sent.status_code == 302
    seen = f"{encode_id(turns(scene)[0].pitch.id)}.True"
    part = browser.get(f"{path}/now?seen={seen}")
    assert "1 of 2 handed in" in part.text
    etag = {"If-None-Match": part.headers["ETag"]}
    assert browser.get(f"{path}/now?seen={seen}", headers=etag).status_code == 304
    moved_on = browser.get(f"{path}/now?seen=")
    assert (moved_on.status_code, moved_on.headers["HX-Refresh"]) == (204, "true")


def token_of(page):
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def test_a_code_signs_one_phone_in_to_the_pitches_and_nothing_else(scene, client, app):
    base = f"/manage/pitches/{encode_id(scene.round.id)}"
    with unit_of_work():
        made, code = services.make_pass(scene.lead, scene.round.id, scene.jurors[0].id)
    page = client.get(f"/jury/enter/{code}")
    assert "Start judging" in page.text
    token = token_of(page)
    entered = client.post(f"/jury/enter/{code}", data={"csrf_token": token})
    phone = f"/jury/pitches/{encode_id(scene.round.id)}"
    assert (entered.status_code, entered.location) == (302, phone)
    assert client.get(phone).status_code == 200
    for elsewhere in ("/home", "/jury", "/account", base):
        assert client.get(elsewhere).status_code in (302, 404), elsewhere
    other = app.test_client()
    token = (
        other.get(f"/jury/enter/{code}").text.split('name="csrf_token" value="')[1].split('"')[0]
    )
    second = other.post(f"/jury/enter/{code}", data={"csrf_token": token})
    assert (second.status_code, "has been used" in second.text) == (409, True)
    with unit_of_work():
        services.revoke_pass(scene.lead, scene.round.id, scene.jurors[0].id)
    assert client.get(phone).status_code == 302
    assert made.id == db.session.scalar(select(JurorPass.id))


def test_the_organiser_makes_shows_and_ends_codes(scene, browser):
    browser.sign_in(scene.organiser)
    path = f"/manage/pitches/{encode_id(scene.round.id)}/codes"
    juror = {"juror_id": encode_id(scene.jurors[1].id)}
    assert browser.post(path, juror).status_code == 302
    page = browser.get(path).text
    assert ("/jury/enter/jur_" in page, "A code waits for its phone" in page) == (True, True)
    browser.post(f"{path}/revoke", juror, page=path)
    assert browser.get(path).text.count("No code") == 3
    with pytest.raises(NotFound), unit_of_work():
        services.make_pass(scene.lead, scene.round.id, 1)


def test_programs_plan_run_and_score(scene, client):
    lead = {"Authorization": "Bearer " + make_api_token(scene.organiser)}
    juror = {"Authorization": "Bearer " + make_api_token(scene.jurors[0].person)}
    base = f"/api/v1/rounds/{encode_id(scene.round.id)}"
    plan = {"starts_at": "2031-05-05T09:00", "pitch": 3, "questions": 2, "change": 1}
    planned = client.put(f"{base}/pitches", json=plan, headers=lead).json
    first, second, _ = (one["id"] for one in planned["items"])
    by = client.post(f"{base}/pitches/{second}/move", json={"by": -1}, headers=lead)
    assert [one["id"] for one in by.json["items"]][:2] == [second, first]
    assert client.get(f"{base}/pitches/now", headers=juror).json["assignment_id"] is None
    client.post(f"{base}/pitches/{first}/open", headers=lead)
    now = client.get(f"{base}/pitches/now", headers=juror).json
    assert (now["title"], now["done"], now["due"]) == ("Proposal A", 0, 2)
    scores = [{"key": key, "value": 4} for key in ("fit", "team")]
    path = f"/api/v1/assignments/{now['assignment_id']}/pitch-score"
    sheet = {"version": 0, "scores": scores, "client_id": "x"}
    assert client.post(path, json=sheet, headers=juror).json["is_submitted"] is True
    closed = client.post(f"{base}/pitches/{first}/close", headers=lead).json
    assert [one["light"] for one in closed["items"]] == ["nobody", "some", "nobody"]
    late = client.post(path, json=sheet | {"client_id": "y", "version": 1}, headers=juror)
    assert (late.status_code, late.json["code"]) == (409, "pitch_closed")
    assert client.get(f"{base}/pitches", headers=juror).status_code == 404
    key = {"juror_id": encode_id(scene.jurors[0].id)}
    made = client.post(f"{base}/codes", json=key, headers=lead)
    assert (made.status_code, "/jury/enter/jur_" in made.json["link"]) == (201, True)
    assert client.delete(f"{base}/codes/{key['juror_id']}", headers=lead).status_code == 204


def test_the_running_order_takes_the_same_statements_whatever_its_length(scene, count_queries):
    day = queries.get_day(scene.round.id)
    with count_queries as counted:
        queries.list_turns(scene.lead, day)
    assert counted.count == 3
