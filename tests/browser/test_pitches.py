"""A juror's phone on a pitch day: signed in by code, marked with one hand, closed by the server."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core.db import db
from app.core.uow import in_unit_of_work, unit_of_work
from app.juries.models import Assignment, Scorecard
from app.pitches import services
from app.pitches.models import Pitch
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.pitches import make_pass, make_pitch_day, make_pitch_round

pytestmark = pytest.mark.browser


@pytest.fixture
def room(app):
    """Return a pitch that is open before one juror, who has a code for any phone."""
    scene = make_scene(phase="shortlist", proposals=1)
    with unit_of_work():
        db.session.merge(scene.proposals[0]).state = "shortlisted"
    one = make_pitch_round(scene.challenge)
    day = make_pitch_day(one, scene.proposals[0])
    ids = {"juror_id": scene.jurors[0].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: Assignment(round_id=one.id, **ids))
    make_pass(day, scene.jurors[0], "jur_phone")
    pitch_id = db.session.scalar(select(Pitch.id).where(Pitch.day_id == day.id))
    in_unit_of_work(lambda: services.open_pitch(scene.lead, one.id, pitch_id))
    return scene, one, pitch_id


def test_a_phone_signs_in_by_code_marks_hands_in_and_hears_the_close(room, phone, axe):
    scene, one, pitch_id = room
    phone.goto("/jury/enter/jur_phone")
    phone.get_by_role("button", name="Start judging").click()
    expect(phone.get_by_role("heading", name="Proposal A")).to_be_visible()
    clock = phone.locator("[data-clock]")
    expect(clock).to_contain_text("Pitch")
    before = clock.inner_text()
    expect(phone.get_by_text("0 of 1 handed in")).to_be_visible()
    axe(phone)
    for number in (0, 1):
        phone.locator(f"#f-scores-{number}-4").check(timeout=3000)
    expect(phone.get_by_text("1 of 1 handed in")).to_be_visible()
    expect(clock).not_to_have_text(before)
    in_unit_of_work(lambda: services.close_pitch(scene.lead, one.id, pitch_id))
    expect(phone.get_by_text("No pitch is open")).to_be_visible()
    db.session.rollback()
    cards = db.session.scalars(select(Scorecard)).all()
    assert [card.submitted_at is not None for card in cards] == [True]
