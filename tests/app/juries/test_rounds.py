"""Judging rounds and rubrics: services, the juror's side, pages and API."""

import html
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.juries.models import Assignment, JudgingRound, Scorecard
from app.juries.queries import results
from app.juries.queries.rounds import list_rounds, rounds_begun, rubric_of
from app.juries.rules.judging import Outcome, Verdict
from app.juries.rules.rounds import (
    Blindness,
    RoundKind,
    RoundTerms,
    RubricTerms,
    entrants,
    is_open,
    position_to_assign,
)
from app.juries.services import assigning, deciding, rounds, scoring
from challenges.lifecycle import Phase, ProposalState
from challenges.ranking import TieRule
from challenges.rubric import Lack, Shortfall
from tests.app.juries.scene import full, make_scene
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment, make_round, make_scorecard

PITCH = RoundTerms("Pitches", RoundKind.PITCH, Blindness.OPEN, 2)
LEGAL = {"key": None, "text": "Is it legal where it will run?"}


def change(scene, terms, *, position=1, version=1):
    return in_unit_of_work(
        lambda: rounds.change_rubric(
            scene.lead, scene.challenge.id, position, terms, version=version
        )
    )


def the_round(scene, position=1):
    db.session.expire_all()
    return next(one for one in list_rounds(scene.challenge) if one.position == position)


def threshold(value, key="fit"):
    return RubricTerms(
        criteria=({"key": key, "threshold": value},), tie_rules=(TieRule.LOWER_SPREAD,)
    )


class Round:
    def __init__(self, position=1, opens_at=None, closes_at=None):
        self.position, self.opens_at, self.closes_at = position, opens_at, closes_at


@pytest.mark.parametrize(
    ("position", "phase", "expected"),
    [
        (1, Phase.JURY, True),
        (1, Phase.SHORTLIST, False),
        (2, Phase.JURY, False),
        (2, Phase.SHORTLIST, True),
        (3, Phase.DECISION, False),
    ],
)
def test_each_round_is_open_in_its_own_phase(position, phase, expected):
    assert is_open(Round(position), phase, clock.now()) is expected


def test_a_round_with_times_is_open_between_them():
    now, hour = clock.now(), timedelta(hours=1)
    assert is_open(Round(opens_at=now, closes_at=now + hour), Phase.JURY, now)
    assert not is_open(Round(opens_at=now + hour), Phase.JURY, now)
    assert not is_open(Round(closes_at=now), Phase.JURY, now)


def test_the_first_round_is_assigned_until_the_shortlist_then_the_first_that_is_not_closed():
    now = clock.now()
    three = [Round(1), Round(2, closes_at=now), Round(3)]
    assert position_to_assign(Phase.SCREENING, [], now) == 1
    assert position_to_assign(Phase.SHORTLIST, three, now) == 3
    assert position_to_assign(Phase.SHORTLIST, [Round(1)], now) is None
    assert position_to_assign(Phase.DECISION, three, now) is None
    assert entrants(2) == (ProposalState.SHORTLISTED,)


def test_thresholds_make_a_version_and_the_criteria_stay_the_brief_s(app):
    scene = make_scene()
    terms = RubricTerms(
        criteria=({"key": "fit", "name": "Other", "weight": 5, "threshold": 3},),
        total=60,
        knock_outs=(LEGAL,),
    )
    made = change(scene, terms)
    rubric = rubric_of(the_round(scene))
    assert (made.version, rubric.thresholds, rubric.total) == (2, {"fit": 3}, 60)
    assert [one.key for one in rubric.criteria] == ["fit", "team"]
    assert [one.text for one in rubric.knock_outs] == [LEGAL["text"]]
    assert rubric.tie_rules == ()
    assert change(scene, terms, version=2).version == 2  # the same again makes no version
    with pytest.raises(Conflict, match="changed_meanwhile"):
        change(scene, threshold(4))


