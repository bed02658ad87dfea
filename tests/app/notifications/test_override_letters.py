"""Who may sign an outcome that departs from the ranking hears of it, and who asked how it ended."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import ConflictOfInterest
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding, overriding
from app.notifications.models import Delivery
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.identity import make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.worker import run_jobs

YES = Verdict(Outcome.SELECTED, "It has a site.")
NO = Verdict(Outcome.NOT_SELECTED, "No site.", "Find a site.")


@pytest.fixture
def asked(app):
    """B is asked for before A; of the panel a member may sign, another is tied to A."""
    scene = make_scene(proposals=2, jurors=2)
    for proposal, level in zip(scene.proposals, (5, 3), strict=True):
        make_scorecard(make_assignment(scene.jurors[0], proposal), level, level)
    make_juror(scene.event, role="trainee")
    other = make_person()
    make_team_member(scene.event, other, TeamRole.LEAD)
    key = {"juror_id": scene.jurors[1].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", reason="My son.", **key))
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, NO)
        one = overriding.ask_override(scene.lead, scene.proposals[1].id, YES, grounds="Why.")
    run_jobs()
    return scene, one.id, other


def letters(kind):
    query = select(Delivery).where(Delivery.template == kind).order_by(Delivery.recipient)
    return db.session.scalars(query).all()


def test_who_may_sign_is_told_without_a_word_about_the_proposal(asked):
    scene, key, other = asked
    sent = letters("override_asked")
    assert {one.recipient for one in sent} == {scene.jurors[0].person.email, other.email}
    assert f"http://localhost/overrides/{encode_id(key)}" in sent[0].text
    assert not any(scene.proposals[1].title in one.text + one.subject for one in sent)


def test_who_asked_is_told_that_it_was_signed(asked):
    scene, key, _other = asked
    with unit_of_work():
        overriding.sign_override(scene.juror(0), key, version=1)
    run_jobs()
    (one,) = letters("override_signed")
    assert one.recipient == scene.organiser.email
    assert scene.jurors[0].person.name in one.text


def test_who_asked_is_told_that_another_took_it_back_and_not_what_they_did_themselves(asked):
    scene, key, other = asked
    actor = actor_for(db.session.get_one(Person, other.id))
    with unit_of_work():
        overriding.withdraw_override(actor, key, version=1)
    run_jobs()
    assert [one.recipient for one in letters("override_withdrawn")] == [scene.organiser.email]
    with unit_of_work():
        again = overriding.ask_override(scene.lead, scene.proposals[1].id, YES, grounds="Why.").id
    with unit_of_work():
        overriding.withdraw_override(scene.lead, again, version=1)
    run_jobs()
    assert len(letters("override_withdrawn")) == 1
    assert len(letters("override_asked")) == 2  # nobody hears of what ended before the mail
