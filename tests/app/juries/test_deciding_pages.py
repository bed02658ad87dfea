"""What the organiser's pages say before, between and after decisions."""

import re

import pytest

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene


def jury(scene, rest=""):
    return f"/manage/{scene.event.slug}/jury{rest}"


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def test_deciding_waits_for_the_eligibility_check_and_says_where(app, browser):
    scene = make_scene(proposals=2)
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[1].id).state = "submitted"
    browser.sign_in(scene.organiser)
    here = jury(scene, f"/{encode_id(scene.challenge.id)}")
    one = f"{here}/{encode_id(scene.proposals[0].id)}"
    screening = f'href="/manage/{scene.event.slug}/proposals'
    for path in (here, one):
        page = browser.get(path)
        assert "1 proposal waits for its eligibility check" in words(page)
        assert page.text.count(screening) > browser.get(jury(scene, "/add")).text.count(screening)
    refused = browser.post(one, {"version": "0", "outcome": "selected", "reason": "Best."})
    assert refused.status_code == 409
    assert "still wait for their eligibility check: 1" in words(refused)


@pytest.mark.parametrize(
    ("state", "phase", "offered"),
    [
        ("eligible", "jury", ["selected", "shortlisted", "not_selected"]),
        ("selected", "decision", ["selected", "not_selected"]),
        ("selected", "shortlist", ["selected", "shortlisted", "not_selected"]),
        ("shortlisted", "decision", ["selected", "not_selected"]),
    ],
)
def test_the_page_offers_what_the_kernel_allows(app, browser, state, phase, offered):
    scene = make_scene(phase=phase)
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[0].id).state = state
    here = jury(scene, f"/{encode_id(scene.challenge.id)}/{encode_id(scene.proposals[0].id)}")
    page = browser.sign_in(scene.organiser).get(here).text
    radios = re.findall(r'<input[^>]*name="outcome"[^>]*>', page)
    assert re.findall(r'value="([^"]*)"', " ".join(radios)) == offered


def test_going_on_to_follow_up_too_early_says_what_is_missing(app, browser):
    scene = make_scene(phase="decision", proposals=2)
    browser.sign_in(scene.organiser)
    here = f"/manage/{scene.event.slug}/challenges/{encode_id(scene.challenge.id)}"
    refused = browser.post(f"{here}/move", {"to": "follow_up"}, page=f"{here}/move?to=follow_up")
    assert refused.status_code == 409
    assert "2 proposals still wait for a final decision." in words(refused)
    with unit_of_work():
        db.session.get(Challenge, scene.challenge.id).phase = "follow_up"
    assert "Go back to deciding" in words(browser.get(here))