def test_the_first_score_locks_the_rubric_and_names_its_version(app):
    scene = make_scene()
    change(scene, threshold(3))
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    in_unit_of_work(lambda: scoring.save_scorecard(scene.juror(), assignment.id, full(), version=0))
    standing = the_round(scene).rubric
    assert standing.locked_at is not None
    assert db.session.query(Scorecard).one().rubric_id == standing.id
    with pytest.raises(Conflict, match="rubric_locked"):
        change(scene, threshold(4), version=2)


def test_a_scorecard_answers_every_knock_out_question_and_no_other(app):
    scene = make_scene()
    change(scene, RubricTerms(knock_outs=(LEGAL,)))
    key = rubric_of(the_round(scene)).knock_outs[0].key
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])

    def hand_in(**answers):
        judgement = replace(full(), answers=answers)
        return in_unit_of_work(
            lambda: (
                scoring.submit_scorecard(scene.juror(), assignment.id, judgement, version=0).answers
            )
        )

    with pytest.raises(Invalid) as missing:
        hand_in()
    assert (missing.value.code, missing.value.field) == ("answer_missing", "answers-0-is_yes")
    with pytest.raises(Invalid, match="question_unknown"):
        hand_in(other=True)
    assert hand_in(**{key: False}) == {key: False}


def test_the_ranking_says_what_a_proposal_misses(app):
    scene = make_scene()
    change(scene, threshold(4))
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 3, 5)
    (row,) = results.load_results(scene.challenge, ()).rows
    assert row.shortfalls == (Shortfall(Lack.CRITERION, "fit", Fraction(3), Fraction(4)),)


def shortlist(scene, proposal):
    verdict = Verdict(Outcome.SHORTLISTED, "Among the best.")
    in_unit_of_work(lambda: deciding.record_decision(scene.lead, proposal.id, verdict))


def second_round(scene):
    """Judge once, shortlist the first proposal, and assign it in a round of pitches."""
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 3, 3)
    shortlist(scene, scene.proposals[0])
    in_unit_of_work(lambda: rounds.add_round(scene.lead, scene.challenge.id, PITCH))
    return assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=2)


def test_a_second_round_judges_the_shortlist_by_its_own_scores(app):
    scene = make_scene(proposals=2, jurors=2)
    assert second_round(scene).outcome["pairs"] == 2
    pitches, juror = the_round(scene, 2), scene.jurors[1]
    query = db.session.query(Assignment).filter_by(round_id=pitches.id, juror_id=juror.id)
    mine = query.one()
    in_unit_of_work(lambda: scoring.submit_scorecard(scene.juror(1), mine.id, full(5), version=0))
    last, first = (
        results.load_results(scene.challenge, (), one) for one in (None, the_round(scene))
    )
    assert [row.percent for row in last.rows] == [100]
    assert [str(row.percent) for row in first.rows] == ["60.0", "None"]


def test_who_is_hidden_stands_once_something_is_assigned(app):
    scene = make_scene()
    make_assignment(scene.jurors[0], scene.proposals[0])
    with pytest.raises(Conflict, match="round_begun"):
        in_unit_of_work(
            lambda: rounds.change_round(
                scene.lead, scene.challenge.id, 1, RoundTerms("", blindness=Blindness.BLIND)
            )
        )
    renamed = RoundTerms("Reading", per_proposal=5)
    in_unit_of_work(lambda: rounds.change_round(scene.lead, scene.challenge.id, 1, renamed))
    assert (the_round(scene).name, the_round(scene).per_proposal) == ("Reading", 5)


def test_only_the_last_round_goes_and_never_the_first(app):
    scene = make_scene()
    for name in ("Pitches", "Final"):
        terms = RoundTerms(name)
        in_unit_of_work(partial(rounds.add_round, scene.lead, scene.challenge.id, terms))

    def remove(position):
        in_unit_of_work(lambda: rounds.remove_round(scene.lead, scene.challenge.id, position))

    for position in (1, 2):
        with pytest.raises(Conflict, match="round_not_last"):
            remove(position)
    remove(3)
    assert [one.position for one in list_rounds(scene.challenge)] == [1, 2]


