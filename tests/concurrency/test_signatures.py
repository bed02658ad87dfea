"""Many sign one outcome that departs from the ranking at once: one signature counts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity.queries import actor_for
from app.juries.models import Decision, Override
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding, overriding
from tests.app.juries.scene import make_scene
from tests.concurrency.test_decision import THREADS, at_once
from tests.factories.juries import make_assignment, make_juror, make_scorecard

pytestmark = pytest.mark.slow

YES = Verdict(Outcome.SELECTED, "It has a site.")
NO = Verdict(Outcome.NOT_SELECTED, "No site.", "Find a site.")


@pytest.fixture
def asked(app):
    """Return an open override with as many people on the panel as there are threads."""
    scene = make_scene(proposals=2)
    for proposal, level in zip(scene.proposals, (5, 3), strict=True):
        make_scorecard(make_assignment(scene.jurors[0], proposal), level, level)
    people = [make_juror(scene.event).person for _ in range(THREADS)]
    with unit_of_work():
        deciding.record_decision(scene.lead, scene.proposals[0].id, NO)
        one = overriding.ask_override(scene.lead, scene.proposals[1].id, YES, grounds="Why.")
    key, actors = one.id, [actor_for(person) for person in people]
    db.session.rollback()
    return scene, key, actors


def test_of_many_who_sign_at_once_one_does(app, asked):
    scene, key, actors = asked

    def sign(number: int) -> str:
        overriding.sign_override(actors[number], key, version=1)
        return "signed"

    assert at_once(app, sign) == {"signed": 1, "already_decided": THREADS - 1}
    db.session.rollback()
    (decision,) = db.session.scalars(select(Decision).filter_by(proposal_id=scene.proposals[1].id))
    assert (decision.outcome, db.session.get_one(Override, key).version) == ("selected", 2)
    signed = db.session.scalars(select(AuditEntry).filter_by(name="OverrideSigned")).all()
    assert [one.actor_id for one in signed] == [db.session.get_one(Override, key).signed_by_id]


def test_without_the_guard_all_of_them_sign_and_the_last_name_stands(app, asked):
    """The control: whoever reads that it is open, and writes without asking again, signs too."""
    _scene, key, actors = asked
    reading = Barrier(THREADS)

    def sign_unguarded(number: int) -> bool:
        with app.app_context():
            was_open = db.session.get_one(Override, key).is_open
            db.session.rollback()
            reading.wait()
            change = (
                update(Override)
                .where(Override.id == key)
                .values(signed_by_id=actors[number].person_id, signed_at=db.func.now(), version=2)
            )
            in_unit_of_work(lambda: db.session.execute(change))
        return was_open

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(sign_unguarded, range(THREADS))) == [True] * THREADS
