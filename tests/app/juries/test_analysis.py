"""Calibration and analysis on pages and for programs."""

import re
import subprocess
import sys

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.models import Score
from app.juries.queries import analysis, panel, results
from tests.app.juries.scene import make_scene
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment, make_scorecard

# Each of five proposals by three of five jurors; the third juror gives a level less.
LEVELS = {"A": "55 55 44", "B": "44 44 33", "C": "43 32 43", "D": "33 22 33", "E": "22 22 21"}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.fixture
def judged(app):
    scene = make_scene(proposals=5, jurors=5)
    for at, (proposal, levels) in enumerate(zip(scene.proposals, LEVELS.values(), strict=True)):
        for turn, pair in enumerate(levels.split()):
            juror = scene.jurors[(at + turn) % 5]
            make_scorecard(make_assignment(juror, proposal), *map(int, pair))
    return scene


def path(scene, rest=""):
    return f"/manage/{scene.event.slug}/jury/{encode_id(scene.challenge.id)}{rest}"


def ranking(scene):
    event = panel.get_jury_event(scene.lead, scene.event.slug)
    return results.load_results(panel.get_event_challenge(event, scene.challenge.id), ())


def test_the_ranking_shows_both_and_the_winner_card(judged, browser):
    page = browser.sign_in(judged.organiser).get(path(judged))
    said = words(page)
    assert "“Proposal A”" in said
    assert "Truly the best" in said
    assert "The plain mean has the same first place." in said
    assert re.findall(r"rank (\d)", said) == ["1", "2", "3", "4", "5"]
    for fewer in ("0 proposals have scores", "jurors have scored"):
        assert fewer not in said


def test_the_analysis_names_jurors_and_says_what_it_hangs_on(judged, browser):
    said = words(browser.sign_in(judged.organiser).get(path(judged, "/analysis")))
    assert said.count("Juror No ") >= 5
    assert "Krippendorff’s alpha" in said
    assert "10" not in re.findall(r"Same winner without any one juror (\d+)", said)
    assert "5 of 5" in said
    assert "too few to say" in said


def test_too_little_is_said_plainly(app, browser):
    scene = make_scene(proposals=2, jurors=2)
    browser.sign_in(scene.organiser)
    assert "Nothing to analyse yet" in words(browser.get(path(scene, "/analysis")))
    for proposal in scene.proposals:
        make_scorecard(make_assignment(scene.jurors[0], proposal), 3, 4)
    for rest in ("", "/analysis"):
        assert "2 proposals have scores; 3 are needed." in words(browser.get(path(scene, rest)))


def test_programs_get_the_same(judged, client):
    headers = {"Authorization": "Bearer " + make_api_token(judged.organiser)}
    found = client.get(
        f"/api/v1/challenges/{encode_id(judged.challenge.id)}/jury-analysis", headers=headers
    ).json
    assert found["refusal"] is None
    keys = [encode_id(one.id) for one in judged.proposals]
    assert [one["proposal_id"] for one in found["model"]["places"]] == keys
    assert found["model"]["winner"]["first"] == keys[0]
    assert len(found["model"]["offsets"]) == len(found["without"]) == 5
    assert [(one["criterion"], one["is_more"]) for one in found["reweighed"]] == [
        ("fit", True), ("fit", False), ("team", True), ("team", False),
    ]  # fmt: skip


def test_it_is_worked_out_once_for_each_state_of_the_scores(judged):
    before = analysis.calibrate_results(ranking(judged))
    assert analysis.calibrate_results(ranking(judged)).model is before.model
    with unit_of_work():
        db.session.query(Score).first().value = 0
    assert analysis.calibrate_results(ranking(judged)).model != before.model


def test_the_analysis_takes_the_same_statements_whatever_its_size(judged, count_queries):
    counts = []
    for size in (1, 5):
        scene = make_scene(proposals=size, jurors=3)
        for proposal in scene.proposals:
            for juror in scene.jurors:
                make_scorecard(make_assignment(juror, proposal), 3, 4)
        db.session.expire_all()
        found = ranking(scene)
        db.session.expire_all()
        with count_queries as counted:
            analysis.analyse_results(found)
        counts.append(counted.count)
    assert counts == [4, 4]


def test_a_page_without_it_imports_no_numpy():
    code = (
        "import sys, app, app.features, challenges.analysis, challenges.export;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