def test_organisers_set_up_a_round_and_its_rubric(app, browser):
    scene = make_scene()
    browser.sign_in(scene.organiser)
    place = f"/manage/{scene.event.slug}/jury/{encode_id(scene.challenge.id)}/rounds"
    assert "as in the brief" in browser.get(place).text
    sent = {"name": "Pitches", "kind": "pitch", "blindness": "open", "per_proposal": "2"}
    wrong = {"opens_at": "2030-05-02T10:00", "closes_at": "2030-05-02T09:00"}
    refused = browser.post(f"{place}/new", sent | wrong)
    assert (refused.status_code, "closes after it opens" in refused.text) == (422, True)
    assert browser.post(f"{place}/new", sent).location == place
    rows = {"criteria-0-key": "fit", "criteria-0-name": "Show", "criteria-0-weight": "90"}
    levels = {f"criteria-0-levels-{n}": f"Level {n}" for n in range(6)}
    questions = {"knock_outs-0-text": "Was it live?", "tie_rules-0": "more_scorecards"}
    refused = browser.post(f"{place}/2/rubric", {"version": "1", **rows, **levels})
    assert refused.status_code == 422
    assert "the weights sum to 90, not 100" in html.unescape(refused.text)
    rows["criteria-0-weight"] = "100"
    rows["criteria-0-threshold"] = "2"
    saved = browser.post(f"{place}/2/rubric", {"version": "1", **rows, **levels, **questions})
    assert saved.location == place
    rubric = rubric_of(the_round(scene, 2))
    assert [(one.name, one.weight) for one in rubric.criteria] == [("Show", 100)]
    assert (rubric.thresholds, rubric.tie_rules) == ({"fit": 2}, (TieRule.MORE_SCORECARDS,))
    shown = html.unescape(browser.get(place).text)
    assert "Show 100 %, at least 2" in shown
    assert "Was it live?" in shown
    assert browser.post(f"{place}/2/remove", {}, page=place).location == place
    assert db.session.query(JudgingRound).count() == 1


def test_programs_do_the_same(app, client):
    scene = make_scene()
    headers = {"Authorization": "Bearer " + make_api_token(scene.organiser)}
    path = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/judging-rounds"
    made = client.post(path, json={"name": "Pitches", "kind": "pitch"}, headers=headers)
    assert (made.status_code, made.json["position"], made.json["blindness"]) == (201, 2, "open")
    first = {
        "version": 1,
        "criteria": [{"key": "team", "threshold": 3}],
        "total": 70,
        "tie_rules": ["lower_spread"],
    }
    put = client.put(f"{path}/1/rubric", json=first, headers=headers)
    assert (put.status_code, put.json["version"], put.json["thresholds"]) == (200, 2, {"team": 3})
    changed = client.put(f"{path}/2", json={"name": "Final", "per_proposal": 4}, headers=headers)
    assert (changed.json["name"], changed.json["per_proposal"]) == ("Final", 4)
    listed = client.get(path, headers=headers).json["items"]
    assert [(one["position"], one["rubric"]["total"]) for one in listed] == [(1, 70), (2, None)]
    assert client.delete(f"{path}/2", headers=headers).status_code == 204
    assert client.put(f"{path}/7/rubric", json={"version": 1}, headers=headers).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_rounds_take_the_same_statements_whatever_their_number(app, count_queries, size):
    scene = make_scene()
    make_round(scene.challenge)
    for number in range(size - 1):
        terms = RoundTerms(str(number))
        in_unit_of_work(partial(rounds.add_round, scene.lead, scene.challenge.id, terms))
    db.session.expire_all()
    challenge_id = scene.challenge.id
    with count_queries as counted:
        found = list_rounds(db.session.get_one(Challenge, challenge_id))
        assert len([one.rubric for one in found]) == size
        assert rounds_begun(found[0].challenge, ()) == set()
    assert counted.count == 3
