"""Sent in time and held up by others until after the deadline: it counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Submission
from app.proposals.services import submitting
from tests.concurrency.workers import wait_until
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_api_token
from tests.factories.proposals import make_proposal

pytestmark = pytest.mark.slow

LEFT = timedelta(seconds=1)  # before the deadline; what holds the lock holds it until after


def held_up(app, send):
    """Close a challenge while `send` waits for its lock; return what came of it, and when."""
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    challenge_id, closes_at = challenge.id, clock.now() + LEFT
    in_unit_of_work(lambda: set_deadline(challenge_id, closes_at))
    sending = send(proposal)
    db.session.rollback()
    holds = Barrier(2)

    def hold():
        def until_after_the_deadline():
            lock_challenge(challenge_id)
            holds.wait()
            wait_until(lambda: clock.now() > closes_at + timedelta(milliseconds=200))

        with app.app_context():
            in_unit_of_work(until_after_the_deadline)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        holds.wait()
        came = pool.submit(sending).result()
        holding.result()
    return came, closes_at


def set_deadline(challenge_id, closes_at):
    change = update(Challenge).where(Challenge.id == challenge_id)
    db.session.execute(change.values(closes_at=closes_at))


def stored_times():
    db.session.rollback()
    return list(db.session.scalars(select(Submission.submitted_at)))


def test_a_request_that_arrived_in_time_counts_though_it_had_to_wait(app):
    def send(proposal):
        headers = {"Authorization": f"Bearer {make_api_token(proposal.created_by)}"}
        path = f"/api/v1/proposals/{encode_id(proposal.id)}/submit"
        return lambda: app.test_client().post(path, headers=headers).status_code

    status, closes_at = held_up(app, send)
    assert status == 201
    [at] = stored_times()
    assert at < closes_at


def test_without_the_time_of_arrival_it_would_be_late(app):
    """The control: the same, but for a service that nobody told when its request arrived."""

    def send(proposal):
        actor, proposal_id = actor_for(proposal.created_by), proposal.id

        def submit():
            with app.app_context():
                try:
                    in_unit_of_work(lambda: submitting.submit_proposal(actor, proposal_id))
                except Conflict as error:
                    return error.code
            return "ok"

        return submit

    code, _closes_at = held_up(app, send)
    assert code == "deadline_passed"
    assert stored_times() == []
