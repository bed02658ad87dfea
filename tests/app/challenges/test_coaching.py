"""How far a brief is, what would help it, and what good looks like beside each field."""

from dataclasses import replace

import pytest

from app.challenges.messages import MESSAGES
from app.challenges.models import Challenge
from app.challenges.pages.coaching import GOOD, coach
from app.challenges.rules.coaching import (
    PIECES_OF_ADVICE,
    REQUIRED,
    advise,
    excerpt,
    progress,
)
from app.challenges.rules.completeness import Gap
from app.challenges.rules.steps import Step
from app.core.ids import encode_id
from challenges.brief import Offer, Problem, Tags, Terms, library
from tests.factories.challenges import make_challenge

BRIEF = replace(
    library()[0],
    problem=Problem("Here", "Ten in 100", "Cartons", "None", "A pool"),
    offer=Offer(100, "EUR", "Hall 1", "", "", "An order"),
    terms=Terms(ip="kept", confidentiality="Nothing secret"),
    tags=Tags(keywords=("a", "b", "c"), nace=("22.2",)),
)
POOR = replace(
    BRIEF,
    problem=Problem("Here", "Often", "Cartons", "None"),
    offer=Offer(100, "EUR", "", "", ""),
    terms=Terms(),
    tags=Tags(keywords=("a", "b")),
    measures=(),
    criteria=BRIEF.criteria[:2],
)


def test_a_good_brief_needs_no_advice_and_a_poor_one_all():
    assert list(advise(BRIEF)) == []
    assert [gap.code for gap in advise(POOR)] == [
        "figures_advised",
        "tried_advised",
        "measures_advised",
        "pilot_site_advised",
        "contract_advised",
        "confidentiality_advised",
        "keywords_advised",
        "nace_advised",
        "criteria_advised",
    ]
    assert len(list(advise(POOR))) == PIECES_OF_ADVICE
    assert {gap.code for gap in advise(POOR)} <= set(MESSAGES)


def test_points_count_what_is_there():
    assert (progress(BRIEF, ()).done, progress(BRIEF, ()).total) == (23, 23)
    gaps = (
        Gap("title", "title_missing"),
        Gap("criteria-0-levels-2", "criteria_empty"),
        Gap("criteria-1-name", "criteria_empty"),
        Gap("trl_wanted", "trl_order"),
    )
    assert progress(BRIEF, gaps).done == 20
    assert progress(POOR, ()).done == 14
    everything = [Gap(field, "title_missing") for field in REQUIRED]
    assert progress(POOR, everything).done == 0


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Short **text**.", 40, "Short text."),
        ("One sentence here. Another that is cut off", 30, "One sentence here. …"),
        ("words without an end that go on", 16, "words without …"),
        ("x" * 50, 10, "x" * 10 + " …"),
    ],
)
def test_an_excerpt_ends_where_a_reader_would_stop(text, limit, short):
    assert excerpt(text, limit) == short


def test_every_field_has_an_example_of_another_brief(app):
    for brief in library():
        challenge = Challenge(theme=brief.theme, brief_id=brief.id)
        with app.test_request_context():
            coaching = coach(challenge)
        assert set(coaching) == set(GOOD)
        assert all(one["source"] != brief.title for one in coaching.values())
        assert coaching["criteria"]["example"].count("\n") == 6


def test_the_editor_shows_how_far_it_is_and_autosave_says_so_again(app, browser):
    challenge = make_challenge(phase="draft", sponsor_name="", context="A plant")
    browser.sign_in(challenge.created_by)
    edit = f"/challenges/{encode_id(challenge.id)}/edit"
    pages = {step: browser.get(f"{edit}/{step}").text for step in Step}
    # Missing: the sponsor. Advised: all but the criteria and the figure, which are two and none.
    assert all("13 of 23 points" in page for page in pages.values())
    assert sum(page.count("What good looks like") for page in pages.values()) == len(GOOD)
    first, last = (f"{edit}/{step}" for step in ("problem", "sending"))
    sent = {"version": "1", "tried": "A pool", "theme": "storage"}
    answer = browser.post(f"{first}/autosave", sent, page=first).json
    assert (answer["version"], answer["total"]) == (2, 23)
    assert answer["steps"]["sending"] == "1 missing"
    assert "tried" not in {one["field"] for one in answer["advice"]}
    sent = {"version": "2", "sponsor_name": "Ada"}
    answer = browser.post(f"{last}/autosave", sent, page=last).json
    assert "sponsor_name" not in {one["field"] for one in answer["missing"]}
