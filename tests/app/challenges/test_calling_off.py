"""A challenge is called off before its decision: its authors are told so, and why."""

import re

import pytest
from sqlalchemy import select

from app.challenges.services import moving
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.notifications.models import Delivery
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs

WHY = "The plant in Vilnius closes."


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def called_off(phase="jury", **proposal):
    """Make a proposal to a challenge that its organiser calls off in a phase."""
    event = make_event()
    organiser = make_person()
    make_team_member(event, organiser)
    challenge = make_challenge(event, phase=phase)
    made = make_submitted_proposal(challenge, **({"state": "eligible"} | proposal))
    archive(organiser, challenge, WHY)
    return made


def archive(organiser, challenge, reason=""):
    with unit_of_work():
        moving.move_challenge(actor_of(organiser), challenge.id, "archived", reason)


def letters():
    run_jobs()
    query = select(Delivery).where(Delivery.template.startswith("challenge_called_off"))
    return list(db.session.scalars(query.order_by(Delivery.recipient)))


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        ("submitted", "open"),
        ("eligible", "jury"),
        ("shortlisted", "shortlist"),
        ("selected", "decision"),
        ("not_selected", "decision"),
    ],
)
def test_authors_read_that_the_challenge_was_called_off_and_why(app, browser, state, phase):
    proposal = called_off(phase, state=state)
    browser.sign_in(proposal.created_by)
    page = words(browser.get(f"/proposals/{encode_id(proposal.id)}"))
    assert "Called off" in page
    assert WHY in page
    assert "With the jury" not in page
    assert "Called off" in words(browser.get("/proposals"))


def test_programs_of_authors_read_it_too(app, client):
    proposal = called_off()
    headers = {"Authorization": f"Bearer {make_api_token(proposal.created_by)}"}
    seen = client.get(f"/api/v1/proposals/{encode_id(proposal.id)}", headers=headers).json
    assert seen["state"] == "called_off"


def test_what_was_answered_before_stays_answered(app, browser):
    proposal = called_off(state="ineligible", state_reason="Not an SME.")
    page = words(browser.sign_in(proposal.created_by).get(f"/proposals/{encode_id(proposal.id)}"))
    assert "Not eligible" in page
    assert WHY not in page
    assert letters() == []


def test_the_end_of_a_follow_up_is_no_calling_off(app, browser):
    event = make_event()
    organiser = make_person()
    make_team_member(event, organiser)
    challenge = make_challenge(event, phase="follow_up")
    left = make_proposal(challenge)
    archive(organiser, challenge)
    page = words(browser.sign_in(left.created_by).get(f"/proposals/{encode_id(left.id)}"))
    assert "called off" not in page.lower()
    assert letters() == []


def test_every_author_gets_a_letter_with_the_reason(app):
    proposal = called_off("open", state="submitted")
    other = make_challenge(proposal.challenge.event)
    second = make_proposal(other)
    organiser = make_person()
    make_team_member(other.event, organiser)
    archive(organiser, other, "No budget.")
    found = letters()
    assert {one.recipient for one in found} == {
        proposal.created_by.email,
        second.created_by.email,
    }
    mine = next(one for one in found if one.recipient == proposal.created_by.email)
    assert WHY in mine.text
    assert f"/proposals/{encode_id(proposal.id)}" in mine.text


def test_whoever_calls_off_knows_who_will_read_the_reason(app, browser):
    event = make_event()
    organiser = make_person()
    make_team_member(event, organiser)
    challenge = make_challenge(event, phase="jury")
    here = f"/manage/{event.slug}/challenges/{encode_id(challenge.id)}"
    browser.sign_in(organiser)
    assert "Call off" in words(browser.get(here))
    page = words(browser.get(f"{here}/move?to=archived"))
    assert "Everybody who wrote a proposal is told this reason." in page
